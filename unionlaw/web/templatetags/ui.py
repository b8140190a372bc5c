"""Template tags of the shell: ``{% load ui %}``."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from unionlaw.lib import clock
from unionlaw.lib.wording import shown
from unionlaw.web import format as fmt
from unionlaw.web.icons import icon as draw_icon

register = template.Library()

register.filter("prose_date", fmt.prose_date)
register.filter("prose_time", fmt.prose_time)
register.filter("table_date", fmt.table_date)
register.filter("table_time", fmt.table_time)
register.filter("yuan", fmt.yuan)
register.filter("shown", shown)


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    return draw_icon(name, css)


@register.simple_tag
def badge(word: str, tone: str = "quiet") -> SafeString:
    return fmt.badge(word, tone)


@register.simple_tag
def phase_badge(label: str, phase: str) -> SafeString:
    return fmt.phase_badge(label, phase)


@register.simple_tag
def due_badge(due_on: dt.date | None) -> SafeString | str:
    return fmt.due_badge(due_on, clock.today())


CHOICE_LISTS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def _css_class(widget: forms.Widget) -> str:
    if isinstance(widget, (*CHOICE_LISTS, forms.CheckboxInput)):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


@register.inclusion_tag("components/field.html")
def form_field(field: BoundField, label: str = "", hint: str = "", css: str = "") -> dict[str, Any]:
    """One field: label, hint, control, errors beside it, all tied together for screen readers.

    Args:
        label, hint: replace the form's own.
        css: classes for the wrapper ("field-short", "field-medium", "field-wide").
    """
    widget = field.field.widget
    attrs: dict[str, str | bool] = {"class": f"{widget.attrs.get('class', '')} {_css_class(widget)}".strip()}
    if field.errors:
        attrs["class"] = f"{attrs['class']} is-invalid"
    if widget.attrs.get("placeholder") == field.field.label:
        # A label repeated inside the field only looks as if it were filled in.
        attrs["placeholder"] = ""
    is_list = isinstance(widget, CHOICE_LISTS)
    if is_list and field.auto_id:
        attrs["id"] = field.auto_id
    return {
        "field": field,
        "control": field.as_widget(attrs=attrs),
        "label": label or field.label,
        "hint": hint or field.help_text,
        "css": css,
        "is_checkbox": isinstance(widget, forms.CheckboxInput),
        "is_list": is_list,
        "suffix": getattr(field.field, "suffix", ""),
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(*parts: Any) -> dict[str, Any]:
    """All errors of forms and formsets, on top of the page, each linking to its field; nothing without errors.

    A form that is one of many rows says in `place` which it is.
    """
    lines: list[tuple[str, str, str]] = []
    for form in _forms(parts):
        if isinstance(form, forms.BaseFormSet):
            lines += [("", "", str(e)) for e in form.non_form_errors()]
            continue
        lines += [("", "", str(e)) for e in form.non_field_errors()]
        for field in form:
            label = f"{getattr(form, 'place', '')} {field.label}".strip()
            lines += [(field.auto_id, label, str(e)) for e in field.errors]
    return {"lines": lines}


def _forms(parts: Iterable[Any]) -> Iterable[Any]:
    for part in parts:
        if part is None or not part:
            continue
        if isinstance(part, forms.BaseFormSet):
            if part.is_bound:
                yield part
                yield from part.forms
        elif isinstance(part, forms.BaseForm):
            if part.is_bound:
                yield part
        else:
            yield from _forms(part)


@register.simple_tag
def field_groups(form: forms.BaseForm) -> list[tuple[str, list[BoundField]]]:
    """The visible fields in the groups the form declares: ``groups = [(heading, [names])]``; the rest come last."""
    groups: list[tuple[str, list[BoundField]]] = []
    taken: set[str] = set()
    for heading, names in getattr(form, "groups", []):
        fields = [form[name] for name in names if name in form.fields and not form[name].is_hidden]
        taken.update(names)
        if fields:
            groups.append((heading, fields))
    rest = [field for field in form.visible_fields() if field.name not in taken]
    if rest:
        groups.append(("", rest))
    return groups
