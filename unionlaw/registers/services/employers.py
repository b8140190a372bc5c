"""Registering and amending employers, their contacts and how they hang together."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from unionlaw.lib import identity
from unionlaw.lib.errors import Invalid, Missing
from unionlaw.lib.sealed import blind_index
from unionlaw.lib.text import bare, fold, initials, searched
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Employer, EmployerContact, EmployerRelation, Industry, Region
from unionlaw.registers.services.locking import lock


@dataclass(frozen=True, kw_only=True)
class EmployerFacts:
    """What is known about an employer, as typed. Empty means unknown.

    Args:
        uscc: unified social credit code; a failing check digit only warns (GB 32100-2015).
        short_name: short or former names, searched too.
        kind, size: values of Employer.Kind and Employer.Size.
    """

    name: str
    uscc: str = ""
    short_name: str = ""
    kind: str = Employer.Kind.COMPANY
    size: str = ""
    address: str = ""
    region_code: str = ""
    industry_code: str = ""
    legal_representative: str = ""


FACTS = [f.name for f in fields(EmployerFacts)]


def name_columns(name: str, short_name: str = "") -> dict[str, str]:
    """The columns that follow from an employer's names, for whoever writes rows in bulk."""
    letters = initials(name, person=False)[:120]
    also = [short_name, initials(short_name, person=False)] if short_name else []
    return {
        "name": name,
        "name_folded": bare(fold(name)),
        "short_name": short_name,
        "initials": letters,
        "search_text": searched(name, letters, *also),
    }


def checked(facts: EmployerFacts) -> dict[str, Any]:
    """The columns for these facts. Raises Invalid with all that is wrong, by field."""
    errors: dict[str, str] = {}
    name = " ".join(facts.name.split())
    if not name:
        errors["name"] = _("请填写单位名称。")
    for column, value in (("name", name), ("short_name", facts.short_name)):
        if len(value) > 120:
            errors[column] = _("名称最多120个字。")
    columns: dict[str, Any] = {
        **name_columns(name[:120], facts.short_name.strip()[:120]),
        "uscc": None,
        "uscc_warning": "",
        "kind": facts.kind,
        "size": facts.size,
        "address": facts.address.strip()[:200],
        "region_id": facts.region_code or None,
        "industry_id": facts.industry_code or None,
        "legal_representative": facts.legal_representative.strip()[:60],
    }
    if facts.uscc.strip():
        try:
            code = identity.credit_code(facts.uscc)
            columns |= {"uscc": code.code, "uscc_warning": code.warning}
        except Invalid as invalid:
            errors["uscc"] = invalid.message
    if facts.kind not in Employer.Kind.values:
        errors["kind"] = _("请从列表中选择。")
    if facts.size and facts.size not in Employer.Size.values:
        errors["size"] = _("请从列表中选择。")
    if facts.region_code and not Region.objects.filter(code=facts.region_code).exists():
        errors["region"] = _("没有这个行政区划，请重新选择。")
    if facts.industry_code and not Industry.objects.filter(code=facts.industry_code).exists():
        errors["industry"] = _("没有这个行业代码，请重新选择。")
    if errors:
        raise Invalid(errors)
    return columns


def refuse_registered_code(code: str | None, *, besides: int = 0) -> None:
    """Raises Invalid on "uscc" when an employer is registered with this credit code."""
    if code and (other := Employer.objects.current().filter(uscc=code).exclude(pk=besides).first()):
        raise Invalid(_("这个统一社会信用代码已登记为“%(name)s”，请直接选用。") % {"name": other.name}, field="uscc")


@transaction.atomic
def register_employer(
    *,
    by: Actor,
    at: datetime,
    contact_name: str = "",
    contact_position: str = "",
    contact_phone: str = "",
    **facts: Any,
) -> Employer:
    """Register an employer, with its first contact when one is named.

    Args:
        facts: see EmployerFacts.

    Returns the employer; its `uscc_warning` says when the credit code is doubtful. Raises Refused, or Invalid by field.
    """
    by.require("employer.register")
    columns = checked(EmployerFacts(**facts))
    refuse_registered_code(columns["uscc"])
    employer = Employer(**columns, registered_at=at, registered_by=by.user, updated_at=at)
    _save(employer)
    if contact_name.strip() or contact_phone.strip():
        _write_contact(EmployerContact(employer=employer), contact_name, contact_position, contact_phone, "contact_")
    return employer


