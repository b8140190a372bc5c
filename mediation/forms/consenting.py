"""Forms before acceptance: who wants the mediation, what the signs turned out to be, declining."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mediation.models import Consent, Mediation, WarningSign
from mediation.services.warnings import NOTE_LENGTH, Judged
from unionlaw.matters.models import Party
from unionlaw.web.forms import DateField, ReasonForm


class ConsentForm(forms.Form):
    party_ids = forms.TypedMultipleChoiceField(
        label=_("当事人"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选择当事人。")},
    )
    agreed = forms.TypedChoiceField(
        label=_("意愿"),
        choices=[("yes", _("同意调解")), ("no", _("不同意调解"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
        error_messages={"required": _("请选择是否同意。")},
    )
    how = forms.ChoiceField(label=_("表示方式"), choices=Consent.How.choices, initial=Consent.How.PHONE)
    said_on = DateField(label=_("表示日期"))
    said_by = forms.CharField(
        label=_("表示人"), required=False, max_length=60, help_text=_("不是本人的，写明是谁、什么身份。")
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, parties: Iterable[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party_ids"].choices = [  # type: ignore[attr-defined]
            (party.pk, f"{party.get_side_display()} {party.name}") for party in parties
        ]


class AcceptForm(forms.Form):
    accepted_on = DateField(label=_("受理日期"), error_messages={"required": _("请填写受理日期。")})


class DeclineForm(ReasonForm):
    advised = forms.ChoiceField(
        label=_("告知当事人的途径"),
        choices=Mediation.Advised.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择告知当事人的途径。")},
    )
    field_order = ("advised", "reason")


class JudgeForm(forms.Form):
    """For each sign whether it was cleared up, with what was looked into; those left empty stay open."""

    def __init__(self, *args: Any, signs: list[WarningSign], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signs = signs
        for sign in signs:
            self.fields[f"sign-{sign.pk}-judgement"] = forms.ChoiceField(
                label=_("核对结果"),
                choices=WarningSign.Judgement.choices,
                required=False,
                widget=forms.RadioSelect,
                initial=sign.judgement,
            )
            self.fields[f"sign-{sign.pk}-note"] = forms.CharField(
                label=_("核实情况"),
                required=False,
                max_length=NOTE_LENGTH,
                initial=sign.note,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def rows(self) -> list[tuple[WarningSign, Any, Any]]:
        """Each sign with its two fields, for the page."""
        return [(s, self[f"sign-{s.pk}-judgement"], self[f"sign-{s.pk}-note"]) for s in self.signs]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.judged():
            raise ValidationError(_("请至少核对一项。"))
        return cleaned

    def judged(self) -> list[Judged]:
        """What was judged or noted here, for the service."""
        data = self.cleaned_data
        found = []
        for sign in self.signs:
            judgement, note = data.get(f"sign-{sign.pk}-judgement", ""), data.get(f"sign-{sign.pk}-note", "")
            if (judgement or note) and (judgement, note) != (sign.judgement, sign.note):
                found.append(Judged(sign.pk, judgement, note))
        return found
