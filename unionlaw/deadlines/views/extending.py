"""Extending a time limit, and the second person's decision on it."""

from __future__ import annotations

import copy
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.deadlines.arithmetic.spec import OutOfRange
from unionlaw.deadlines.book import Book
from unionlaw.deadlines.forms import limits as forms
from unionlaw.deadlines.models import Deadline, Extension
from unionlaw.deadlines.services import extending
from unionlaw.deadlines.views.limits import LimitAction, Previewed
from unionlaw.web import policy
from unionlaw.web.views import Text


class Extend(Previewed):
    policy = policy.Right("deadline.extend")
    form_class = forms.ExtendForm
    title = gettext_lazy("延长期限")
    verb = "extend"

    @property
    def submit_label(self) -> Text:  # type: ignore[override]
        return _("提交复核") if extending.needs_second_person(self.object.rule_version, self.actor) else _("延长")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"deadline": self.object}

    def consequences(self) -> list[Text]:
        if extending.needs_second_person(self.object.rule_version, self.actor):
            return [_("须由第二人复核；复核同意之前，到期日不变。")]
        return [_("到期日随即改变，提醒按新的到期日重新安排。")]

    def preview(self, form: Any) -> Deadline:
        book, deadline = self.draft()
        book.extend(deadline, form.cleaned_data["length"])
        return deadline

    def perform(self, form: Any) -> Any:
        return self.call(extending.ask_extension, **form.cleaned_data)

    def get_success_message(self, result: Extension) -> Text:
        if result.state == Extension.State.ASKED:
            return _("延长申请已提交，等待复核。")
        return _("已延长。")


class Decide(LimitAction):
    """The second person agrees to an extension, or not."""

    policy = policy.Right("deadline.decide_extension")
    template_name = "deadlines/decide.html"
    form_class = forms.DecideForm
    title = gettext_lazy("复核延长申请")
    submit_label = gettext_lazy("提交复核结果")

    def reason_against(self) -> str:
        if self.pending is None:
            return _("没有待复核的延长申请。")
        own, me = self.pending.asked_by, self.actor.user
        if own is not None and me is not None and own.user_id == me.pk:
            return _("延长须由申请人以外的人复核。")
        return ""

    def get_context(self, **extra: Any) -> dict[str, Any]:
        if self.pending is None:
            return super().get_context(**extra)
        book = Book(self.object.matter, [], self.actor, self.at)
        would = copy.copy(self.object)
        book.running.append(would)
        try:
            book.extend(would, self.pending.length)
        except OutOfRange:
            return super().get_context(extension=self.pending, **extra)
        return super().get_context(extension=self.pending, would=would, **extra)

    def perform(self, form: Any) -> Any:
        assert self.pending is not None
        return extending.decide_extension(extension_id=self.pending.pk, by=self.actor, at=self.at, **form.cleaned_data)

    def get_success_message(self, result: Extension) -> Text:
        return _("已同意延长。") if result.state == Extension.State.GRANTED else _("未同意延长，已告知申请人。")
