"""Forms of the pages that arrange reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionlaw.lib.wording import bracketed
from unionlaw.reports import dimensions
from unionlaw.reports.chart_kinds import KINDS
from unionlaw.reports.indicators import Section, Unit, all_indicators, indicator

LAST = 10_000


def sections() -> list[tuple[str, list[tuple[str, str]]]]:
    """The indicators to choose from, by section: (label, [(key, name with its unit)])."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in all_indicators():
        name = f"{one.name}{bracketed(Unit(one.unit).label)}"
        found.setdefault(str(Section(one.section).label), []).append((one.key, name))
    return list(found.items())


class NameForm(forms.Form):
    """What a new layout is called."""

    name = forms.CharField(label=_("名称"), max_length=80, error_messages={"required": _("请填写名称。")})


class LayoutForm(NameForm):
    """Name and description of a layout."""

    description = forms.CharField(
        label=_("说明"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class PartForm(forms.Form):
    """One block or chart: title, dimension, and indicators in the order of the numbers beside them.

    Args:
        part: "blocks" or "charts".
        content: what is changed, as the layout stores it; None for a new one.
    """

    title = forms.CharField(label=_("标题"), max_length=60, error_messages={"required": _("请填写标题。")})
    kind = forms.ChoiceField(label=_("图表种类"))
    by = forms.ChoiceField(label=_("维度"), required=False)
    indicators = forms.MultipleChoiceField(
        label=_("指标"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一个指标。")},
    )

    def __init__(self, *args: Any, part: str, content: dict[str, Any] | None = None, **kwargs: Any) -> None:
        content = content or {}
        super().__init__(*args, **{**kwargs, "initial": {**content, **(kwargs.get("initial") or {})}})
        self.part, self.content = part, content
        fields: Any = self.fields
        fields["by"].choices = [("", _("不分组")), *((one.key, one.name) for one in dimensions.all_dimensions())]
        fields["indicators"].choices = [(one.key, one.name) for one in all_indicators()]
        if part == "charts":
            fields["kind"].choices = [(kind.key, kind.name) for kind in KINDS.values()]
        else:
            del fields["kind"]

    def sections(self) -> list[tuple[str, bool, list[dict[str, Any]]]]:
        """The indicators by section, whether one of it is chosen, and each with whether it is and its place."""
        chosen = self._chosen()
        return [
            (
                label,
                any(key in chosen for key, _name in rows),
                [
                    {
                        "key": key,
                        "name": name,
                        "definition": indicator(key).definition,
                        "chosen": key in chosen,
                        "place": self._typed_place(key, chosen),
                    }
                    for key, name in rows
                ],
            )
            for label, rows in sections()
        ]

    def clean_indicators(self) -> list[str]:
        """The chosen indicators, in the order of their numbers; those without one come last, as listed."""
        chosen: list[str] = self.cleaned_data["indicators"]
        return sorted(chosen, key=self._place)

    def as_content(self) -> dict[str, Any]:
        """What the layout stores."""
        return {name: self.cleaned_data[name] for name in ("kind", "title", "by", "indicators") if name in self.fields}

    def _chosen(self) -> list[str]:
        if self.is_bound:
            return list(self.data.getlist("indicators"))  # type: ignore[attr-defined]
        return list(self.content.get("indicators", []))

    def _typed_place(self, key: str, chosen: list[str]) -> str:
        if self.is_bound:
            return str(self.data.get(f"place-{key}", ""))[:4]
        return str(chosen.index(key) + 1) if key in chosen else ""

    def _place(self, key: str) -> int:
        typed = str(self.data.get(f"place-{key}", "")).strip()
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else LAST
