"""The control of a look-up field, and what it sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from unionlaw.registers.fields import LookupField


@dataclass(frozen=True)
class Typed:
    """What a look-up field received.

    Args:
        chosen: the value of the chosen answer.
        query: the search words.
        find: whether 查找 was pressed.
        new: what was typed to register someone new, by fact.
    """

    chosen: str = ""
    query: str = ""
    find: bool = False
    new: Mapping[str, Any] = field(default_factory=dict)


class LookupWidget(forms.Widget):
    template_name = "registers/lookup.html"
    lookup: LookupField

    def id_for_label(self, id_: str) -> str:
        return id_

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        new: dict[str, Any] = {}
        for fact, many in self.lookup.new_facts.items():
            key = f"{name}-new-{fact}"
            value = data.getlist(key) if many and hasattr(data, "getlist") else data.get(key, "")
            if value and (many or str(value).strip()):
                new[fact] = value
        return Typed(
            chosen=str(data.get(name) or ""),
            query=str(data.get(f"{name}-q") or ""),
            find=f"{name}-find" in data,
            new=new,
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key == name or key.startswith(f"{name}-") for key in data)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, Typed) else Typed(chosen=str(value or ""))
        context["lookup"] = self.lookup.describe(name, typed)
        return context
