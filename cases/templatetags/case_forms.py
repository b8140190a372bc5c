"""Controls inside tables, where the heading of the column is the label."""

from __future__ import annotations

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def plain_control(field: BoundField) -> SafeString:
    """The control alone, tied to its error message; its widget carries an aria-label."""
    css = "form-select" if isinstance(field.field.widget, forms.Select) else "form-control"
    own = field.field.widget.attrs.get("class", "")
    attrs: dict[str, str | bool] = {"class": f"{own} {css}{' is-invalid' if field.errors else ''}".strip()}
    if field.errors:
        attrs |= {"aria-describedby": f"{field.auto_id}_error", "aria-invalid": "true"}
    return field.as_widget(attrs=attrs)
