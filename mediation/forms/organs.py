"""Forms of organs and mediators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mediation.forms.intake import OrganisationField
from mediation.models import MediatorAssignment
from mediation.services.mediators import NOTE_LENGTH
from mediation.services.organs import OPINION_LENGTH
from unionlaw.network.models import Organisation, Post
from unionlaw.web.forms import ReasonForm


class InviteForm(forms.Form):
    organisation = OrganisationField(
        label=_("邀请单位"),
        queryset=Organisation.objects.none(),
        empty_label=_("请选择"),
        error_messages={"required": _("请选择单位。")},
    )

    def __init__(self, *args: Any, organs: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organs  # type: ignore[attr-defined]


class NumberForm(forms.Form):
    own_number = forms.CharField(
        label=_("本单位案号"), max_length=60, error_messages={"required": _("请填写本单位案号。")}
    )


class SignOffForm(forms.Form):
    opinion = forms.CharField(
        label=_("本单位意见"),
        max_length=OPINION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写明本单位意见。")},
    )


class AssignForm(forms.Form):
    mediator = forms.TypedChoiceField(
        label=_("调解员"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择调解员。"), "invalid_choice": _("这位调解员现在不能安排，请另选。")},
    )
    chosen_by = forms.ChoiceField(
        label=_("产生方式"), choices=MediatorAssignment.ChosenBy.choices, initial=MediatorAssignment.ChosenBy.CENTRE
    )
    leads = forms.BooleanField(label=_("主调解员"), required=False)
    conflict_note = forms.CharField(
        label=_("利害关系说明"),
        required=False,
        max_length=NOTE_LENGTH,
        help_text=_("查出可能的利害关系仍要安排时，写明为什么不影响公正。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, mediators: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mediators = {post.pk: post for post in mediators}
        self.fields["mediator"].choices = [  # type: ignore[attr-defined]
            (post.pk, f"{post.user.display_name} {post.organisation.short_name}") for post in mediators
        ]

    def clean_mediator(self) -> Post:
        return self.mediators[self.cleaned_data["mediator"]]


class ObjectForm(ReasonForm):
    assignment_id = forms.TypedChoiceField(
        label=_("调解员"), coerce=int, widget=forms.RadioSelect, error_messages={"required": _("请选择调解员。")}
    )
    field_order = ("assignment_id", "reason")

    def __init__(self, *args: Any, standing: list[MediatorAssignment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignment_id"].choices = [  # type: ignore[attr-defined]
            (row.pk, f"{row.post.user.display_name} {row.post.organisation.short_name}") for row in standing
        ]
