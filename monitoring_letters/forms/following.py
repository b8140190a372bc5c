"""Forms of what follows service: the reply with a point for each demand, judgements, a re-inspection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from monitoring_letters.forms.scans import ScanField
from monitoring_letters.models import Demand, Reply, ReplyPoint
from monitoring_letters.services.following import JudgementInput, PointInput
from monitoring_letters.services.inquiries import SupervisorInput
from unionlaw.lib.errors import Invalid
from unionlaw.web.forms import DateField

UNSAID = ("", _("未提及"))
UNJUDGED = ("", _("暂不认定"))
MOST_SUPERVISORS = 4


@dataclass(frozen=True)
class Row:
    """The fields of one demand, beside the demand and what replies said to it so far, newest first."""

    demand: Demand
    points: list[ReplyPoint]
    choice: BoundField
    text: BoundField
    day: BoundField


class DemandRows(forms.Form):
    """Three fields for each demand: `<prefix>-<demand>-<name>`, the keys under which the services complain."""

    row_prefix = ""
    # choice, words, day
    names: tuple[str, str, str] = ("", "", "")
    labels: tuple[Any, Any, Any] = ("", "", "")
    choices: list[tuple[Any, Any]] = []

    def __init__(self, *args: Any, demands: Iterable[tuple[Demand, list[ReplyPoint]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said = list(demands)
        self.demands = [demand for demand, _points in self.said]
        for demand in self.demands:
            before = self.before(demand)
            made = (
                forms.ChoiceField(choices=self.choices, required=False, initial=before[0]),
                forms.CharField(max_length=500, required=False, initial=before[1]),
                DateField(required=False, initial=before[2]),
            )
            for name, label, field in zip(self.names, self.labels, made, strict=True):
                # Named with the demand, for the summary of errors and for those who hear the page.
                field.label = label
                field.widget.attrs["aria-label"] = f"{demand.position}. {demand.text} {label}"
                self.fields[self.key(demand, name)] = field

    def key(self, demand: Demand, name: str) -> str:
        return f"{self.row_prefix}-{demand.pk}-{name}"

    def before(self, demand: Demand) -> tuple[Any, Any, Any]:
        """What stands there already."""
        return "", "", None

    @cached_property
    def rows(self) -> list[Row]:
        return [
            Row(demand, points, *(self[self.key(demand, name)] for name in self.names)) for demand, points in self.said
        ]

    def _typed(self) -> Iterator[tuple[Demand, str, str, Any]]:
        for demand in self.demands:
            choice, text, day = (self.cleaned_data.get(self.key(demand, name)) for name in self.names)
            yield demand, choice or "", text or "", day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for demand, choice, text, day in self._typed():
            if not choice and (text or day):
                self.add_error(self.key(demand, self.names[0]), ValidationError(_("请先选择这一项。")))
        return cleaned


class ReplyForm(DemandRows):
    row_prefix = "point"
    names = ("stance", "text", "promised_on")
    labels = (_("答复的态度"), _("答复内容"), _("承诺日期"))
    choices = [UNSAID, *ReplyPoint.Stance.choices]

    received_on = DateField(label=_("收到日期"), error_messages={"required": _("请填写收到日期。")})
    how = forms.ChoiceField(
        label=_("答复方式"),
        choices=Reply.How.choices,
        widget=forms.RadioSelect,
        initial=Reply.How.PAPER,
        error_messages={"required": _("请选择答复方式。")},
    )
    text = forms.CharField(
        label=_("答复要点"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    scan = ScanField(_("答复的扫描件"))

    def points(self) -> list[PointInput]:
        """What was said to single demands, for the service."""
        return [PointInput(demand.pk, stance, text, day) for demand, stance, text, day in self._typed() if stance]


class JudgementRows(DemandRows):
    row_prefix = "judgement"
    names = ("judgement", "note", "promised_on")
    labels = (_("认定"), _("认定说明"), _("承诺整改日期"))
    choices = [UNJUDGED, *Demand.Judgement.choices]

    def before(self, demand: Demand) -> tuple[Any, Any, Any]:
        return demand.judgement, demand.judgement_note, demand.promised_on

    def changed(self) -> list[JudgementInput]:
        """The demands judged anew, for the services; a row left as it was is not judged again."""
        return [
            JudgementInput(demand.pk, judgement, note, day)
            for demand, judgement, note, day in self._typed()
            if judgement and (judgement, note, day) != self.before(demand)
        ]


class JudgeForm(JudgementRows):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not self.changed():
            raise ValidationError(_("还没有作出新的认定。"))
        return cleaned


class ReinspectionForm(JudgementRows):
    """Who went, what they saw, and what they found of each demand."""

    held_on = DateField(label=_("复查日期"), error_messages={"required": _("请填写复查日期。")})
    place = forms.CharField(label=_("地点"), max_length=200, error_messages={"required": _("请写明地点。")})
    heard = forms.CharField(
        label=_("听取对象"), max_length=200, required=False, help_text=_("如“人事经理、两名职工代表”。")
    )
    text = forms.CharField(
        label=_("复查笔录"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("请写笔录。")},
    )
    uncooperative = forms.BooleanField(label=_("单位不配合复查"), required=False)
    scan = ScanField(_("签字的笔录"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for i in range(MOST_SUPERVISORS):
            name = forms.CharField(label=_("监督员"), max_length=40, required=i < 2)
            name.error_messages["required"] = _("须有两名以上监督员。")
            name.widget.attrs["aria-label"] = _g("第%(n)d名监督员") % {"n": i + 1}
            certificate = forms.CharField(label=_("监督员证号"), max_length=40, required=False)
            certificate.widget.attrs["aria-label"] = _g("第%(n)d名监督员证号") % {"n": i + 1}
            self.fields[f"supervisor-{i}-name"], self.fields[f"supervisor-{i}-certificate"] = name, certificate

    @property
    def supervisor_rows(self) -> list[tuple[BoundField, BoundField]]:
        return [(self[f"supervisor-{i}-name"], self[f"supervisor-{i}-certificate"]) for i in range(MOST_SUPERVISORS)]

    def supervisors(self) -> list[SupervisorInput]:
        data = self.cleaned_data
        return [
            SupervisorInput(data[f"supervisor-{i}-name"], data[f"supervisor-{i}-certificate"])
            for i in range(MOST_SUPERVISORS)
            if data[f"supervisor-{i}-name"]
        ]


@contextmanager
def beside(given: JudgementInput) -> Iterator[None]:
    """Put what the service says of one judgement beside its demand."""
    try:
        yield
    except Invalid as error:
        raise Invalid({f"judgement-{given.demand_id}-{name}": said for name, said in error.errors.items()}) from error
