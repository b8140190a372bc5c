"""督办: asking what became of a time limit, and answering."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.deadlines.arithmetic.due import working_days_from
from unionlaw.deadlines.calendars import calendar_for
from unionlaw.deadlines.forms.limits import AnswerForm, ChaseForm
from unionlaw.deadlines.models import Chase as ChaseRow
from unionlaw.deadlines.responsibility import scopes_of
from unionlaw.deadlines.services import chasing
from unionlaw.deadlines.views.limits import LimitAction
from unionlaw.lib import clock
from unionlaw.matters import panels
from unionlaw.matters.models import Grant, Matter
from unionlaw.network.models import Post
from unionlaw.network.roles import TREE_READERS
from unionlaw.web import policy
from unionlaw.web.views import FormActionView, Text

DAYS_TO_ANSWER = 3
ANSWERERS = TREE_READERS


class Chase(LimitAction):
    policy = policy.Right("deadline.chase")
    form_class = ChaseForm
    title = gettext_lazy("督办")
    submit_label = gettext_lazy("发出督办")
    success_message = gettext_lazy("督办已发出，答复期限已开始计算。")
    verb = "chase"

    def get_form_kwargs(self) -> dict[str, Any]:
        matter = self.object.matter
        granted = Grant.objects.filter(matter=matter, ended_at=None, viewer_key__startswith="post:")
        keys = [int(key.partition(":")[2]) for key in granted.values_list("viewer_key", flat=True)]
        posts = Post.objects.open(on=clock.today()).filter(
            Q(organisation__in=scopes_of(matter), role__in=ANSWERERS) | Q(pk__in=keys)
        )
        if self.actor.post is not None:
            posts = posts.exclude(user=self.actor.post.user_id)
        return {"posts": posts.select_related("user", "organisation").order_by("-organisation__depth", "pk")}

    def get_initial(self) -> dict[str, Any]:
        today = clock.today()
        return {
            "asked_of": self.object.responsible_id,
            "due_on": working_days_from(today, DAYS_TO_ANSWER, calendar_for(self.object.organisation_id)),
        }

    def consequences(self) -> list[Text]:
        return [_("被问到的人马上收到通知；答复本身是一项期限，逾期照常提醒。")]

    def perform(self, form: Any) -> Any:
        return chasing.chase(
            matter_id=self.object.matter_id, deadline_id=self.object.pk, by=self.actor, at=self.at, **form.cleaned_data
        )


class Answer(FormActionView):
    """The one who was asked says what became of it."""

    policy = policy.Right("deadline.answer_chase")
    template_name = "deadlines/answer.html"
    form_class = AnswerForm
    title = gettext_lazy("答复督办")
    submit_label = gettext_lazy("答复")
    success_message = gettext_lazy("已答复，督办人会收到通知。")
    object: ChaseRow

    def get_object(self) -> Any:
        rows = ChaseRow.objects.filter(matter__in=Matter.objects.visible_to(self.actor))
        rows = rows.select_related(
            "matter", "deadline__rule_version__rule", "answer_deadline__rule_version__rule", "asked_by__user",
            "asked_of__user", "answered_by__user",
        )  # fmt: skip
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def refusal(self) -> str:
        return _("这件督办已经答复。") if self.object.answered_at else ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.refusal:
            context = {**self.get_context(reason=self.refusal), "cancel_url": self.get_cancel_url()}
            return render(request, "deadlines/refused.html", context, status=409)
        return super().get(request, *args, **kwargs)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(chase=self.object, subtitle=str(self.object.matter), **extra)

    def get_cancel_url(self) -> str:
        if self.object.deadline_id:
            return reverse("deadlines:detail", args=[self.object.deadline_id])
        return panels.url_of(self.object.matter.kind, self.object.matter_id)

    def get_success_url(self, result: Any) -> str:
        return self.get_cancel_url()

    def perform(self, form: Any) -> Any:
        return chasing.answer_chase(chase_id=self.object.pk, by=self.actor, at=self.at, **form.cleaned_data)
