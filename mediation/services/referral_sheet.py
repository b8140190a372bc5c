"""Incoming referrals by sheet: an organ sends a list of cases, one worker a row; each becomes a mediation once."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.db import connection, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.models import Origin
from mediation.services import intake, places, referring
from unionlaw.lib import identity
from unionlaw.lib.errors import Invalid
from unionlaw.lib.money import format_fen
from unionlaw.lib.sealed import seal, unseal
from unionlaw.matters.models.dispute import Head
from unionlaw.matters.services.facts import ClaimInput
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Cause
from unionlaw.registers.models.worker import IdKind
from unionlaw.rosters import purposes
from unionlaw.rosters.models import SheetImport, SheetRow
from unionlaw.rosters.purposes import Option, Purpose, SheetColumn, Text
from unionlaw.rosters.services import cells

KEY = "mediation_referrals"
_LABEL = "rosters_sheetrow.data"

CASE = gettext_lazy("案件")
PEOPLE = gettext_lazy("当事人")
COLUMNS = (
    SheetColumn("reference", gettext_lazy("案号"), ("本单位案号", "收案号", "编号"), True, "穗劳人仲〔2026〕1号", CASE),
    SheetColumn(
        "received_on", gettext_lazy("移送日期"), ("收到日期", "委托日期", "日期"), example="2026-11-20", group=CASE
    ),
    SheetColumn("name", gettext_lazy("申请人"), ("姓名", "职工姓名", "原告"), True, "张三", PEOPLE),
    SheetColumn(
        "id_number",
        gettext_lazy("证件号码"),
        ("身份证号", "申请人身份证号"),
        example="440104199003071234",
        group=PEOPLE,
    ),
    SheetColumn(
        "phone", gettext_lazy("手机号码"), ("电话", "联系电话", "申请人电话"), example="13812345678", group=PEOPLE
    ),
    SheetColumn("employer", gettext_lazy("用人单位"), ("被申请人", "单位名称", "被告"), True, "甲公司", PEOPLE),
    SheetColumn("uscc", gettext_lazy("统一社会信用代码"), ("信用代码",), group=PEOPLE),
    SheetColumn("head", gettext_lazy("请求项目"), ("请求", "诉求"), example="工资", group=CASE),
    SheetColumn("amount", gettext_lazy("请求金额"), ("金额", "标的额", "标的"), example="12000", group=CASE),
    SheetColumn(
        "facts", gettext_lazy("事实与理由"), ("案情", "案情简介", "事实"), example="拖欠三个月工资。", group=CASE
    ),
)


def read_row(values: Mapping[str, str], options: Mapping[str, Any], today: date) -> SheetRow:
    """One case of the list, its errors noted; all of it is sealed as one."""
    row = SheetRow(sealed_id=uuid.uuid4(), id_kind=IdKind.NONE)
    errors: list[list[str]] = []

    def read(what: Callable[..., Any], *arguments: Any, empty: Any = "") -> Any:
        try:
            return what(*arguments)
        except Invalid as error:
            errors.append([error.field, error.message])
            return empty

    reference = cells.neutral(values.get("reference", ""))
    if not reference or len(reference) > 60:
        errors.append(["reference", _("请填写案号，最多60个字。")])
    row.name = read(cells.name, values.get("name", ""))
    number, _born, _sex = read(cells.number, values.get("id_number", ""), IdKind.CITIZEN, today, empty=("", None, ""))
    phone = read(identity.check_phone, values.get("phone", ""))
    received = read(cells.day, values.get("received_on", ""), "received_on", empty=None) or today
    if received > today:
        errors.append(["received_on", _("日期不能晚于今天。")])
    employer = cells.neutral(values.get("employer", ""))
    if not employer or len(employer) > 120:
        errors.append(["employer", _("请填写用人单位名称，最多120个字。")])
    uscc = values.get("uscc", "").strip()
    if uscc:
        read(identity.credit_code, uscc)
    named = values.get("head", "").strip()
    head = read(cells.head, named) if named else (options.get("head") or Head.OTHER)
    amount = read(cells.amount, values.get("amount", ""), "amount", empty=None)
    facts = cells.neutral(values.get("facts", "")) or _("见移送材料。")
    row.name_folded = reference[:60]
    row.errors = errors
    data = {
        "reference": reference, "received_on": received.isoformat(), "name": row.name, "id_number": number,
        "phone": phone, "employer": employer, "uscc": uscc, "head": head, "amount": amount or 0, "facts": facts,
    }  # fmt: skip
    row.data = seal(json.dumps(data, ensure_ascii=False), label=_LABEL, row=row.sealed_id)
    row.claims = [{"amount": amount or 0}]
    return row


_TWICE = """
    WITH twice AS (
        SELECT id, min(line) OVER (PARTITION BY name_folded) AS first, line
        FROM rosters_sheetrow WHERE sheet_id = %(sheet)s AND name_folded <> '')
    UPDATE rosters_sheetrow r
    SET errors = r.errors || jsonb_build_array(jsonb_build_array('reference', jsonb_build_object(
        'zh', format(%(twice)s, twice.first), 'en', format(%(twice_en)s, twice.first))))
    FROM twice WHERE twice.id = r.id AND twice.line > twice.first
