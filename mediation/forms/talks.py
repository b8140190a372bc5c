"""Forms of what is said: facts sheet, offers and answers, private talk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from mediation.facts_sheet import QUESTIONS, Question
from mediation.models import Offer
from unionlaw.matters.models import Party
from unionlaw.web.forms import DateInput, MoneyField

SIDES = [(side.value, side.label) for side in (Party.Side.CLAIMANT, Party.Side.RESPONDENT)]


class FactsSheetForm(forms.Form):
    """Ten questions, what each side says to them, and whether they agree."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            for side, label in SIDES:
                field = forms.CharField(required=False, max_length=500, label=f"{question.label} · {label}")
                field.widget = _widget(question)
                field.widget.attrs["aria-label"] = field.label
                self.fields[f"{question.key}-{side}"] = field
            agreed = forms.BooleanField(required=False, label=_("双方一致"))
            agreed.widget.attrs["aria-label"] = f"{question.label} · {agreed.label}"
            self.fields[f"{question.key}-agreed"] = agreed

    @property
    def rows(self) -> list[tuple[Question, list[BoundField], BoundField]]:
        return [
            (question, [self[f"{question.key}-{side}"] for side, _label in SIDES], self[f"{question.key}-agreed"])
            for question in QUESTIONS
        ]

    def answers(self) -> dict[str, dict[str, Any]]:
        """As the service takes them."""
        return {
            question.key: {part: self.cleaned_data[f"{question.key}-{part}"] for part in (*dict(SIDES), "agreed")}
            for question in QUESTIONS
        }


def _widget(question: Question) -> forms.Widget:
    if question.kind == "date":
        return DateInput()
    return forms.Textarea(attrs={"rows": 2})


class OfferForm(forms.Form):
    side = forms.ChoiceField(
        label=_("提出方"),
        choices=SIDES,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择提出方。")},
    )
    amount = MoneyField(label=_("金额合计"), required=False)
    terms = forms.CharField(
        label=_("方案内容"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写明方案内容。")},
    )


class AnswerOfferForm(forms.Form):
    state = forms.ChoiceField(
        label=_("对方答复"),
        choices=[choice for choice in Offer.State.choices if choice[0] != Offer.State.OPEN],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择答复。")},
    )
    answer = forms.CharField(
        label=_("答复内容"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    counter_amount = MoneyField(label=_("另提方案的金额"), required=False)
    counter_terms = forms.CharField(
        label=_("另提方案的内容"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class CaucusForm(forms.Form):
    side = forms.ChoiceField(
        label=_("谈话对象"),
        choices=SIDES,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择谈话对象。")},
    )
    text = forms.CharField(
        label=_("谈话内容"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        error_messages={"required": _("请写明谈话内容。")},
    )
