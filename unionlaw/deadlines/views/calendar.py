"""The working calendar: a year as it is kept, its corrections, its import and its publication."""

from __future__ import annotations

import calendar as gregorian
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.deadlines.calendars import calendar_for
from unionlaw.deadlines.forms.calendar import ORDINARY, DayForm, ImportForm, PublishForm
from unionlaw.deadlines.models import CalendarDay, CalendarYear
from unionlaw.deadlines.month import Day, mark
from unionlaw.deadlines.moving import moved_in
from unionlaw.deadlines.services import calendar as services
from unionlaw.lib import clock
from unionlaw.lib.wording import shown
from unionlaw.web import policy
from unionlaw.web.views import FormActionView, PageView, Text

MOST_MOVED = 100


class ThisYear(PageView):
    policy = policy.Right("calendar.view")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("deadlines:calendar_year", clock.today().year)


def year_of(number: int) -> int:
    """The year of an address. Raises Http404 for one that no calendar is kept of."""
    if not services.EARLIEST <= number <= services.LATEST:
        raise Http404
    return number


class Year(PageView):
    """Twelve months with their days off and made-up workdays, and this organisation's closures."""

    policy = policy.Right("calendar.view")
    template_name = "deadlines/year.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        year = year_of(self.kwargs["year"])
        organisation = self.actor.organisation
        kept = calendar_for(organisation.pk if organisation else None)
        today = clock.today()
        row = CalendarYear.objects.filter(year=year).select_related("published_by__user").first()
        closures = CalendarDay.objects.filter(organisation=organisation, day__year=year) if organisation else []
        may_change = self.actor.may("calendar.change")
        return super().get_context(
            title=_("%(year)s年工作日历") % {"year": year},
            year=year,
            row=row,
            published=kept.is_published(year),
            months=[(date(year, month, 1), _weeks(year, month, kept)) for month in range(1, 13)],
            days=_marked(year),
            today=today,
            closures=closures,
            may_change=may_change,
            may_close=self.actor.may("calendar.close"),
            to_publish=services.years_to_publish(today) if may_change else [],
            back=self.actor.may("admin.view"),
            **extra,
        )


def _weeks(year: int, month: int, kept: Any) -> list[list[Day]]:
    found = []
    for week in gregorian.Calendar(gregorian.MONDAY).monthdatescalendar(year, month):
        days = [Day(on, on.month == month) for on in week]
        for day in days:
            day.kind, day.off = mark(day.on, kept)
        found.append(days)
    return found


def _marked(year: int) -> list[dict[str, Any]]:
    """The year's special days in runs of one kind and name, for the list below the months."""
    runs: list[dict[str, Any]] = []
    for entry in CalendarDay.objects.filter(organisation=None, day__year=year):
        last = runs[-1] if runs else None
        if last and (last["kind"], last["name"]) == (entry.kind, entry.name) and (entry.day - last["last"]).days == 1:
            last["last"] = entry.day
            continue
        runs.append(
            {
                "first": entry.day,
                "last": entry.day,
                "kind": entry.kind,
                "name": entry.name,
                "said": shown(entry.name) if entry.name else "",
                "label": entry.get_kind_display(),
                "source": entry.source,
            }
        )
    return runs


class YearAction(FormActionView):
    """A page that changes one year of the calendar."""

    policy = policy.Right("calendar.change")
    template_name = "deadlines/change_year.html"
    back_label = gettext_lazy("工作日历")

    @cached_property
    def year(self) -> int:
        return year_of(self.kwargs["year"])

    def get_object(self) -> Any:
        return CalendarYear.objects.filter(year=self.year).first()

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(subtitle=_("%(year)s年") % {"year": self.year}, year=self.year, **extra)

    def get_cancel_url(self) -> str:
        return reverse("deadlines:calendar_year", args=[self.year])

    def get_success_url(self, result: Any) -> str:
        return self.get_cancel_url()

    def consequences(self) -> list[Text]:
        if self.object is not None and self.object.state == CalendarYear.State.PUBLISHED:
            return [_("这一年已经公布：改动之后，所涉及的进行中期限马上重新计算，并留下记录。")]
        return [_("这一年还是暂定：改动之后，期限在公布时重新计算。")]


class SetDay(YearAction):
    form_class = DayForm
    title = gettext_lazy("更正一天")
    success_message = gettext_lazy("已更正。")

    def get_initial(self) -> dict[str, Any]:
        return {"day": self.request.GET.get("day") or date(self.year, 1, 1)}

    def perform(self, form: Any) -> Any:
        data = form.cleaned_data
        if data["kind"] == ORDINARY:
            return services.clear_day(day=data["day"], by=self.actor, at=self.at)
        return services.set_day(day=data["day"], kind=data["kind"], name=data["name"], by=self.actor, at=self.at)


class ImportYear(YearAction):
    form_class = ImportForm
    title = gettext_lazy("导入放假安排")
    submit_label = gettext_lazy("导入")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"year": self.year}

    def get_success_message(self, result: Any) -> Text:
        return _("已导入%(year)s年的放假安排。核对之后请公布。") % {"year": self.year}

    def consequences(self) -> list[Text]:
        return [_("这一年原有的日期全部换成导入的日期。"), *super().consequences()]

    def perform(self, form: Any) -> Any:
        data = form.cleaned_data
        return services.import_year(year=self.year, days=data["days"], source=data["source"], by=self.actor, at=self.at)


class Publish(YearAction):
    """Says that the year is announced and entered; shows before what would move."""

    template_name = "deadlines/publish.html"
    form_class = PublishForm
    title = gettext_lazy("公布放假安排")
    submit_label = gettext_lazy("公布")

    def get_initial(self) -> dict[str, Any]:
        return {"source": self.object.source if self.object else ""}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        moved, provisional = moved_in(self.year)
        return super().get_context(
            moved=moved[:MOST_MOVED],
            moved_count=len(moved),
            provisional=provisional,
            days=_marked(self.year),
            published=self.object is not None and self.object.state == CalendarYear.State.PUBLISHED,
            **extra,
        )

    def consequences(self) -> list[Text]:
        return [_("暂定的期限马上重新计算，每一项都留下记录；日期有变的告知责任人。")]

    def get_success_message(self, result: Any) -> Text:
        return _("%(year)s年已公布，期限已重新计算。") % {"year": self.year}

    def perform(self, form: Any) -> Any:
        return services.publish_year(year=self.year, by=self.actor, at=self.at, source=form.cleaned_data["source"])
