"""Forms of assignment: to whom, and the answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionlaw.network.models import Post
from unionlaw.web.forms import ReasonForm


class AssignForm(forms.Form):
    lawyer_post_id = forms.TypedChoiceField(
        label=_("律师"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择一名律师。"), "invalid_choice": _("这名律师现在不能接受指派，请另选。")},
    )
    conflict_reason = forms.CharField(
        label=_("利益冲突处理意见"),
        required=False,
        max_length=500,
        help_text=_("查出可能的冲突仍要指派时，写明为什么不影响公正办理。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, lawyers: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lawyer_post_id"].choices = [  # type: ignore[attr-defined]
            (post.pk, f"{post.user.display_name} {post.organisation.name}") for post in lawyers
        ]


class DeclineForm(ReasonForm):
    reason = forms.CharField(
        label=_("谢绝的原因"),
        max_length=500,
        help_text=_("如利益冲突、日程冲突、专业不符。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明谢绝的原因。")},
    )
