"""Registering and amending workers."""

from collections.abc import Collection
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.lib import identity
from unionlaw.lib.errors import Invalid
from unionlaw.lib.sealed import blind_index
from unionlaw.lib.text import fold, initials
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.network.tree import scope_columns, steady_lineage
from unionlaw.registers.models import Employer, Region, Worker
from unionlaw.registers.models.worker import STORED_GROUPS, Household, IdKind, Sex
from unionlaw.registers.services.locking import lock


@dataclass(frozen=True, kw_only=True)
class WorkerFacts:
    """What is known about a worker, as typed. Empty means unknown.

    Args:
        id_kind: a value of IdKind; with "none" the number is dropped.
        birth_date, sex: taken from a citizen number when there is one, and checked against it.
        groups: values of Group; those that follow from sex and age are not stored.
        employer_id: the present employer.
        region_code: where the worker lives.
    """

    name: str
    id_kind: str = IdKind.CITIZEN
    id_number: str = ""
    birth_date: date | None = None
    sex: str = ""
    phone: str = ""
    address: str = ""
    household_type: str = ""
    groups: Collection[str] = field(default_factory=tuple)
    injury_note: str = ""
    employer_id: int | None = None
    region_code: str = ""


FACTS = [f.name for f in fields(WorkerFacts)]


def name_columns(name: str) -> dict[str, str]:
    """The columns that follow from a worker's name, for whoever writes rows in bulk."""
    folded, letters = fold(name), initials(name)[:60]
    return {"name": name, "name_folded": folded, "initials": letters, "search_text": f"{folded} {letters}"}


def checked(facts: WorkerFacts, *, on: date) -> dict[str, Any]:
    """The columns for these facts. Raises Invalid with all that is wrong, by field."""
    errors: dict[str, str] = {}
    name = " ".join(facts.name.split())
    if not name:
        errors["name"] = _("请填写姓名。")
    elif len(name) > 60:
        errors["name"] = _("姓名最多60个字。")
    columns: dict[str, Any] = {
        **name_columns(name[:60]),
        "id_kind": facts.id_kind,
        "birth_date": facts.birth_date,
        "sex": facts.sex,
        "household_type": facts.household_type,
        "groups": [group.value for group in STORED_GROUPS if group in set(facts.groups)],
        "address": facts.address.strip(),
        "injury_note": facts.injury_note.strip(),
        "employer_id": facts.employer_id,
        "region_id": facts.region_code or None,
    }
    for column, choices in (("id_kind", IdKind), ("sex", Sex), ("household_type", Household)):
        value = columns[column]
        if value not in choices.values and (value or column == "id_kind"):
            errors[column] = _("请从列表中选择。")
    try:
        columns |= _checked_number(facts, on=on)
    except Invalid as invalid:
        errors[invalid.field] = invalid.message
    try:
        columns["phone"] = identity.check_phone(facts.phone)
    except Invalid as invalid:
        errors["phone"] = invalid.message
    if (born := columns["birth_date"]) and not date(1900, 1, 1) <= born <= on:
        errors.setdefault("birth_date", _("出生日期不对，请核对。"))
    if facts.employer_id and not Employer.objects.current().filter(pk=facts.employer_id).exists():
        errors["employer"] = _("找不到这家用人单位，请重新选择。")
    if facts.region_code and not Region.objects.filter(code=facts.region_code).exists():
        errors["region"] = _("没有这个行政区划，请重新选择。")
    if errors:
        raise Invalid(errors)
    columns["id_index"] = blind_index("id_number", columns["id_number"])
    columns["phone_index"] = blind_index("phone", columns["phone"])
    return columns


