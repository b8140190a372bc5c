"""Choosing to whom a campaign goes: by filter, leaving single ones out, and what differs for each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring_letters.models import Campaign, CampaignAddressee
from monitoring_letters.services.campaigns.steps import CHOOSING, LEAVING_OUT, begin, note
from unionlaw.lib.errors import Conflict, Invalid, Missing
from unionlaw.lib.wording import stored
from unionlaw.matters.services.checking import check_columns, need_reason, refuse_if
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Employer

State = CampaignAddressee.State
MOST = 5000
LONGEST_FACTS = 2000


@dataclass(frozen=True, slots=True)
class Details:
    """What differs for one addressee; None leaves what is there."""

    facts: str | None = None
    recipient: str | None = None
    address: str | None = None
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line of an uploaded table: the employer by credit code or exact name, and its details."""

    line: int
    employer: str
    details: Details


@transaction.atomic
def add_addressees(
    *, letter_id: int, employers: Iterable[int], criteria: Mapping[str, Any] | None = None, by: Actor, at: datetime
) -> int:
    """Put employers at the end of the list; those on it already stay as they are.

    Args:
        employers: their ids.
        criteria: the filter that found them, as data; kept with the campaign.

    Returns how many are new. Raises Missing, Refused, Conflict; Invalid when the list would grow too long.
    """
    campaign = begin(letter_id=letter_id, right="letter.draft", within=CHOOSING, by=by)
    known = set(campaign.addressees.values_list("employer_id", flat=True))
    wanted = [pk for pk in dict.fromkeys(employers) if pk not in known]
    found = Employer.objects.visible_to(by).filter(pk__in=wanted, merged_into=None)
    rows = dict(found.values_list("pk", "address"))
    if len(known) + len(rows) > MOST:
        raise Invalid({"": _("一次批量发函最多%(most)d家单位。") % {"most": MOST}})
    last = campaign.addressees.aggregate(last=Max("position"))["last"] or 0
    CampaignAddressee.objects.bulk_create(
        CampaignAddressee(campaign=campaign, employer_id=pk, position=last + place, address=rows[pk])
        for place, pk in enumerate((pk for pk in wanted if pk in rows), start=1)
    )
    if criteria is not None:
        campaign.criteria = dict(criteria)
        campaign.save(update_fields=["criteria"])
    if rows:
        _amended(campaign, by, at)
    return len(rows)


@transaction.atomic
def remove_addressees(*, letter_id: int, by: Actor, at: datetime) -> int:
    """Empty the list to choose anew; returns how many were on it."""
    campaign = begin(letter_id=letter_id, right="letter.draft", within=CHOOSING, by=by)
    count, _rows = campaign.addressees.all().delete()
    if count:
        _amended(campaign, by, at)
    return count


@transaction.atomic
def exclude_addressee(*, letter_id: int, addressee_id: int, reason: str, by: Actor, at: datetime) -> CampaignAddressee:
    """Leave one out, also after approval while its letter is not issued. Raises Conflict, Invalid without a reason."""
    campaign = begin(letter_id=letter_id, right="letter.draft", within=LEAVING_OUT, by=by)
    addressee = _locked(campaign, addressee_id)
    if addressee.state not in (State.WAITING, State.FAILED):
        raise Conflict(_("这家单位的函书已经制发，或者已经排除。"))
    addressee.excluded_reason = need_reason(reason, _("请写明排除原因。"), longest=300)
    addressee.state, addressee.error = State.EXCLUDED, ""
    addressee.save()
    data = {"who": addressee.employer.name}
    note(campaign, "letter.addressee_excluded", by=by, at=at, reason=addressee.excluded_reason, data=data)
    return addressee


@transaction.atomic
def include_addressee(*, letter_id: int, addressee_id: int, by: Actor, at: datetime) -> CampaignAddressee:
    """Take one that was left out back onto the list, before it is approved. Raises Conflict."""
    campaign = begin(letter_id=letter_id, right="letter.draft", within=CHOOSING, by=by)
    addressee = _locked(campaign, addressee_id)
    if addressee.state != State.EXCLUDED:
        raise Conflict(_("这家单位没有被排除。"))
    addressee.state, addressee.excluded_reason = State.WAITING, ""
    addressee.save()
    _amended(campaign, by, at)
    return addressee


