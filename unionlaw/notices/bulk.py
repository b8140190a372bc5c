"""What can be done with several notices at once: each one by its own service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from unionlaw.notices.services import dead_letters, reading
from unionlaw.web.forms import ReasonForm
from unionlaw.web.lists.bulk import BulkAction, Line


class MarkRead(BulkAction):
    key = "read"
    label = _("标为已读")
    right = "notice.view"
    reads = ()
    at_once = True
    done_word = _("已读")

    def perform(self, line: Line, *, by: Any, at: datetime, **cleaned: Any) -> Any:
        return reading.mark_read(notice_id=line.pk, by=by, at=at)


class SendAgain(BulkAction):
    key = "send_again"
    label = _("重新发送")
    right = "delivery.manage"
    icon = "send"
    reads = ()
    done_word = _("已重新排队")

    def effect(self, line: Line, cleaned: Mapping[str, Any], result: Any) -> str:
        return _g("重新排队发送")

    def perform(self, line: Line, *, by: Any, at: datetime, **cleaned: Any) -> Any:
        return dead_letters.send_again(delivery_id=line.pk, by=by, at=at)


class Drop(BulkAction):
    key = "drop"
    label = _("不再发送")
    right = "delivery.manage"
    icon = "x"
    form_class = ReasonForm
    reads = ()
    danger = True
    done_word = _("已停止发送")

    def effect(self, line: Line, cleaned: Mapping[str, Any], result: Any) -> str:
        return _g("不再发送，理由记录在案")

    def perform(self, line: Line, *, by: Any, at: datetime, **cleaned: Any) -> Any:
        return dead_letters.drop(delivery_id=line.pk, by=by, at=at, **cleaned)
