"""A mediation as official papers speak of it, and one agreement, breach or session where a paper is about that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mediation.models import Agreement, Breach, Confirmation, Mediation, MediatorAssignment, Session
from mediation.paper_sessions import SessionFacts
from mediation.services.agreed import standing_of
from mediation.services.instalments import Due, dues_of
from mediation.services.signers import signers_of
from unionlaw.documents import fields
from unionlaw.documents.fields import Column
from unionlaw.documents.services.drafting import prose_date
from unionlaw.lib.money import format_fen
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Claim, Matter, Party
from unionlaw.matters.services.numbering import issuer_of
from unionlaw.network.models import Organisation

MOST_NAMES = 10


@dataclass(frozen=True, slots=True)
class About:
    """What of the mediation a paper is about, where it is about a part."""

    agreement: Agreement | None = None
    breach: Breach | None = None
    session: Session | None = None
    organ: Organisation | None = None


class MediationFacts(SessionFacts):
    """Each part is read once and only when a paper names it."""

    def __init__(self, matter: Matter, about: About | None = None) -> None:
        self.matter, self.about = matter, about or About()

    @cached_property
    def mediation(self) -> Mediation:
        found = Mediation.objects.select_related("referred_by").get(pk=self.matter.pk)
        found.matter = self.matter
        return found

    @property
    def chosen_session(self) -> Session | None:
        return self.about.session

    @cached_property
    def issuer(self) -> Organisation:
        return issuer_of(self.matter.organisation)

    # The parties

    @cached_property
    def parties(self) -> list[Party]:
        found = Party.objects.filter(dispute=self.matter.dispute_id or 0)
        return list(found.select_related("worker", "employer", "organisation").order_by("pk"))

    @cached_property
    def claimants(self) -> list[Party]:
        """The workers that the paper is about: those of its agreement, else all."""
        own = {line["party_id"] for line in self.agreement.claims} if self.agreement else set()
        found = [party for party in self.parties if party.side == Party.Side.CLAIMANT]
        return [party for party in found if party.pk in own] if own else found

    @cached_property
    def respondents(self) -> list[Party]:
        return [party for party in self.parties if party.side == Party.Side.RESPONDENT]

    def respondent(self, column: str) -> str:
        """The first respondent's value that is known."""
        known = (getattr(party.subject, column, "") or "" for party in self.respondents)
        return next((str(value) for value in known if value), "")

    def applicants_table(self) -> dict[str, Any]:
        columns = (Column("姓名"), Column("证件号码", wide=True), Column("住址", wide=True))
        workers = [party.worker for party in self.claimants if party.worker]
        return fields.table(columns, ((w.name, str(w.id_number), str(w.address or "")) for w in workers))

    @cached_property
    def mediators(self) -> list[str]:
        serving = MediatorAssignment.objects.serving().filter(mediation=self.mediation)
        return [one.post.user.display_name for one in serving.select_related("post__user")]

    def organs(self) -> list[str]:
        parts = self.mediation.participations.filter(left_on=None).select_related("organisation")
        return [p.organisation.name + (f"（{p.own_number}）" if p.own_number else "") for p in parts]

    # What they ask and what came of it

    @cached_property
    def claims(self) -> list[Claim]:
        found = Claim.objects.filter(party__in=self.claimants).select_related("party__worker")
        return list(found.order_by("party_id", "pk"))

    def claims_table(self) -> dict[str, Any]:
        columns = (Column("申请人"), Column("请求项目", wide=True), Column("金额（元）", number=True))
        return fields.table(
            columns, ((c.party.name, stored(c.get_head_display()), format_fen(c.amount)) for c in self.claims)
        )

    def outcomes_table(self) -> dict[str, Any]:
        columns = (Column("申请人"), Column("请求项目", wide=True), Column("结果"), Column("金额（元）", number=True))
        outcomes = {o.claim_id: o for o in self.matter.outcomes.all()}
        rows = [(c, outcomes.get(c.pk)) for c in self.claims]
        return fields.table(
            columns,
            (
                (
                    c.party.name, stored(c.get_head_display()),
                    stored(o.get_code_display()) if o else "—", format_fen(o.amount) if o else "—",
                )
                for c, o in rows
            ),
        )  # fmt: skip

    # The agreement

    @cached_property
    def agreement(self) -> Agreement | None:
        """The one the paper is about, else the joint or only one that stands."""
        about = self.about
        if about.agreement or about.breach:
            broken = about.breach.instalment if about.breach else None
            return about.agreement or (broken.agreement if broken else None)
        if self.about.session or self.about.organ:
            return None
        standing = standing_of(self.mediation)
        return standing[0] if standing and (standing[0].joint or len(standing) == 1) else None

    @cached_property
    def dues(self) -> list[Due]:
        return dues_of([self.agreement]) if self.agreement else []

    def agreed_table(self) -> dict[str, Any]:
        columns = (Column("职工"), Column("项目", wide=True), Column("金额（元）", number=True))
        lines = self.agreement.claims if self.agreement else []
        return fields.table(columns, ((x["worker"], x["head"], format_fen(x["amount"])) for x in lines))

    def dues_table(self) -> dict[str, Any]:
        """By day: when, for how many, how much."""
        columns = (
            Column("期次"),
            Column("付款日期", wide=True),
            Column("人数", number=True),
            Column("金额（元）", number=True),
        )
        return fields.table(
            columns,
            (
                (
                    str(d.number),
                    prose_date(d.due_on),
                    str(len({r.instalment.claim.party_id for r in d.rows})),
                    format_fen(d.amount),
                )
                for d in self.dues
            ),
        )

    def payments_table(self) -> dict[str, Any]:
        """By worker: who gets what on which day."""
        columns = (Column("职工"), Column("项目", wide=True), Column("付款日期"), Column("金额（元）", number=True))
        rows = sorted(
            (row.instalment for due in self.dues for row in due.rows),
            key=lambda i: (i.claim.party_id, i.claim_id, i.due_on),
        )
        return fields.table(
            columns,
            (
                (i.claim.party.name, stored(i.claim.get_head_display()), i.due_on.isoformat(), format_fen(i.amount))
                for i in rows
            ),
        )

    def signers_table(self) -> dict[str, Any]:
        columns = (
            Column("身份"),
            Column("姓名（名称）", wide=True),
            Column("签名、盖章或者捺印　　"),
            Column("日期　　　"),
        )
        if self.agreement is None:
            return {}
        self.agreement.mediation = self.mediation
        signers = [s for s in signers_of(self.agreement) if s.required or s.kind != "party"]
        return fields.table(columns, ((stored(s.label), s.name, "", "") for s in signers))

    @cached_property
    def confirmation(self) -> Confirmation | None:
        if self.agreement is None:
            return None
        return self.agreement.confirmations.exclude(state="withdrawn").select_related("organ").order_by("-pk").first()

    @property
    def organ_name(self) -> str:
        """The organ that confirms."""
        if self.about.organ:
            return self.about.organ.name
        return self.confirmation.organ.name if self.confirmation and self.confirmation.organ else ""

    # What was not kept

    @cached_property
    def overdue(self) -> list[Due]:
        """What is owed up to the breach; all that is left where the breach is of the whole."""
        breach = self.about.breach
        if breach is None or breach.instalment is None:
            return []
        broken = breach.instalment.due_on
        by_then = [due for due in self.dues if due.left and due.due_on <= broken]
        whole = breach.arrears > sum(due.left for due in by_then)
        return [due for due in self.dues if due.left] if whole else by_then

    @cached_property
    def arrears(self) -> int:
        return sum(due.left for due in self.overdue)

    def arrears_table(self) -> dict[str, Any]:
        columns = (
            Column("职工"), Column("应付日期", wide=True), Column("应付（元）", number=True),
            Column("已付（元）", number=True), Column("欠付（元）", number=True),
        )  # fmt: skip
        rows = [row for due in self.overdue for row in due.rows if row.left]
        return fields.table(
            columns,
            (
                (
                    r.instalment.claim.party.name, r.instalment.due_on.isoformat(), format_fen(r.instalment.amount),
                    format_fen(r.paid), format_fen(r.left),
                )
                for r in rows
            ),
        )  # fmt: skip

    def owed_names(self) -> str:
        """The workers who were not paid."""
        return named(row.instalment.claim.party.name for due in self.overdue for row in due.rows if row.left)


def named(names: Iterable[str]) -> str:
    """甲、乙, or 甲等12人 where there are more than ten."""
    known = list(dict.fromkeys(names))
    return f"{known[0]}等{len(known)}人" if len(known) > MOST_NAMES else "、".join(known)