@transaction.atomic
def set_details(*, letter_id: int, addressee_id: int, details: Details, by: Actor, at: datetime) -> CampaignAddressee:
    """Say what differs for one addressee. Raises Invalid per column."""
    campaign = begin(letter_id=letter_id, right="letter.draft", within=CHOOSING, by=by)
    addressee = _locked(campaign, addressee_id)
    errors: dict[str, Any] = {}
    _fill(addressee, details, errors)
    refuse_if(errors)
    addressee.save()
    _amended(campaign, by, at)
    return addressee


@transaction.atomic
def load_sheet(*, letter_id: int, rows: Sequence[SheetRow], by: Actor, at: datetime) -> tuple[int, int]:
    """Take details from a table; employers that are not on the list yet are added to it.

    Returns how many rows were taken, and how many of them are new. Raises Invalid under "file" with a line for each row
    that cannot be taken: then none is.
    """
    campaign = begin(letter_id=letter_id, right="letter.draft", within=CHOOSING, by=by)
    registered = _registered({row.employer for row in rows}, by)
    wrong = [
        _("第%(line)d行：没有登记“%(name)s”，或者有同名单位，请改用统一社会信用代码。")
        % {"line": row.line, "name": row.employer}
        for row in rows
        if row.employer not in registered
    ]
    if wrong:
        raise Invalid({"file": wrong[:20]})
    new = add_addressees(letter_id=letter_id, employers=[registered[row.employer] for row in rows], by=by, at=at)
    there = {one.employer_id: one for one in campaign.addressees.select_for_update(of=("self",))}
    touched = {}
    for row in rows:
        addressee = there[registered[row.employer]]
        errors: dict[str, Any] = {}
        _fill(addressee, row.details, errors)
        wrong += [_("第%(line)d行：%(text)s") % {"line": row.line, "text": text} for text in _flat(errors)]
        touched[addressee.pk] = addressee
    if wrong:
        raise Invalid({"file": wrong[:20]})
    CampaignAddressee.objects.bulk_update(touched.values(), ["facts", "recipient", "address", "workers"], 500)
    if touched and not new:
        _amended(campaign, by, at)
    return len(rows), new


def _registered(names: set[str], by: Actor) -> dict[str, int]:
    """Credit code or name → employer; names that several have are left out."""
    found = Employer.objects.visible_to(by).filter(merged_into=None)
    by_code = {code: pk for code, pk in found.filter(uscc__in=names).values_list("uscc", "pk") if code}
    by_name: dict[str, list[int]] = {}
    for name, pk in found.filter(name__in=names).values_list("name", "pk"):
        by_name.setdefault(name, []).append(pk)
    return {name: pks[0] for name, pks in by_name.items() if len(pks) == 1} | by_code


def _fill(addressee: CampaignAddressee, details: Details, errors: dict[str, Any]) -> None:
    for name in ("facts", "recipient", "address"):
        text = getattr(details, name)
        if text is not None:
            setattr(addressee, name, text.strip())
    if details.workers is not None:
        addressee.workers = details.workers
    if len(addressee.facts) > LONGEST_FACTS:
        errors["facts"] = _("最多%(longest)d个字。") % {"longest": LONGEST_FACTS}
    check_columns(addressee, ["recipient", "address", "workers"], errors)


def _flat(errors: Mapping[str, Any]) -> list[str]:
    return [str(text) for texts in errors.values() for text in (texts if isinstance(texts, list) else [texts])]


def _locked(campaign: Campaign, addressee_id: int) -> CampaignAddressee:
    found = campaign.addressees.select_for_update(of=("self",)).select_related("employer").filter(pk=addressee_id)
    addressee = found.first()
    if addressee is None:
        raise Missing(_("名单中没有这家单位。"))
    return addressee


def _amended(campaign: Campaign, by: Actor, at: datetime) -> None:
    """Who chooses addressees is an author of what is approved (services/persons.py)."""
    note(campaign, "letter.amended", by=by, at=at, data={"what": stored(gettext_lazy("收件单位"))})
