"""Reminder ladders: who is reminded when, and changing it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.deadlines.forms.rules import StepFormSet
from unionlaw.deadlines.models import Ladder
from unionlaw.deadlines.presenters import offset_in_words, recipients_in_words
from unionlaw.deadlines.services.ladders import change_ladder
from unionlaw.deadlines.wording import said
from unionlaw.web import policy
from unionlaw.web.views import FormActionView, PageView, Text


class LadderList(PageView):
    policy = policy.Right("deadline_rule.view")
    template_name = "deadlines/ladders.html"
    title = gettext_lazy("提醒级别")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        ladders = [
            {
                "ladder": ladder,
                "name": said(ladder, "name"),
                "steps": [
                    (offset_in_words(step["offset"]), recipients_in_words(step["to"]), bool(step.get("urgent")))
                    for step in ladder.steps
                ],
            }
            for ladder in Ladder.objects.all()
        ]
        return super().get_context(
            ladders=ladders,
            may_change=self.actor.may("deadline_rule.change"),
            back=self.actor.may("admin.view"),
            **extra,
        )


class ChangeLadder(FormActionView):
    policy = policy.Right("deadline_rule.change")
    template_name = "deadlines/change_ladder.html"
    title = gettext_lazy("修改提醒级别")
    back_label = gettext_lazy("提醒级别")
    object: Ladder

    def get_object(self) -> Any:
        return get_object_or_404(Ladder, pk=self.kwargs["pk"])

    def make_form(self, data: Any = None) -> Any:
        return StepFormSet(data, initial=self.object.steps, prefix="steps")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(subtitle=said(self.object, "name"), **extra)

    def get_cancel_url(self) -> str:
        return reverse("deadlines:ladders")

    def get_success_url(self, result: Any) -> str:
        return reverse("deadlines:ladders")

    def get_success_message(self, result: int) -> Text:
        return _("提醒级别已修改，%(n)s项进行中的期限已按新的级别安排提醒。") % {"n": result}

    def consequences(self) -> list[Text]:
        return [_("进行中的期限按新的级别安排以后的提醒，已经发出的不重发。")]

    def perform(self, form: Any) -> int:
        steps = [
            part.cleaned_data for part in form.forms if part.cleaned_data.get("to") or part.cleaned_data.get("offset")
        ]
        return change_ladder(ladder_id=self.object.pk, steps=steps, by=self.actor, at=self.at, version=self.version)
