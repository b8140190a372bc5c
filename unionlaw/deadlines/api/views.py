"""Time limits: read, extended, met, acknowledged."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from unionlaw.api.inputs import VersionInput
from unionlaw.api.views import Listed, verb
from unionlaw.deadlines.api.serializers import DeadlineFull, DeadlineOut, ExtendIn, MeetIn
from unionlaw.deadlines.lists import DeadlineList
from unionlaw.deadlines.models import Deadline, DeadlineChange
from unionlaw.deadlines.services import changing, extending
from unionlaw.web.policy import Right


class DeadlineViewSet(Listed):
    """Time limits of matters, with the arithmetic behind each date."""

    policy = Right("deadline.view")
    queryset = Deadline.objects.all()
    list_class = DeadlineList
    serializer_class = DeadlineOut
    detail_class = DeadlineFull

    def load(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = rows.select_related("rule_version__rule", "matter", "organisation", "responsible__user")
        if self.action == "list":
            return rows
        changes = DeadlineChange.objects.select_related("by_user").order_by("-pk")
        return rows.prefetch_related(Prefetch("changes", changes), "extensions")

    extend = verb(
        "extend", extending.ask_extension, ExtendIn, gives=DeadlineFull, right="deadline.extend", label=_("延长期限"),
        operation="deadlines_extend", id_name="deadline_id",
    )  # fmt: skip
    meet = verb(
        "meet", changing.meet, MeetIn, gives=DeadlineFull, right="deadline.meet", label=_("完成期限"),
        operation="deadlines_meet", id_name="deadline_id",
    )  # fmt: skip
    acknowledge = verb(
        "acknowledge", changing.acknowledge, VersionInput, gives=DeadlineFull, right="deadline.acknowledge",
        label=_("知悉"), operation="deadlines_acknowledge", id_name="deadline_id",
    )  # fmt: skip
