"""What a draft states and demands, line by line: facts found, demands, copies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring_letters.models import Copy, Demand, Finding, SupervisionLetter
from monitoring_letters.services.steps import begin, check_document, record
from unionlaw.documents.models import Document
from unionlaw.lib.errors import Missing
from unionlaw.lib.money import LARGEST
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Claim
from unionlaw.matters.services.checking import check_columns, refuse_if
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation


@dataclass(frozen=True, slots=True)
class FindingInput:
    """One fact found; `document` is a paper in the letter's folder that proves it."""

    text: str
    evidence: str = ""
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class DemandInput:
    """One demand.

    Args:
        claim_id: the worker's claim of the letter's dispute that it asks to fulfil, or None.
        amount: fen; 0 where nothing is to be paid.
    """

    text: str
    basis: str = ""
    claim_id: int | None = None
    amount: int = 0


@transaction.atomic
def set_findings(
    *, letter_id: int, findings: Sequence[FindingInput], by: Actor, at: datetime, version: int | None = None
) -> SupervisionLetter:
    """Write down the facts found, in order; replaces what was there. Raises Invalid per "finding-<i>-<column>"."""
    letter = begin(letter_id=letter_id, verb="set_findings", by=by, version=version)
    errors: dict[str, Any] = {}
    rows = []
    for i, given in enumerate(findings):
        row = Finding(
            letter=letter,
            position=i + 1,
            text=given.text.strip(),
            evidence=given.evidence.strip(),
            document=given.document,
        )
        check_columns(row, ["text", "evidence"], errors, prefix=f"finding-{i}-")
        check_document(given.document, letter.matter, f"finding-{i}-document", errors)
        rows.append(row)
    refuse_if(errors)
    letter.findings.all().delete()
    Finding.objects.bulk_create(rows)
    record(letter, "letter.amended", by=by, at=at, data={"what": stored(gettext_lazy("查明事实"))})
    return letter


@transaction.atomic
def set_demands(
    *, letter_id: int, demands: Sequence[DemandInput], by: Actor, at: datetime, version: int | None = None
) -> SupervisionLetter:
    """Write down the demands, in order; replaces what was there.

    Raises Missing when a claim is not one of the letter's dispute, Invalid per "demand-<i>-<column>".
    """
    letter = begin(letter_id=letter_id, verb="set_demands", by=by, version=version)
    errors: dict[str, Any] = {}
    wanted = {given.claim_id for given in demands if given.claim_id is not None}
    known = set(
        Claim.objects.filter(pk__in=wanted, party__dispute=letter.matter.dispute_id).values_list("pk", flat=True)
        if letter.matter.dispute_id
        else []
    )
    if wanted - known:
        raise Missing(_("本函书的争议中没有这项请求。"))
    rows = []
    for i, given in enumerate(demands):
        row = Demand(
            letter=letter, position=i + 1, text=given.text.strip(), basis=given.basis.strip(), claim_id=given.claim_id,
            amount=given.amount,
        )  # fmt: skip
        check_columns(row, ["text", "basis"], errors, prefix=f"demand-{i}-")
        if not 0 <= given.amount <= LARGEST:
            errors[f"demand-{i}-amount"] = _("金额不能为负。") if given.amount < 0 else _("金额过大，请核对。")
        rows.append(row)
    refuse_if(errors)
    letter.demands.all().delete()
    Demand.objects.bulk_create(rows)
    record(letter, "letter.amended", by=by, at=at, data={"what": stored(gettext_lazy("整改要求"))})
    return letter


@transaction.atomic
def set_copies(
    *, letter_id: int, organisations: Sequence[Organisation], by: Actor, at: datetime, version: int | None = None
) -> SupervisionLetter:
    """Say who gets a copy (抄送); replaces what was there. Raises Invalid when one is named twice."""
    letter = begin(letter_id=letter_id, verb="set_copies", by=by, version=version)
    if len({one.pk for one in organisations}) < len(organisations):
        refuse_if({"organisations": _("抄送单位重复。")})
    letter.copies.all().delete()
    Copy.objects.bulk_create([Copy(letter=letter, organisation=one) for one in organisations])
    record(letter, "letter.amended", by=by, at=at, data={"what": stored(gettext_lazy("抄送单位"))})
    return letter
