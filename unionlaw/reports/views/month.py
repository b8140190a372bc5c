"""The month so far beside the same days before: a page, and a part of a manager's desk."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from unionlaw.lib import clock
from unionlaw.reports import desk, presenting
from unionlaw.web import policy
from unionlaw.web.views import PageView


class Month(PageView):
    """Of the reader's own organisation and all below it."""

    policy = policy.Right("report.read")
    title = _("本月至今")

    @property
    def template_name(self) -> str:  # type: ignore[override]
        return "reports/month_part.html" if self.request.headers.get("HX-Request") else "reports/month.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        table = desk.month_so_far(self.actor.organisation, clock.today())
        return super().get_context(organisation=table.organisation, parts=presenting.parts_of(table), **extra)
