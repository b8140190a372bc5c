"""What services check alike before they write: reasons, lengths, columns, days."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.lib.errors import Invalid
from unionlaw.lib.wording import stored

REASON_LENGTH = 1000


def need(text: str, field: str, message: str, errors: dict[str, Any], *, longest: int = REASON_LENGTH) -> str:
    """The text without blanks around it; notes in `errors` when it is empty or longer than `longest` characters."""
    text = text.strip()
    if not text:
        errors[field] = message
    elif len(text) > longest:
        errors[field] = _("最多%(longest)d个字。") % {"longest": longest}
    return text


def need_reason(reason: str, message: str = "", *, longest: int = REASON_LENGTH) -> str:
    """The reason. Raises Invalid when it is empty or too long."""
    errors: dict[str, Any] = {}
    reason = need(reason, "reason", message or _("请写明原因。"), errors, longest=longest)
    refuse_if(errors)
    return reason


def refuse_if(errors: dict[str, Any]) -> None:
    """Raises Invalid when there are any."""
    if errors:
        raise Invalid(errors)


def not_in_future(day: date | None, field: str, today: date, errors: dict[str, Any]) -> None:
    """Note in `errors` that what happened cannot have happened after `today`."""
    if day and day > today:
        errors[field] = _("日期不能晚于今天。")


def check_columns(instance: models.Model, fields: Iterable[str], errors: dict[str, Any], *, prefix: str = "") -> None:
    """Note in `errors` what the columns `fields` of an unsaved row do not allow (choices, lengths)."""
    wanted = set(fields)
    try:
        instance.clean_fields(exclude={f.name for f in instance._meta.fields} - wanted)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            errors.setdefault(f"{prefix}{name}", messages)


def said(day: date | None) -> str | None:
    """A day as events carry it."""
    return day.isoformat() if day else None


def short(names: Iterable[str]) -> str:
    """甲、乙、丙, or 甲等5人, as it is stored."""
    known = list(dict.fromkeys(names))
    if len(known) > 3:
        return stored(gettext_lazy("%(first)s等%(count)d人"), first=known[0], count=len(known))
    return "、".join(known)
