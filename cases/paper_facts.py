"""A legal-aid case as official papers speak of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone

from cases.models import AidCase, Assignment
from unionlaw.documents import fields
from unionlaw.documents.fields import Column
from unionlaw.lib.money import format_fen
from unionlaw.lib.text import mask_name
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Claim, Matter, Party
from unionlaw.matters.services.numbering import issuer_of
from unionlaw.network.models import Organisation

MOST_NAMES = 10


class CaseFacts:
    """A case as papers speak of it; each part is read once and only when a paper names it."""

    def __init__(self, matter: Matter) -> None:
        self.matter = matter

    @classmethod
    def of_many(cls, matters: Sequence[Matter]) -> list[CaseFacts]:
        """The facts of many cases, with what nearly every paper names read at once: parties and the case itself."""
        disputes = [matter.dispute_id for matter in matters if matter.dispute_id]
        parties: dict[int, list[Party]] = {}
        for party in Party.objects.filter(dispute__in=disputes).select_related("worker", "employer").order_by("pk"):
            parties.setdefault(party.dispute_id, []).append(party)
        cases = AidCase.objects.select_related("lawyer__user", "lawyer__organisation").in_bulk([m.pk for m in matters])
        found = []
        for matter in matters:
            facts = cls(matter)
            facts.parties = parties.get(matter.dispute_id or 0, [])
            if matter.pk in cases:
                facts.case = cases[matter.pk]
            found.append(facts)
        return found

    @cached_property
    def case(self) -> AidCase:
        return AidCase.objects.select_related("lawyer__user", "lawyer__organisation").get(pk=self.matter.pk)

    @cached_property
    def issuer(self) -> Organisation:
        return issuer_of(self.matter.organisation)

    @cached_property
    def parties(self) -> list[Party]:
        found = Party.objects.filter(dispute=self.matter.dispute_id or 0).select_related("worker", "employer")
        return list(found.order_by("pk"))

    @cached_property
    def workers(self) -> list[Any]:
        return [p.worker for p in self.parties if p.side == Party.Side.CLAIMANT and p.worker is not None]

    @cached_property
    def employers(self) -> list[Any]:
        return [p.employer for p in self.parties if p.side == Party.Side.RESPONDENT and p.employer is not None]

    @cached_property
    def claims(self) -> list[Claim]:
        found = Claim.objects.filter(party__dispute=self.matter.dispute_id or 0, party__side=Party.Side.CLAIMANT)
        return list(found.select_related("party__worker").order_by("party_id", "pk"))

    @property
    def names(self) -> str:
        names = [worker.name for worker in self.workers]
        if len(names) > MOST_NAMES:
            return f"{names[0]}等{len(names)}人"
        return "、".join(names)

    @property
    def employer_names(self) -> str:
        return "、".join(employer.name for employer in self.employers)

    @property
    def total(self) -> int:
        return sum(claim.amount for claim in self.claims)

    def claims_table(self) -> dict[str, Any]:
        columns = (Column("申请人"), Column("请求项目", wide=True), Column("期间"), Column("金额（元）", number=True))
        return fields.table(
            columns,
            (
                (
                    c.party.worker.name if c.party.worker else "",
                    stored(c.get_head_display()),
                    _period(c),
                    format_fen(c.amount),
                )
                for c in self.claims
            ),
        )

    def applicants_table(self) -> dict[str, Any]:
        columns = (Column("姓名"), Column("证件号码", wide=True), Column("请求金额（元）", number=True))
        sums: dict[int, int] = {}
        for claim in self.claims:
            sums[claim.party.worker_id or 0] = sums.get(claim.party.worker_id or 0, 0) + claim.amount
        return fields.table(columns, ((w.name, str(w.id_number), format_fen(sums.get(w.pk, 0))) for w in self.workers))

    def outcomes_table(self) -> dict[str, Any]:
        columns = (
            Column("申请人"), Column("请求项目", wide=True), Column("结果"), Column("确定（元）", number=True),
            Column("到账（元）", number=True),
        )  # fmt: skip
        outcomes = {o.claim_id: o for o in self.matter.outcomes.all()}
        paid: dict[int, int] = {}
        for payment in self.matter.payments.filter(cancelled_reason=""):
            paid[payment.claim_id] = paid.get(payment.claim_id, 0) + payment.amount
        return fields.table(
            columns,
            (
                (
                    c.party.worker.name if c.party.worker else "",
                    stored(c.get_head_display()),
                    stored(outcomes[c.pk].get_code_display()) if c.pk in outcomes else "—",
                    format_fen(outcomes[c.pk].amount) if c.pk in outcomes else "—",
                    format_fen(paid.get(c.pk, 0)),
                )
                for c in self.claims
            ),
        )

    @cached_property
    def received(self) -> int:
        return sum(self.matter.payments.filter(cancelled_reason="").values_list("amount", flat=True))

    @cached_property
    def supplement(self) -> Any:
        return getattr(self.case, "supplement_request", None)

    @cached_property
    def assigned_on(self) -> date | None:
        """The day of the assignment that holds."""
        found = Assignment.objects.filter(case=self.case, answer__in=["pending", "accepted"]).first()
        return timezone.localdate(found.assigned_at) if found else None

    @property
    def masked(self) -> str:
        return "、".join(mask_name(worker.name) for worker in self.workers[:MOST_NAMES])

    def lawyer(self, what: str) -> str:
        """Of the lawyer in charge: "name", "firm" or "licence"; "" where there is none."""
        post = self.case.lawyer
        if post is None:
            return ""
        return {"name": post.user.display_name, "firm": post.organisation.name, "licence": post.licence_number}[what]

    def employer(self, column: str) -> str:
        """The first respondent's value that is known."""
        return next((value for employer in self.employers if (value := getattr(employer, column))), "")


def _period(claim: Claim) -> str:
    return "—".join(on.strftime("%Y.%m.%d") for on in (claim.from_on, claim.to_on) if on) or "—"
