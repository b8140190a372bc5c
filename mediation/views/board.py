"""The board: live mediations as cards, one column for each stage, most urgent on top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mediation import states
from mediation.models import MediatorAssignment
from unionlaw.lib import clock
from unionlaw.matters.filters import mine
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.web import policy
from unionlaw.web.views import PageView

COLUMNS = (states.RECEIVED, states.ACCEPTED, states.IN_SESSION, states.SETTLING, states.PERFORMING)
CARDS = 15
"""Cards of one column; the rest is in the list that the column opens."""

SHOWN = {
    "": pgettext_lazy("list", "全部"),
    "mine": _("我经办的"),
    "mediating": _("我调解的"),
    "overdue": _("已逾期"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A mediation on the board, with who leads its talks."""

    matter: Matter
    mediator: str


class Board(PageView):
    policy = policy.Right("mediation.view")
    template_name = "mediation/board.html"
    title = _("调解看板")

    @cached_property
    def shown(self) -> str:
        asked = self.request.GET.get("show", "")
        return asked if asked in SHOWN else ""

    @cached_property
    def rows(self) -> QuerySet[Matter]:
        rows = Matter.objects.visible_to(self.actor).filter(kind=Kind.MEDIATION, status__in=COLUMNS)
        return rows.filter(self.narrow())

    def narrow(self) -> Q:
        """What the chosen tab leaves; lists are narrowed by `query` to the same."""
        if self.shown == "mine":
            return mine(self.actor)
        if self.shown == "mediating":
            serving = MediatorAssignment.objects.serving().filter(mediation=OuterRef("pk"), post=self.actor.post)
            return Q(Exists(serving))
        return Q(next_due_on__lt=clock.today()) if self.shown == "overdue" else Q()

    @property
    def query(self) -> str:
        queries = {"mine": "&mine=true", "mediating": "&mediating=true", "overdue": "&due=overdue"}
        return queries.get(self.shown, "")

    def cards(self) -> dict[str, list[Card]]:
        """The most urgent of each column, in one query, with who leads the talks."""
        place = Window(
            RowNumber(), partition_by=F("status"), order_by=[F("next_due_on").asc(nulls_last=True), F("pk").asc()]
        )
        found = list(
            self.rows.annotate(place=place)
            .filter(place__lte=CARDS)
            .select_related("organisation", "owner__user", "mediation")
            .order_by("status", "place")
        )
        leading = MediatorAssignment.objects.serving().filter(mediation__in=[row.pk for row in found], leads=True)
        names = dict(leading.values_list("mediation_id", "post__user__display_name"))
        columns: dict[str, list[Card]] = {code: [] for code in COLUMNS}
        for row in found:
            columns[row.status_id].append(Card(row, names.get(row.pk, "")))
        return columns

    def get_context(self, **extra: Any) -> dict[str, Any]:
        counts = dict(self.rows.order_by().values_list("status").annotate(count=Count("pk")))
        cards, address = self.cards(), reverse("mediation:mediations")
        columns = [
            {
                "code": code,
                "label": states.mediation.label(code),
                "cards": cards[code],
                "count": counts.get(code, 0),
                "more": counts.get(code, 0) - len(cards[code]),
                "url": f"{address}?status={code}&sort=due{self.query}",
            }
            for code in COLUMNS
        ]
        here = reverse("mediation:board")
        tabs = [
            {"label": label, "url": f"{here}?show={key}" if key else here, "current": key == self.shown}
            for key, label in SHOWN.items()
        ]
        return super().get_context(columns=columns, tabs=tabs, list_url=address, **extra)
