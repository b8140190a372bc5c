"""Pages over many time limits: the month, by person, by organisation, and matters that nobody watches."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.deadlines import summaries, unwatched
from unionlaw.deadlines.calendars import calendar_for
from unionlaw.deadlines.filters import DeadlineFilter
from unionlaw.deadlines.models import Deadline, State
from unionlaw.deadlines.month import month_of, next_month, weeks
from unionlaw.lib import clock
from unionlaw.matters import panels
from unionlaw.matters.lists import HOLDER, KIND, NUMBER, OWNER, STATUS, TITLE
from unionlaw.matters.models import Matter
from unionlaw.web import policy
from unionlaw.web.lists import filters
from unionlaw.web.lists.cells import Date
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.keyset import Branch, Sort
from unionlaw.web.lists.listing import Listing
from unionlaw.web.lists.views import ListView
from unionlaw.web.views import PageView


class Month(PageView):
    """`?month=2026-02` and the filters of the list: open limits on the days they end."""

    policy = policy.Right("deadline.view")
    template_name = "deadlines/month.html"
    title = gettext_lazy("期限月历")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        query, today = self.request.GET, clock.today()
        first = month_of(query.get("month", ""), today)
        rows = Deadline.objects.visible_to(self.actor)
        applied = filters.apply(DeadlineFilter, query, rows, self.request, always=False)
        branches = applied.narrow_branches(Deadline.objects.visible_branches(self.actor, [State.OPEN]), Deadline, {})
        kept = filters.cleaned_query(query)
        kept.pop("month", None)
        organisation = self.actor.organisation
        grid = weeks(first, branches, calendar_for(organisation.pk if organisation else None))

        def link(**changes: str) -> str:
            changed = kept.copy()
            for name, value in changes.items():
                changed[name] = value
            return f"{self.request.path}?{changed.urlencode()}"

        toggled = kept.copy()
        if toggled.pop("mine", None) is None:
            toggled["mine"] = "true"
        toggled["month"] = f"{first:%Y-%m}"
        return super().get_context(
            first=first,
            today=today,
            grid=grid,
            days=[day for week in grid for day in week if day.inside and (day.count or day.off or day.on == today)],
            previous_url=link(month=f"{next_month(first, -1):%Y-%m}"),
            next_url=link(month=f"{next_month(first):%Y-%m}"),
            this_url=link(month=f"{today:%Y-%m}"),
            list_query=kept.urlencode(),
            chips=filters.chips(applied, kept),
            mine="mine" in kept,
            toggle_url=f"{self.request.path}?{toggled.urlencode()}",
            total=sum(day.count for week in grid for day in week if day.inside),
            provisional=not calendar_for().is_published(first.year),
            ways=summaries.ways(self.actor, "month"),
            **extra,
        )


class Summary(PageView):
    """Counts of what is overdue or ends within a week; each opens its list."""

    policy = policy.Right("deadline.oversee")
    template_name = "deadlines/summary.html"
    way = ""
    heading: Any = ""

    def lines(self) -> list[summaries.Line]:
        raise NotImplementedError  # by person and by organisation each fill this in

    def get_context(self, **extra: Any) -> dict[str, Any]:
        labels = [_("已逾期"), _("今天到期"), _("七天内到期")]
        return super().get_context(
            lines=self.lines(),
            labels=labels,
            heading=self.heading,
            most=summaries.MOST_LINES,
            ways=summaries.ways(self.actor, self.way),
            **extra,
        )


class ByPerson(Summary):
    title = gettext_lazy("期限：按人员")
    heading = gettext_lazy("责任人")
    way = "people"

    def lines(self) -> list[summaries.Line]:
        return summaries.by_person(self.actor)


class ByOrganisation(Summary):
    title = gettext_lazy("期限：按单位")
    heading = gettext_lazy("承办单位")
    way = "organisations"

    def lines(self) -> list[summaries.Line]:
        return summaries.by_organisation(self.actor)


class Forgotten(ListView):
    """Live matters with no time limit from today on: nothing would remind anybody of them."""

    policy = policy.Right("deadline.forgotten")
    list_key = "forgotten"
    title = gettext_lazy("无人看管的事项")
    template_name = "deadlines/forgotten.html"
    columns = (
        TITLE,
        NUMBER,
        KIND,
        STATUS,
        HOLDER,
        OWNER,
        Column("watched", gettext_lazy("最后的期限"), Date("watched_until"), sort="watched"),
        Column("opened", gettext_lazy("受理"), Date("opened_at"), phone="hide"),
    )
    sorts = {"watched": Sort(gettext_lazy("最后的期限"), "watched_until", nullable=True, descending=False)}
    default_sort = "watched"
    empty_text = gettext_lazy("没有无人看管的事项：每件在办事项都有今天或以后的期限。")

    @staticmethod
    def row_url(row: Any) -> str:
        return panels.url_of(row.kind, row.pk)

    def rows(self, actor: Any) -> QuerySet[Any]:
        return Matter.objects.visible_to(actor).live().filter(unwatched.unwatched(clock.today()))

    def branches(self, actor: Any) -> list[Branch]:
        return unwatched.branches(actor, clock.today())

    def display(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("organisation", "owner__user").only(
            "number",
            "title",
            "kind",
            "status",
            "phase",
            "watched_until",
            "opened_at",
            "green_channel",
            "group",
            "organisation__short_name",
            "owner__user__display_name",
        )

    def context(self, listing: Listing) -> dict[str, Any]:
        return {"ways": summaries.ways(listing.actor, "forgotten")}
