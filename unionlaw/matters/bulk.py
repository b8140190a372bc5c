"""What can be done with several matters of any kind at once: each one by its own service (services/care.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from unionlaw.lib.errors import Conflict
from unionlaw.matters.forms import HandOverManyForm, PriorityForm
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Priority
from unionlaw.matters.services import care
from unionlaw.web.lists.bulk import BulkAction, Line


def _held(line: Line) -> str:
    return _g("已由%(owner)s经办。") % {"owner": line.row.owner.user.display_name}


class OfMatters(BulkAction):
    """Acts on live matters only, as the buttons on a matter's own page do."""

    def refusal(self, line: Line, *, actor: Any) -> str:
        return "" if Matter(phase=line.row.phase).is_live else _g("事项已经办结。")


class HandOver(OfMatters):
    key = "hand_over"
    label = _("移交经办人")
    right = "matter.hand_over"
    icon = "transfer"
    reads = ("version", "organisation__lineage")
    done_word = _("已移交")

    def form(self, data: QueryDict | None, *, actor: Any, lines: Sequence[Line]) -> HandOverManyForm:
        places = {place for line in lines for place in line.known.get("organisation__lineage", ())}
        return HandOverManyForm(data, places=places)

    def effect(self, line: Line, cleaned: Mapping[str, Any], result: Any) -> str:
        former = line.row.owner.user.display_name if line.row.owner else _g("无人")
        return _g("经办人：%(former)s → %(owner)s") % {"former": former, "owner": cleaned["to"].user.display_name}

    def perform(self, line: Line, *, by: Any, at: datetime, **cleaned: Any) -> Any:
        if line.row.owner_id == cleaned["to"].pk:
            raise Conflict(_held(line))
        return care.hand_over(matter_id=line.pk, version=line.version, by=by, at=at, **cleaned)


class Claim(OfMatters):
    key = "claim"
    label = _("认领")
    right = "matter.claim"
    icon = "user-check"
    done_word = _("已认领")

    def refusal(self, line: Line, *, actor: Any) -> str:
        if line.row.owner:
            return _held(line)
        return super().refusal(line, actor=actor)

    def effect(self, line: Line, cleaned: Mapping[str, Any], result: Any) -> str:
        return _g("由您经办")

    def perform(self, line: Line, *, by: Any, at: datetime, **cleaned: Any) -> Any:
        return care.claim_matter(matter_id=line.pk, by=by, at=at)


class Prioritise(OfMatters):
    key = "prioritise"
    label = _("调整优先级")
    right = "matter.prioritise"
    icon = "flag"
    form_class = PriorityForm
    reads = ("version", "priority")
    done_word = _("已调整")

    def effect(self, line: Line, cleaned: Mapping[str, Any], result: Any) -> str:
        words = {"former": Priority(line.known["priority"]).label, "now": Priority(cleaned["priority"]).label}
        return _g("优先级：%(former)s → %(now)s") % words

    def perform(self, line: Line, *, by: Any, at: datetime, **cleaned: Any) -> Any:
        if line.known["priority"] == cleaned["priority"]:
            raise Conflict(_g("已经是“%(now)s”。") % {"now": Priority(cleaned["priority"]).label})
        return care.prioritise(matter_id=line.pk, version=line.version, by=by, at=at, **cleaned)


ACTIONS = (HandOver(), Claim(), Prioritise())
