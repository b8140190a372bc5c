"""The rows of a roster: what each says, what is wrong with it, and whom it is about."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db import connection
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.lib import identity
from unionlaw.lib.errors import Invalid
from unionlaw.lib.money import format_fen
from unionlaw.lib.sealed import blind_index, seal
from unionlaw.matters.models.dispute import Head
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Worker
from unionlaw.registers.models.worker import IdKind
from unionlaw.registers.services.workers import name_columns
from unionlaw.rosters import kinds, roster_sql
from unionlaw.rosters.columns import AMOUNT_OF, ROSTER_COLUMNS
from unionlaw.rosters.models import SheetImport, SheetRow
from unionlaw.rosters.purposes import Option, Purpose, Text
from unionlaw.rosters.services import cells, roster_taking

KEY = "roster"
_LABELS = {
    name: Worker._meta.get_field(name).sealed_label  # type: ignore[union-attr]
    for name in ("id_number", "phone", "address")
}
_AMOUNTS = {f"{AMOUNT_OF}{head.value}": head.value for head in Head}


def read_row(values: Mapping[str, str], options: Mapping[str, Any], today: date) -> SheetRow:
    """One line of the sheet, its errors noted; what is personal is sealed for the worker it may become.

    Args:
        values: cells by column of ours, only those that the sheet has.
        options: `head`, which claims without a head are.
    """
    row = SheetRow(sealed_id=uuid.uuid4())
    errors: list[list[str]] = []

    def read(what: Callable[..., Any], *arguments: Any, empty: Any = "") -> Any:
        try:
            return what(*arguments)
        except Invalid as error:
            errors.append([error.field, error.message])
            return empty

    name = read(cells.name, values.get("name", ""))
    for column, value in name_columns(name).items():
        setattr(row, column, value) if column != "search_text" else None
    row.id_kind = read(cells.id_kind, values.get("id_kind", ""), empty=IdKind.NONE)
    number, born, sex = read(cells.number, values.get("id_number", ""), row.id_kind, today, empty=("", None, ""))
    phone = read(identity.check_phone, values.get("phone", ""))
    row.birth_date = born or read(cells.day, values.get("birth_date", ""), "birth_date", empty=None)
    row.sex = sex or read(cells.sex, values.get("sex", ""))
    row.consented_on = read(cells.day, values.get("consented_on", ""), "consented_on", empty=None)
    if not number and not phone and not errors:
        errors.append(["id_number", _("请填写证件号码或者手机号码。")])
    if not number:
        row.id_kind = IdKind.NONE
    row.id_index, row.phone_index = blind_index("id_number", number), blind_index("phone", phone)
    row.person = row.id_index or (blind_index("roster_person", f"{row.name_folded}\0{phone}") if phone else None)
    for column, text in (
        ("id_number", number),
        ("phone", phone),
        ("address", cells.neutral(values.get("address", ""))),
    ):
        setattr(row, column, seal(text, label=_LABELS[column], row=row.sealed_id) if text else None)
    row.claims = _claims(values, options, read, errors)
    row.errors = errors
    return row


def _claims(
    values: Mapping[str, str], options: Mapping[str, Any], read: Callable[..., Any], errors: list[list[str]]
) -> list[dict[str, Any]]:
    """The claims of a line: one from its own columns, and one for each column of amounts that is filled."""
    start = read(cells.day, values.get("from_on", ""), "from_on", empty=None)
    end = read(cells.day, values.get("to_on", ""), "to_on", empty=None)
    if start and end and end < start:
        errors.append(["to_on", _("起止日期颠倒。")])
    period = {"from_on": start.isoformat() if start else None, "to_on": end.isoformat() if end else None}
    basis = cells.neutral(values.get("basis", ""))[:300]
    found = []
    named = values.get("head", "").strip()
    amount = read(cells.amount, values.get("amount", ""), "amount", empty=None)
    if named or amount is not None:
        head = read(cells.head, named) if named else options.get("head", "")
        if not head and not any(column == "head" for column, _said in errors):
            errors.append(["head", _("请填写请求项目。")])
        found.append({"head": head, "amount": amount or 0, "basis": basis, **period})
    for column, head in _AMOUNTS.items():
        if column in values and (fen := read(cells.amount, values[column], column, empty=None)):
            found.append({"head": head, "amount": fen, "basis": "" if found else basis, **period})
    asks = "amount" in values or "head" in values or any(column in values for column in _AMOUNTS)
    if asks and not found and not any(column in ("amount", *_AMOUNTS) for column, _said in errors):
        errors.append(["amount", _("请填写请求金额。")])
    return found


def _twice() -> str:
    return _("与第%(line)s行重复。") % {"line": "%s"}


def check_rows(sheet: SheetImport, by: Actor) -> dict[str, Any]:
    """What only all rows together show: the same claim twice, people known already. A fixed number of statements."""
    assert sheet.matter is not None
    words: dict[str, Any] = {
        "sheet": sheet.pk,
        "dispute": sheet.matter.dispute_id or 0,
        "twice": _twice(),
        "twice_en": translation.override("en")(_twice)(),
        "other_name": _("这个证件号码登记在另一个姓名下，请核对姓名和号码。"),
        "other_side": _("此人是本争议的对方当事人。"),
        "settled": _("这项请求已登记结果，金额不会改。"),
        "organisation": by.organisation.pk if by.organisation else 0,
        "depth": len(by.organisation.lineage) if by.organisation else 1,
    }
    with connection.cursor() as cursor:
        for statement in roster_sql.CHECKS:
            cursor.execute(statement, words)
        cursor.execute(roster_sql.COUNTS, words)
        columns = [column.name for column in cursor.description]
        return {name: int(value or 0) for name, value in zip(columns, cursor.fetchone(), strict=True)}


def refusal(sheet: SheetImport, by: Actor) -> str:
    """Why this roster cannot be imported now, or ""."""
    matter = sheet.matter
    if matter is None or (kind := kinds.find(matter.kind)) is None:
        return _("这类事项没有名册。")
    return by.refusal("roster.keep") or kind.refusal(matter, "change_facts", by)


def row_words(result: Mapping[str, Any]) -> list[Text]:
    """What an import will do, or did, in lines."""
    lines: list[Text] = [
        _("共%(people)s人，请求%(claims)s项，合计%(amount)s元。")
        % {
            "people": result.get("people", 0),
            "claims": result.get("claims", 0),
            "amount": format_fen(result.get("amount", 0)),
        }
    ]
    if new := result.get("added", 0):
        lines.append(_("新增当事人%(count)s人。") % {"count": new})
    if registered := result.get("registered", 0):
        lines.append(_("其中%(count)s人已在职工库，直接选用。") % {"count": registered})
    if known := result.get("known", 0):
        lines.append(_("%(count)s人已在名册，按表格更正，不会重复。") % {"count": known})
    if settled := result.get("settled", 0):
        lines.append(_("%(count)s项请求已登记结果，金额保持不变。") % {"count": settled})
    return lines


def _head_field() -> forms.Field:
    return forms.ChoiceField(
        label=gettext_lazy("没有写明项目的请求，按"),
        choices=[("", gettext_lazy("——请选择——")), *Head.choices],
        required=False,
    )


def _joint_field() -> forms.Field:
    return forms.BooleanField(
        label=gettext_lazy("共同请求"),
        required=False,
        initial=True,
        help_text=gettext_lazy("十人以上有共同请求的，按群体争议办理（调解仲裁法第7条）。"),
    )


PURPOSE = Purpose(
    key=KEY,
    label=gettext_lazy("导入名册"),
    right="roster.keep",
    columns=ROSTER_COLUMNS,
    read_row=read_row,
    check_rows=check_rows,
    take_over=roster_taking.take_over,
    refusal=refusal,
    done_url=lambda sheet: reverse("rosters:roster", args=[sheet.matter_id]),
    row_words=row_words,
    options=(Option("head", _head_field), Option("joint_claim", _joint_field)),
)
