"""The roster of a group: who, what they claim, what came out, what was paid; fifty at a time."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from unionlaw.lib.text import storable
from unionlaw.matters.models import Matter
from unionlaw.rosters import kinds, reading
from unionlaw.rosters.models import SheetImport
from unionlaw.rosters.views.base import matter_url, read_matter
from unionlaw.web import policy
from unionlaw.web.views import PageView

TABS = (
    ("all", _("全部")),
    ("undecided", _("还没有结果")),
    ("settled", _("已达成")),
    ("failed", _("未达成")),
    ("unpaid", _("到期未付清")),
    ("representatives", _("职工代表")),
    ("unconsented", _("未登记同意推举")),
)


class Roster(PageView):
    policy = policy.Right("roster.view")
    template_name = "rosters/roster.html"
    title = _("名册")

    @cached_property
    def matter(self) -> Matter:
        return read_matter(self.actor, self.kwargs["pk"])

    @property
    def shown(self) -> str:
        wanted = self.request.GET.get("show", "")
        return wanted if wanted in reading.SHOWN else "all"

    @property
    def q(self) -> str:
        return storable(self.request.GET.get("q", "")).strip()[:60]

    def link(self, **changes: Any) -> str:
        """This page with other parameters; leaving the page it is on."""
        query = {"show": self.shown, "q": self.q, **changes}
        kept = {name: value for name, value in query.items() if value and (name, value) != ("show", "all")}
        url = reverse("rosters:roster", args=[self.matter.pk])
        return f"{url}?{urlencode(kept)}" if kept else url

    def get_context(self, **extra: Any) -> dict[str, Any]:
        matter, today = self.matter, timezone.localdate(self.at)
        after = self.request.GET.get("after", "")
        owed = reading.due(matter, today)
        found = reading.people(matter, shown=self.shown, q=self.q, today=today, owed=owed).select_related("worker")
        if after.isascii() and after.isdigit() and len(after) < 19:
            found = found.filter(pk__gt=int(after))
        parties = list(found[: reading.PAGE + 1])
        more = len(parties) > reading.PAGE
        parties = parties[: reading.PAGE]
        summary = reading.summary(matter, today, owed=owed)
        kind = kinds.get(matter)
        keep = self.actor.may("roster.keep") and not kind.refusal(matter, "change_facts", self.actor)
        settle = self.actor.may("roster.outcome") and not kind.refusal(matter, "record_outcomes", self.actor)
        return super().get_context(
            matter=matter,
            matter_url=matter_url(matter),
            lines=reading.lines(matter, parties, today, owed=owed),
            summary=summary,
            tabs=[(label, self.link(show=key), key == self.shown) for key, label in TABS],
            shown=self.shown,
            q=self.q,
            filtered=self.shown != "all" or bool(self.q),
            first_url=self.link() if after else "",
            next_url=self.link(after=parties[-1].pk) if more else "",
            may_keep=keep,
            may_settle=settle,
            may_export=self.actor.may("roster.export"),
            reported=matter.events.filter(name="roster.reported_up").exists() if matter.group else False,
            open_sheet=self.open_sheet() if keep else None,
            **extra,
        )

    def open_sheet(self) -> SheetImport | None:
        """A sheet that was uploaded and waits for somebody."""
        found = SheetImport.objects.visible_to(self.actor).filter(matter=self.matter, state__in=SheetImport.OPEN)
        return found.first()
