"""Forms for what is done to a time limit by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionlaw.deadlines.models import Deadline, RuleVersion
from unionlaw.deadlines.services.extending import needs_consent
from unionlaw.deadlines.wording import length_in_words
from unionlaw.matters.forms import PostChoiceField
from unionlaw.network.models import Post
from unionlaw.web.forms import DateField, ReasonForm


def _text(label: Any, *, required: bool = True, longest: int = 500, rows: int = 3, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class OpenForm(forms.Form):
    """A time limit set by hand; the rule is chosen before."""

    start_on = DateField(label=_("起算日"), help_text=_("引起期限的那一天：收到、送达、作出之日。"))
    fixed_on = DateField(
        label=_("文书载明的到期日"), required=False, help_text=_("文书写明到期日的，以文书为准，不按规则计算。")
    )
    label = forms.CharField(
        label=_("事由"), max_length=60, required=False, help_text=_("同一规则有几项时用来区分，如“第二次开庭”。")
    )
    responsible = PostChoiceField(
        queryset=Post.objects.none(), label=_("责任人"), required=False, empty_label=_("按规则确定")
    )

    def __init__(self, *args: Any, version: RuleVersion, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = posts  # type: ignore[attr-defined]
        if version.unit == RuleVersion.Unit.FIXED:
            self.fields["fixed_on"].required = True
            self.fields["fixed_on"].help_text = _("这类期限没有固定长度，请写明到期日。")


class ExtendForm(forms.Form):
    length = forms.IntegerField(label=_("延长多少"), min_value=1, max_value=3650)
    reason = _text(_("理由"))
    consent = _text(_("同意情况"), rows=2, help_text=_("谁在什么时候以什么方式同意。"))

    def __init__(self, *args: Any, deadline: Deadline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = deadline.rule_version
        length = self.fields["length"]
        length.suffix = {  # type: ignore[attr-defined]
            RuleVersion.Unit.WORKING_DAY: _("个工作日"),
            RuleVersion.Unit.MONTH: _("个月"),
            RuleVersion.Unit.YEAR: _("年"),
            RuleVersion.Unit.HOUR: _("小时"),
        }.get(RuleVersion.Unit(version.unit), _("日"))
        if not version.extension_unlimited:
            length.help_text = _("最多延长%(most)s，已延长%(used)s。") % {
                "most": length_in_words(version.extension_length, version.unit),
                "used": length_in_words(deadline.extended_by, version.unit),
            }
        if not needs_consent(version):
            del self.fields["consent"]
        else:
            self.fields["consent"].label = _("同意情况（%(who)s）") % {"who": version.get_extension_consent_display()}


class ExtendManyForm(forms.Form):
    """For several limits: each in its own rule's unit; what its rule does not allow is said beside it."""

    length = forms.IntegerField(
        label=_("延长多少"),
        min_value=1,
        max_value=3650,
        help_text=_("按每项期限自己的单位（日、工作日、月）延长，下一步会列出各项的新到期日。"),
    )
    reason = _text(_("理由"))
    consent = _text(
        _("同意情况"), required=False, rows=2, help_text=_("谁在什么时候以什么方式同意。规则要求同意的期限须填写。")
    )


class DecideForm(forms.Form):
    granted = forms.TypedChoiceField(
        label=_("复核结果"),
        choices=[("yes", _("同意延长")), ("no", _("不同意延长"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    decision = _text(_("意见"), required=False, help_text=_("不同意的，请写明理由。"))


class MeetForm(forms.Form):
    on = DateField(label=_("完成日"))
    reason = _text(_("说明"), required=False, help_text=_("如何完成的，如“答复已寄出”。"))


class SuspendForm(ReasonForm):
    on = DateField(label=_("中止日"), help_text=_("从这一天起不计入期限。"))
    field_order = ["on", "reason"]


class ResumeForm(forms.Form):
    on = DateField(label=_("恢复日"), help_text=_("从这一天起继续计算。"))
    reason = _text(_("说明"), required=False)


class RestartForm(ReasonForm):
    on = DateField(label=_("重新起算日"))
    fixed_on = DateField(label=_("文书载明的到期日"), required=False, help_text=_("没有载明的留空，按规则计算。"))
    field_order = ["on", "fixed_on", "reason"]


class SnoozeForm(ReasonForm):
    until = DateField(label=_("到哪一天再提醒"), help_text=_("今天以后、不晚于到期日。一项期限只能暂缓一次。"))
    field_order = ["until", "reason"]


class ChaseForm(forms.Form):
    question = _text(_("督办事项"), help_text=_("要求说明什么，如“为何逾期、何时办结”。"))
    asked_of = PostChoiceField(queryset=Post.objects.none(), label=_("由谁答复"), empty_label=None)
    due_on = DateField(label=_("答复期限"))

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_of"].queryset = posts  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    answer = _text(_("答复"), longest=1000, rows=5)


class HandOverForm(forms.Form):
    """Who leaves and who follows; read from the address, so that the preview can be looked at again."""

    leaving = PostChoiceField(queryset=Post.objects.none(), label=_("移交人"), empty_label=_("请选择"))
    successor = PostChoiceField(queryset=Post.objects.none(), label=_("接手人"), empty_label=_("请选择"))

    def __init__(self, *args: Any, leaving: Any, successors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leaving"].queryset = leaving  # type: ignore[attr-defined]
        self.fields["successor"].queryset = successors  # type: ignore[attr-defined]
