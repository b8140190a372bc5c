"""What can be done with several time limits at once: each one by its own service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from unionlaw.deadlines.forms.limits import ExtendManyForm
from unionlaw.deadlines.models import Extension
from unionlaw.deadlines.services import changing, extending
from unionlaw.web.lists.bulk import BulkAction, Line


class Acknowledge(BulkAction):
    key = "acknowledge"
    label = _("知悉")
    right = "deadline.acknowledge"
    icon = "check"
    done_word = _("已知悉")

    def effect(self, line: Line, cleaned: Mapping[str, Any], result: Any) -> str:
        return _g("到期日前不再提醒")

    def perform(self, line: Line, *, by: Any, at: datetime, **cleaned: Any) -> Any:
        return changing.acknowledge(deadline_id=line.pk, version=line.version, by=by, at=at)


class Extend(BulkAction):
    """Each by as many of its own rule's units; a rule that wants a second person has it asked for."""

    key = "extend"
    label = _("延长期限")
    right = "deadline.extend"
    icon = "calendar-plus"
    form_class = ExtendManyForm

    def effect(self, line: Line, cleaned: Mapping[str, Any], result: Extension) -> str:
        if result.state == Extension.State.ASKED:
            return _g("提交他人复核，同意后才延长")
        days = {"before": line.row.due_on.isoformat(), "after": result.deadline.due_on.isoformat()}
        return _g("到期日：%(before)s → %(after)s") % days

    def perform(self, line: Line, *, by: Any, at: datetime, **cleaned: Any) -> Extension:
        return extending.ask_extension(deadline_id=line.pk, version=line.version, by=by, at=at, **cleaned)


ACTIONS = (Acknowledge(), Extend())