@transaction.atomic
def amend_employer(*, employer_id: int, by: Actor, at: datetime, version: int, **facts: Any) -> Employer:
    """Change what is known about an employer; facts not named stay as they are.

    Raises Missing, Refused, Stale with what changed meanwhile, or Invalid by field.
    """
    employer = lock(Employer, employer_id, by=by, version=version)
    by.require("employer.amend")
    known = {
        name: getattr(employer, {"region_code": "region_id", "industry_code": "industry_id"}.get(name, name)) or ""
        for name in FACTS
    }
    columns = checked(EmployerFacts(**{**known, **facts}))
    refuse_registered_code(columns["uscc"], besides=employer.pk)
    for column, value in columns.items():
        setattr(employer, column, value)
    employer.version += 1
    employer.updated_at = at
    _save(employer)
    return employer


def _save(employer: Employer) -> None:
    try:
        with transaction.atomic():
            employer.save()
    except IntegrityError as error:
        # Someone registered the same code a moment ago.
        if "employer_uscc_once" not in str(error):
            raise
        refuse_registered_code(employer.uscc, besides=employer.pk)
        raise


def _write_contact(contact: EmployerContact, name: str, position: str, phone: str, prefix: str = "") -> None:
    if not name.strip():
        raise Invalid(_("请填写联系人姓名。"), field=f"{prefix}name")
    contact.name = name.strip()[:60]
    contact.position = position.strip()[:60]
    contact.phone = identity.check_phone(phone, field=f"{prefix}phone")
    contact.phone_index = blind_index("phone", identity.clean_phone(phone))
    contact.save()


def _touch(employer: Employer, at: datetime) -> None:
    employer.version += 1
    employer.updated_at = at
    employer.save(update_fields=["version", "updated_at"])


@transaction.atomic
def save_contact(
    *,
    employer_id: int,
    by: Actor,
    at: datetime,
    name: str,
    position: str = "",
    phone: str = "",
    contact_id: int | None = None,
) -> EmployerContact:
    """Add a contact of an employer, or change the one named by `contact_id`. Raises Missing, Refused or Invalid."""
    employer = lock(Employer, employer_id, by=by, version=None)
    by.require("employer.amend")
    contact = EmployerContact(employer=employer)
    if contact_id is not None:
        found = employer.contacts.filter(pk=contact_id).first()
        if found is None:
            raise Missing(_("找不到这位联系人。"))
        contact = found
    _write_contact(contact, name, position, phone)
    _touch(employer, at)
    return contact


@transaction.atomic
def remove_contact(*, employer_id: int, contact_id: int, by: Actor, at: datetime) -> None:
    """Remove a contact; row history keeps it. Raises Missing or Refused."""
    employer = lock(Employer, employer_id, by=by, version=None)
    by.require("employer.amend")
    if not employer.contacts.filter(pk=contact_id).delete()[0]:
        raise Missing(_("找不到这位联系人。"))
    _touch(employer, at)


@transaction.atomic
def relate_employers(
    *, employer_id: int, other_id: int, kind: str, by: Actor, at: datetime, note: str = ""
) -> EmployerRelation:
    """Record that `employer_id` is … of `other_id` (EmployerRelation.Kind).

    Raises Missing, Refused, or Invalid: to itself, twice, or both ways at once.
    """
    employer = lock(Employer, employer_id, by=by, version=None)
    by.require("employer.amend")
    if kind not in EmployerRelation.Kind.values:
        raise Invalid(_("请从列表中选择。"), field="kind")
    if other_id == employer_id:
        raise Invalid(_("单位不能与自己建立关系。"), field="other")
    other = Employer.objects.visible_to(by).current().filter(pk=other_id).first()
    if other is None:
        raise Invalid(_("找不到这家用人单位，请重新选择。"), field="other")
    either_way = Q(employer=employer, other=other) | Q(employer=other, other=employer)
    if EmployerRelation.objects.filter(either_way, kind=kind).exists():
        raise Invalid(_("这一关系已登记。"), field="other")
    relation = EmployerRelation(employer=employer, other=other, kind=kind, note=note.strip()[:200])
    relation.save()
    _touch(employer, at)
    return relation


@transaction.atomic
def unrelate_employers(*, relation_id: int, by: Actor, at: datetime) -> None:
    """Remove a relation; row history keeps it. Raises Missing or Refused."""
    relation = EmployerRelation.objects.filter(pk=relation_id).first()
    if relation is None:
        raise Missing(_("找不到这条记录。"))
    employer = lock(Employer, relation.employer_id, by=by, version=None)
    by.require("employer.amend")
    relation.delete()
    _touch(employer, at)
