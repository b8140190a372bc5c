"""The list of time limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionlaw.deadlines import bulk, summaries
from unionlaw.deadlines.filters import DeadlineFilter
from unionlaw.deadlines.models import Deadline, State
from unionlaw.lib import clock
from unionlaw.network.roles import Role
from unionlaw.web import format as fmt
from unionlaw.web import policy
from unionlaw.web.lists.cells import Cell, Date, RowUrl
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.keyset import Branch, Sort
from unionlaw.web.lists.listing import Listing
from unionlaw.web.lists.views import ListView, Preset

STATE_TONES = {State.SUSPENDED: "waiting", State.MET: "done", State.CANCELLED: "quiet"}
OVERSEERS = frozenset({Role.SUPERVISOR, Role.MANAGER, Role.LETTER_APPROVER})


def due_badge(deadline: Deadline) -> SafeString:
    """The due date with the days left; of a limit that does not run, with its state instead."""
    if deadline.state == State.OPEN:
        shown = fmt.due_badge(deadline.due_on, clock.today())
    else:
        word = fmt.badge(str(State(deadline.state).label), STATE_TONES[State(deadline.state)])
        shown = format_html(
            '<span class="due"><span class="num">{}</span> {}</span>', fmt.table_date(deadline.due_on), word
        )
    mark = fmt.badge(_g("暂定"), "soon") if deadline.provisional else ""
    return SafeString(f"{shown} {mark}" if mark else str(shown))


class Due(Cell):
    def __init__(self) -> None:
        super().__init__("due_on")

    def html(self, row: Any) -> str:
        return due_badge(row)


class Duty(Cell):
    """What is to be done: the rule, with what tells it apart from another of the kind."""

    def __init__(self) -> None:
        super().__init__(lambda row: f"{row.rule_version.rule}{_g('：') + row.label if row.label else ''}")


def matter_text(row: Any) -> SafeString:
    return format_html('<span class="num">{}</span> {}', row.matter.number, row.matter.title)


def responsible_name(row: Any) -> str:
    return row.responsible.user.display_name if row.responsible else ""


SORTS = {"due": Sort(_("到期日"), "due_on", descending=False)}


class DeadlineList(ListView):
    """Open time limits, the most dangerous first; others when the filter asks for them."""

    policy = policy.Right("deadline.view")
    list_key = "deadlines"
    title = pgettext_lazy("list", "期限")
    template_name = "deadlines/list.html"
    swap_template = "deadlines/list_swap.html"
    columns = (
        Column("rule", pgettext_lazy("rule", "期限"), Duty(), phone="title"),
        Column("due", _("到期"), Due(), sort="due"),
        Column("matter", _("事项"), Cell(matter_text)),
        Column("responsible", _("责任人"), responsible_name),
        Column("organisation", _("承办单位"), "organisation.short_name", phone="hide"),
        Column("start", _("起算日"), Date("start_on"), phone="hide", wide=True),
    )
    sorts = SORTS
    default_sort = "due"
    filterset_class = DeadlineFilter
    row_url = RowUrl("deadlines:detail")
    export_right = "deadline.export"
    bulk_actions = bulk.ACTIONS
    bulk_columns = ("matter", "due", "responsible")
    presets = (
        Preset(_("我负责的"), "mine=true"),
        Preset(_("全部"), ""),
        Preset(_("已中止"), "state=suspended"),
        Preset(_("已结束"), "state=met&state=cancelled&sort=-due"),
    )
    empty_text = _("没有正在计算的期限。期限由办理事项时的事件自动开始，也可以在事项页上设定。")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Whoever works on cases comes for their own, whoever oversees for all; both are one click apart.
        if not request.GET and request.actor.role not in OVERSEERS:  # type: ignore[attr-defined]
            return redirect(f"{request.path}?mine=true")
        return super().get(request, *args, **kwargs)

    def rows(self, actor: Any) -> QuerySet[Any]:
        return Deadline.objects.visible_to(actor)

    def branches(self, actor: Any) -> Sequence[Branch]:
        asked = self.request.GET.getlist("state") if hasattr(self, "request") else State.values
        states = [state for state in State.values if state in asked] or [State.OPEN]
        return Deadline.objects.visible_branches(actor, states)

    def display(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("rule_version__rule", "matter", "responsible__user", "organisation").only(
            "due_on",
            "start_on",
            "state",
            "label",
            "provisional",
            "matter__number",
            "matter__title",
            "organisation__short_name",
            "responsible__user__display_name",
            "rule_version__rule__name",
            "rule_version__rule__name_en",
        )

    def context(self, listing: Listing) -> dict[str, Any]:
        return {
            "tiles": summaries.tiles(listing),
            "may_hand_over": listing.actor.may("deadline.hand_over_all"),
            "ways": summaries.ways(listing.actor, "list"),
        }