def _checked_number(facts: WorkerFacts, *, on: date) -> dict[str, Any]:
    typed = facts.id_number.strip()
    if facts.id_kind == IdKind.NONE:
        return {"id_number": ""}
    if not typed:
        raise Invalid(_("请填写证件号码；没有带证件的，证件类型请选“暂无证件”。"), field="id_number")
    if facts.id_kind == IdKind.CITIZEN:
        number = identity.citizen_number(typed, on=on)
        if facts.birth_date and facts.birth_date != number.born:
            raise Invalid(
                _("出生日期与身份证号不一致，身份证号上是 %(date)s。") % {"date": number.born.isoformat()},
                field="birth_date",
            )
        if facts.sex and facts.sex != number.sex:
            raise Invalid(
                _("性别与身份证号不一致，身份证号上是%(sex)s。") % {"sex": Sex(number.sex).label}, field="sex"
            )
        return {"id_number": number.number, "birth_date": number.born, "sex": number.sex}
    if facts.id_kind == IdKind.FOREIGN_RESIDENT_CARD and len(identity.clean_number(typed)) == 18:
        return {"id_number": identity.citizen_number(typed, on=on).number}
    return {"id_number": identity.other_number(typed)}


def refuse_registered_number(columns: dict[str, Any], *, besides: int = 0) -> None:
    """Raises Invalid on "id_number" when the number is registered; `columns` are `checked`.

    Whose it is, only a look-up says (duplicates.lookup_worker): that is written down, and what is written inside a
    service that refuses goes with its transaction.
    """
    if columns["id_index"] is None:
        return
    if Worker.objects.current().filter(id_index=columns["id_index"]).exclude(pk=besides).exists():
        raise Invalid(_("这个证件号码已经登记过，请按号码查找后直接选用。"), field="id_number")


@transaction.atomic
def register_worker(*, by: Actor, at: datetime, organisation_id: int | None = None, **facts: Any) -> Worker:
    """Register a worker with the actor's organisation.

    Args:
        organisation_id: for system actors, which have no organisation: where the worker is registered.
        facts: see WorkerFacts.

    Returns the new worker. Raises Refused, or Invalid by field: a citizen number that fails GB 11643-1999, a number
    that is registered already.
    """
    by.require("worker.register")
    columns = checked(WorkerFacts(**facts), on=timezone.localdate(at))
    refuse_registered_number(columns)
    organisation = by.organisation or Organisation.objects.get(pk=organisation_id or 0)
    worker = Worker(
        **columns,
        organisation=organisation,
        **scope_columns(steady_lineage(organisation.pk)),
        registered_at=at,
        registered_by=by.user,
        updated_at=at,
    )
    _save(worker, columns, by=by)
    return worker


@transaction.atomic
def amend_worker(*, worker_id: int, by: Actor, at: datetime, version: int, **facts: Any) -> Worker:
    """Change what is known about a worker; facts not named stay as they are.

    Args:
        version: the version the form was opened on.
        facts: see WorkerFacts.

    Raises Missing, Refused, Stale with what changed meanwhile, or Invalid by field.
    """
    worker = lock(Worker, worker_id, by=by, version=version)
    by.require("worker.amend")
    known = {name: _known(worker, name) for name in FACTS}
    if "id_number" in facts or "id_kind" in facts:
        # A corrected number brings its own birth date and sex.
        known |= {"birth_date": None, "sex": ""} if worker.id_kind == IdKind.CITIZEN else {}
    columns = checked(WorkerFacts(**{**known, **facts}), on=timezone.localdate(at))
    refuse_registered_number(columns, besides=worker.pk)
    for column, value in columns.items():
        setattr(worker, column, value)
    worker.version += 1
    worker.updated_at = at
    _save(worker, columns, by=by)
    return worker


def _known(worker: Worker, name: str) -> Any:
    if name in ("id_number", "phone", "address", "injury_note"):
        return getattr(worker, name).reveal()
    return (worker.region_id or "") if name == "region_code" else getattr(worker, name)


def _save(worker: Worker, columns: dict[str, Any], *, by: Actor) -> None:
    try:
        with transaction.atomic():
            worker.save()
    except IntegrityError as error:
        # Someone registered the same number a moment ago.
        if "worker_id_number_once" not in str(error):
            raise
        refuse_registered_number(columns, besides=worker.pk)
        raise