"""
_KNOWN = """
    UPDATE rosters_sheetrow r
    SET errors = r.errors || jsonb_build_array(jsonb_build_array('reference', %(known)s::text))
    FROM mediation_mediation m
    WHERE r.sheet_id = %(sheet)s AND m.referred_by_id = %(organisation)s AND m.reference = r.name_folded
        AND r.name_folded <> ''
"""


def _twice() -> str:
    return _("与第%(line)s行的案号相同。") % {"line": "%s"}


def check_rows(sheet: SheetImport, by: Actor) -> dict[str, Any]:
    """Numbers that come twice, and those that were passed on before."""
    words: dict[str, Any] = {
        "sheet": sheet.pk,
        "organisation": sheet.organisation_id,
        "twice": _twice(),
        "twice_en": translation.override("en")(_twice)(),
        "known": _("这一案号已经移送过。"),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TWICE, words)
        cursor.execute(_KNOWN, words)
    right = SheetRow.objects.filter(sheet=sheet, errors=[])
    amounts = [claim["amount"] for claims in right.values_list("claims", flat=True) for claim in claims]
    return {"cases": len(amounts), "amount": sum(amounts)}


def take_over(sheet: SheetImport, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Each right row becomes a mediation through the same service as the form; what it refuses stays with its reason.

    In the caller's transaction: all that can be taken are, or a killed worker leaves none.
    """
    options = sheet.options
    cause = Cause.objects.filter(pk=options.get("cause") or 0).first()
    to = places.centres_serving(by.organisation).filter(pk=options.get("to") or 0).first() if by.organisation else None
    opened, refused = 0, 0
    for row in SheetRow.objects.select_for_update().filter(sheet=sheet, errors=[]).order_by("line"):
        data = json.loads(unseal(bytes(row.data or b""), label=_LABEL, row=row.sealed_id))
        try:
            with transaction.atomic():
                referring.refer_by_facts(
                    origin=options.get("origin", ""),
                    reference=data["reference"],
                    received_on=date.fromisoformat(data["received_on"]),
                    people=[
                        referring.PersonInput(
                            data["name"], data["id_number"], data["phone"], [ClaimInput(data["head"], data["amount"])]
                        )
                    ],
                    employers=[referring.EmployerInput(data["employer"], data["uscc"])],
                    cause=cause,
                    facts=data["facts"],
                    to=to,
                    by=by,
                    at=at,
                )
            opened += 1
        except Invalid as error:
            row.errors = [["", message] for messages in error.errors.values() for message in messages]
            row.save(update_fields=["errors"])
            refused += 1
    if refused:
        SheetImport.objects.filter(pk=sheet.pk).update(wrong=sheet.wrong + refused)
        sheet.wrong += refused
    return {"cases": opened, "refused": refused, "amount": sheet.result.get("amount", 0)}


def refusal(sheet: SheetImport, by: Actor) -> str:
    """Why nothing can be passed on by sheet, or ""."""
    if reason := by.refusal("mediation.refer"):
        return reason
    if by.organisation is None or not by.is_outside or not intake.origins_of(by.organisation):
        return _("只有法院、仲裁、劳动监察和税务部门可以移送。")
    return ""


def row_words(result: Mapping[str, Any]) -> list[Text]:
    """What a list will open, or opened, in lines."""
    lines: list[Text] = [
        _("%(cases)s件，请求合计%(amount)s元。")
        % {"cases": result.get("cases", 0), "amount": format_fen(result.get("amount", 0))}
    ]
    if result.get("refused"):
        lines.append(_("另有%(count)s件没有收下，原因见下。") % {"count": result["refused"]})
    return lines


def _origin_field() -> forms.Field:
    return forms.ChoiceField(
        label=gettext_lazy("来源渠道"),
        choices=[(o.value, o.label) for o in Origin if intake.TERMS[o].referred and o != Origin.OTHER_DISTRICT],
    )


def _cause_field() -> forms.Field:
    causes = Cause.objects.selectable().order_by("position")
    return forms.TypedChoiceField(
        label=gettext_lazy("案由"), choices=lambda: [(c.pk, c.name) for c in causes], coerce=int
    )


def _centre_field() -> forms.Field:
    from unionlaw.network.models import Organisation

    centres = Organisation.objects.open().filter(kind=Organisation.Kind.MEDIATION_CENTRE).order_by("name")
    return forms.TypedChoiceField(
        label=gettext_lazy("接收的调解中心"),
        choices=lambda: [("", gettext_lazy("为本单位服务的")), *((c.pk, c.name) for c in centres)],
        coerce=int,
        empty_value=None,
        required=False,
    )


def _head_field() -> forms.Field:
    return forms.ChoiceField(label=gettext_lazy("没有写明项目的请求，按"), choices=Head.choices, initial=Head.WAGES)


def join() -> None:
    """Register at start-up."""
    purposes.register(
        Purpose(
            key=KEY,
            label=gettext_lazy("批量移送调解"),
            right="mediation.refer",
            columns=COLUMNS,
            read_row=read_row,
            check_rows=check_rows,
            take_over=take_over,
            refusal=refusal,
            done_url=lambda sheet: reverse("mediation:mediations"),
            row_words=row_words,
            options=(
                Option("origin", _origin_field),
                Option("cause", _cause_field),
                Option("to", _centre_field),
                Option("head", _head_field),
            ),
        )
    )
