"""Forms of rules and reminder ladders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from unionlaw.deadlines.ladders import RECIPIENTS
from unionlaw.deadlines.models import Ladder, RuleVersion
from unionlaw.deadlines.presenters import WHO
from unionlaw.deadlines.sections import SECTIONS, place_name
from unionlaw.deadlines.wording import said
from unionlaw.matters import vocabulary
from unionlaw.web.forms import DateField

EVENTS = ("opens_on", "meets_on", "cancels_on", "suspends_on", "resumes_on", "restarts_on")


class RuleSearchForm(forms.Form):
    q = forms.CharField(label=_("查找"), max_length=40, required=False)
    section = forms.ChoiceField(label=_("章节"), required=False)
    kind = forms.ChoiceField(
        label=_("性质"),
        choices=[("", _("全部")), ("statutory", _("法定和约定")), ("internal", _("内部服务标准"))],
        required=False,
    )
    confidence = forms.ChoiceField(label=_("来源核实"), required=False)
    jurisdiction = forms.ChoiceField(label=_("适用地区"), required=False)

    def __init__(self, *args: Any, jurisdictions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        all_ = ("", _("全部"))
        places = [("everywhere", _("全国"))] + [(code, place_name(code)) for code in jurisdictions if code]
        choices = {
            "section": SECTIONS.items(),
            "confidence": RuleVersion.Confidence.choices,
            "jurisdiction": places,
        }
        for name, values in choices.items():
            self.fields[name].choices = [all_, *values]  # type: ignore[attr-defined]


class EventsField(forms.CharField):
    """Names of declared events, one on each line."""

    widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "class": "num"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        names = (super().to_python(value) or "").split()
        known = {event.name for event in vocabulary.all_types()}
        for name in names:
            if name not in known:
                raise ValidationError(_("没有名为“%(name)s”的事件。"), params={"name": name})
        return list(dict.fromkeys(names))

    def validate(self, value: Any) -> None:
        """Empty is fine: such a rule is opened by hand."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != (data or "").split()


class LadderChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return said(obj, "name")


class VersionForm(forms.ModelForm):
    """A new version of a rule: what the former one says, with what changes."""

    effective_from = DateField(
        label=_("自哪一天起生效"), help_text=_("这一天及以后起算的期限适用新规则；以前起算的不变。")
    )
    effective_to = DateField(label=_("到哪一天失效"), required=False, help_text=_("不定期的留空。"))
    ladder = LadderChoice(queryset=Ladder.objects.all(), label=_("提醒级别"), required=False, empty_label=_("通用提醒"))
    why = forms.CharField(
        label=_("修改原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("如“某法自某日起施行”“更正录入错误”。"),
    )  # fmt: skip

    groups = [
        (_("生效"), ["effective_from", "effective_to", "why"]),
        (_("计算"), ["length", "unit", "disputed_unit", "exclude_first", "roll_forward", "backward"]),
        (
            _("延长"),
            ["extension_length", "extension_unlimited", "extension_consent", "extension_second_person"],
        ),
        (_("责任与提醒"), ["responsible", "ladder", "urgent", "ours"]),
        (
            _("依据"),
            [
                "citation", "citation_en", "confidence", "trigger", "trigger_en", "bound", "bound_en", "consequence",
                "consequence_en", "suspension_note", "suspension_note_en",
            ],
        ),
        (_("由哪些事件驱动"), ["matter_kind", *EVENTS]),
    ]  # fmt: skip

    class Meta:
        model = RuleVersion
        fields = [
            "effective_from", "effective_to", "length", "unit", "disputed_unit", "exclude_first", "roll_forward",
            "backward", "extension_length", "extension_unlimited", "extension_consent", "extension_second_person",
            "responsible", "ladder", "urgent", "ours", "citation", "citation_en", "confidence", "trigger", "trigger_en",
            "bound", "bound_en", "consequence", "consequence_en", "suspension_note", "suspension_note_en",
            "matter_kind",
        ]  # fmt: skip
        widgets = {
            name: forms.Textarea(attrs={"rows": 2})
            for name in ("consequence", "consequence_en", "suspension_note", "suspension_note_en", "trigger_en")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in EVENTS:
            label = RuleVersion._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            self.fields[name] = EventsField(label=label, required=False)
        self.fields["opens_on"].help_text = _("事件代码，每行一个；留空则只能在事项页上手工设定。")
        self.fields["matter_kind"].label = _("只用于哪类事项")

    def _post_clean(self) -> None:
        """The service checks: this form makes no instance."""


class StepForm(forms.Form):
    """One step of a ladder; a step without recipients and offset is left out."""

    offset = forms.IntegerField(
        label=_("工作日"), required=False, min_value=-60, max_value=60,
        help_text=_("负数为到期前，0为当日，正数为逾期后。"),
    )  # fmt: skip
    to = forms.MultipleChoiceField(
        label=_("提醒谁"), choices=[(code, WHO[code]) for code in RECIPIENTS], required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    urgent = forms.BooleanField(label=_("紧急"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("to") and cleaned.get("offset") is None and "offset" not in self.errors:
            self.add_error("offset", _("请填写哪一天提醒。"))
        return cleaned


class Steps(forms.BaseFormSet):
    """The steps of a ladder; what a service finds wrong with them stands on top."""

    fields: dict[str, forms.Field] = {}

    def add_error(self, name: str | None, message: Any) -> None:
        self.non_form_errors().append(message)


StepFormSet = forms.formset_factory(StepForm, formset=Steps, extra=2)
