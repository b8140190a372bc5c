"""Forms of a draft: which instrument, to whom, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from monitoring_letters.models import Instrument, Reach, Topic
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.registers.fields import EmployerChoiceField, LookupForm
from unionlaw.web.forms import DateField

CHOOSE = ("", _("请选择"))


class DraftForm(LookupForm):
    """A new letter, by itself, from a lead or from a consultation or case.

    Args:
        employers: the parties to choose from when it comes from a matter; None when any employer may be found.
        fixed: the employer is given (a lead's); no choice is shown.
    """

    instrument = forms.ChoiceField(
        label=_("文书种类"),
        choices=Instrument.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择文书种类。")},
    )
    reach = forms.ChoiceField(label=_("范围"), choices=Reach.choices, widget=forms.RadioSelect, initial=Reach.SINGLE)
    employer = EmployerChoiceField(label=_("用人单位"), required=False, help_text=_("面向行业或区域的不选。"))
    audience = forms.CharField(
        label=_("面向对象"),
        max_length=200,
        required=False,
        help_text=_("只有面向行业或区域的提示函填写，如“越山区各直播电商企业”。"),
    )
    topic = forms.ChoiceField(
        label=_("事项类别"), choices=[CHOOSE, *Topic.choices], error_messages={"required": _("请选择事项类别。")}
    )
    title = forms.CharField(label=_("标题"), max_length=200, required=False, help_text=_("不填则按单位和事项拟定。"))
    facts = forms.CharField(
        label=_("事实"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        employers: Sequence[tuple[int, str]] | None = None,
        fixed: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        if fixed or employers is not None:
            # It is about somebody: nothing for a whole industry or area.
            for name in ("reach", "audience"):
                del self.fields[name]
        if fixed:
            del self.fields["employer"]
        elif employers is not None:
            self.fields["employer"] = forms.TypedChoiceField(
                label=_("用人单位"),
                choices=employers,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("请选择用人单位。")},
            )


class AmendLetterForm(forms.Form):
    """What a draft says, its findings and demands apart.

    Args:
        partners: to whom a 建议书 may go; None for other instruments.
        public: it speaks to an audience.
        needs_exception: whether an instrument should have gone before, so that a reason may be needed.
    """

    title = forms.CharField(label=_("标题"), max_length=200, required=False, help_text=_("不填则按单位和事项拟定。"))
    topic = forms.ChoiceField(label=_("事项类别"), choices=Topic.choices)
    authority: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        label=_("主送部门"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("请选择"),
        help_text=_("有权处理的部门；制发后该部门能看到案卷。"),
    )
    audience = forms.CharField(label=_("面向对象"), max_length=200, required=False)
    facts = forms.CharField(
        label=_("事实"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    legal_basis = forms.CharField(
        label=_("法律依据"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写明法律名称和条款，如“《中华人民共和国劳动法》第五十条”。"),
    )
    exception = forms.CharField(
        label=_("例外说明"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("没有前一文书而直接制发的，写明原因；不印在函书上。"),
    )
    reply_by = DateField(
        label=_("要求答复日期"), required=False, help_text=_("印在函书上的日期；不填则送达后按规则计算。")
    )
    reply_to = forms.CharField(label=_("答复地址和联系人"), max_length=200, required=False)
    signatory = forms.CharField(label=_("签发人"), max_length=60, required=False)

    def __init__(
        self,
        *args: Any,
        partners: QuerySet[Organisation] | None,
        public: bool,
        needs_exception: bool,
        signatory_hint: str,
        has_limit: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not has_limit:
            self.fields["reply_by"].help_text = _(
                "印在函书上的日期。提示函没有法定的答复期限：不填的只按日跟进，不能认定逾期未答复。"
            )
        if partners is None:
            del self.fields["authority"]
        else:
            self.fields["authority"].queryset = partners  # type: ignore[attr-defined]
        if not public:
            del self.fields["audience"]
        if not needs_exception:
            del self.fields["exception"]
        if signatory_hint:
            self.fields["signatory"].help_text = signatory_hint
