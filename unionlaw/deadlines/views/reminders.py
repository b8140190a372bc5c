"""Reminders that could not be written: what stands still, and putting it back."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from unionlaw.deadlines.models import Deadline, DeadlineChange
from unionlaw.deadlines.services import setting_aside
from unionlaw.network import reach
from unionlaw.web import policy
from unionlaw.web.views import ActionView, PageView

MOST = 200


def put_aside(actor: Any) -> QuerySet[Deadline]:
    """Limits of the administrator's office whose reminders stand still; their matters are not told."""
    why = DeadlineChange.objects.filter(deadline=OuterRef("pk"), what=DeadlineChange.What.PUT_ASIDE).order_by("-pk")
    rows = Deadline.objects.put_aside().filter(reach.within(actor, "organisation"))
    return rows.annotate(why=Subquery(why.values("reason")[:1])).select_related("rule_version__rule", "organisation")


class PutAside(PageView):
    policy = policy.Right("deadline.remind_again")
    template_name = "deadlines/put_aside.html"
    title = gettext_lazy("搁置的提醒")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(rows=put_aside(self.actor)[:MOST], **extra)


class RemindAgain(ActionView):
    """Reminders go on, once an administrator has mended what was wrong."""

    policy = policy.Right("deadline.remind_again")
    title = gettext_lazy("恢复提醒")
    submit_label = gettext_lazy("恢复提醒")
    success_message = gettext_lazy("提醒已恢复，搁置的那一级马上发出。")

    def get_object(self) -> Any:
        return get_object_or_404(put_aside(self.actor), pk=self.kwargs["pk"])

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(subtitle=f"{self.object.rule_version.rule} · {self.object.organisation}", **extra)

    def get_cancel_url(self) -> str:
        return reverse("deadlines:put_aside")

    def get_success_url(self, result: Any) -> str:
        return reverse("deadlines:put_aside")

    def perform(self, form: Any) -> Any:
        return setting_aside.remind_again(deadline_id=self.object.pk, by=self.actor, at=self.at)
