"""Walks a case to any status, each step by the person whose step it is, through the services."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cases import states
from cases.models import AidCase, Hearing
from cases.services import (
    applications,
    assignments,
    closing,
    conduct,
    facts,
    follow_ups,
    materials,
    outcomes,
    reviews,
)
from cases.services.applications import ApplicantInput, ClaimInput
from cases.services.outcomes import OutcomeInput
from tests.cast import NOON
from unionlaw.matters.models import Claim, Payment
from unionlaw.network.actors import Actor

TODAY = NOON.date()
BY_MATTER = {"add_applicant", "add_respondent", "add_claim", "amend_claim"}
"""Services that every workflow shares."""


@dataclass
class Walk:
    caseworker: Actor
    supervisor: Actor
    lawyer: Actor
    cause: Any
    make_worker: Callable[[str], Any]
    make_employer: Callable[[str], Any]

    def apply(self, workers: tuple[str, ...] = ("张三",), employer: Any = None, **changes: Any) -> AidCase:
        """An application of these workers, 50,000 yuan of wages each."""
        return applications.apply_for_aid(
            **{
                "applicants": [
                    ApplicantInput(self.make_worker(name), [ClaimInput("wages", 5_000_000)]) for name in workers
                ],
                "employers": [employer or self.make_employer("光影传媒有限公司")],
                "cause": self.cause,
                "facts": "被拖欠六个月工资。",
                "eligibility": "infringement",
                "channel": "window",
                "infringed_on": date(2026, 6, 30),
                "by": self.caseworker,
                "at": NOON,
                **changes,
            }
        )

    def to(self, status: str, case: AidCase | None = None, at: datetime = NOON) -> AidCase:
        """A case in `status`, with review papers in unless it is asked for them, and one closing paper still out."""
        case = case or self.apply()
        who = {"case_id": case.pk, "at": at}
        boss, lawyer = {**who, "by": self.supervisor}, {**who, "by": self.lawyer}
        if status == states.SUPPLEMENT:
            self.papers(case, "review")
            reviews.request_supplement(**boss, items=["劳动合同"], due_on=TODAY + timedelta(days=5))
            material = case.materials.get(label="劳动合同")
            materials.receive_material(**boss, material_id=material.pk)
            return self.fresh(case)
        if status in {states.SUBMITTED, states.OBJECTED, states.GRANTED, states.ASSIGNED, *states.WITH_LAWYER} or (
            status == states.CLOSED
        ):
            self.papers(case, "review")
        match status:
            case states.REFUSED | states.OBJECTED:
                reviews.refuse(**boss, reason="不属于援助范围")
                if status == states.OBJECTED:
                    reviews.object_to_refusal(**{**who, "by": self.caseworker}, objection="确有困难")
            case states.REFERRED:
                reviews.refer_elsewhere(**boss, referred_to="市法律援助处", reason="刑事案件")
            case states.WITHDRAWN:
                reviews.withdraw(**{**who, "by": self.caseworker}, reason="已和解")
            case states.GRANTED | states.ASSIGNED | states.CONDUCTING | states.CLOSED:
                reviews.grant(**boss, reason="符合条件")
        if status in {states.ASSIGNED, states.CONDUCTING, states.CLOSED}:
            assignments.assign(**boss, lawyer_post_id=self.lawyer.post.pk)
        if status in {states.CONDUCTING, states.CLOSED}:
            assignments.accept_assignment(**lawyer)
        if status == states.CLOSED:
            self.finish(case, at=at)
            closing.close_case(**boss, ending="settled", closing_note="已履行。")
        return self.fresh(case)

    def papers(self, case: AidCase, required_for: str) -> None:
        for material in case.materials.filter(required_for=required_for, received_on=None, waived_reason=""):
            materials.receive_material(case_id=case.pk, material_id=material.pk, by=self.supervisor, at=NOON)

    def finish(self, case: AidCase, at: datetime = NOON, received: int = 0) -> None:
        """Everything that closing asks for."""
        self.papers(case, "closing")
        outcomes.record_outcomes(
            case_id=case.pk,
            outcomes=[OutcomeInput(claim.pk, "settled", claim.amount, received) for claim in self.claims(case)],
            decided_on=at.date(),
            instrument="agreement",
            by=self.lawyer,
            at=at,
        )

    def pay(self, case: AidCase, amount: int = 1_000_000) -> Payment:
        return outcomes.record_payment(
            case_id=case.pk,
            claim_id=self.claims(case)[0].pk,
            amount=amount,
            paid_on=TODAY,
            by=self.lawyer,
            at=NOON,
        )

    def claims(self, case: AidCase) -> list[Claim]:
        return list(Claim.objects.filter(party__dispute=case.matter.dispute_id).order_by("pk"))

    def fresh(self, case: AidCase) -> AidCase:
        return AidCase.objects.select_related("matter__dispute", "matter__organisation", "lawyer").get(pk=case.pk)

    def do(self, verb: str, case: AidCase, *, by: Actor, **changes: Any) -> Any:
        """Call the service `verb` with sensible arguments."""
        service, arguments = self._call(verb, case)
        id_name = "matter_id" if verb in BY_MATTER else "case_id"
        return service(**{id_name: case.pk, "by": by, "at": NOON, **arguments, **changes})

    def prepare(self, verb: str, case: AidCase) -> None:
        """What must be there for `verb` to succeed where the status allows it."""
        conducting = case.matter.status_id == states.CONDUCTING
        if verb == "conclude_hearing" and conducting:
            self.do("schedule_hearing", case, by=self.lawyer)
        if verb in {"record_payment", "cancel_payment", "close_case"} and conducting:
            self.finish(case)
        if verb == "cancel_payment" and case.matter.status_id in {states.CONDUCTING, states.CLOSED}:
            self.pay(case)

    def _call(self, verb: str, case: AidCase) -> tuple[Callable[..., Any], dict[str, Any]]:
        claim = self.claims(case)[0]
        party = claim.party
        hearing = case.hearings.filter(held=None).first() or Hearing(pk=0)
        payment = Payment.objects.filter(matter=case.pk).first() or Payment(pk=0)
        paper = case.materials.filter(received_on=None, waived_reason="").first() or case.materials.first()
        reason = {"reason": "理由"}
        table: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
            "request_supplement": (reviews.request_supplement, {"items": ["工资条"], "due_on": TODAY}),
            "receive_supplement": (reviews.receive_supplement, {}),
            "grant": (reviews.grant, reason),
            "grant_urgently": (reviews.grant_urgently, {**reason, "preservation": True}),
            "refuse": (reviews.refuse, reason),
            "object_to_refusal": (reviews.object_to_refusal, {"objection": "确有困难"}),
            "uphold_refusal": (reviews.uphold_refusal, reason),
            "refer_elsewhere": (reviews.refer_elsewhere, {**reason, "referred_to": "市法律援助处"}),
            "withdraw": (reviews.withdraw, reason),
            "assign": (assignments.assign, {"lawyer_post_id": self.lawyer.post.pk}),
            "accept_assignment": (assignments.accept_assignment, {}),
            "decline_assignment": (assignments.decline_assignment, reason),
            "replace_lawyer": (assignments.replace_lawyer, reason),
            "set_stage": (conduct.set_stage, {"stage": "arbitration"}),
            "schedule_hearing": (
                conduct.schedule_hearing,
                {"what": "meeting", "starts_at": NOON - timedelta(hours=1), "place": "北桥街站"},
            ),
            "conclude_hearing": (
                conduct.conclude_hearing,
                {"hearing_id": hearing.pk, "held": True, "result": "已谈妥"},
            ),
            "log_filing": (conduct.log_filing, {"what": "arbitration", "body": "越山区仲裁院", "filed_on": TODAY}),
            "log_work": (conduct.log_work, {"worked_on": TODAY, "minutes": 90, "what": "起草申请书"}),
            "record_outcomes": (
                outcomes.record_outcomes,
                {
                    "outcomes": [OutcomeInput(claim.pk, "settled", claim.amount)],
                    "decided_on": TODAY,
                    "instrument": "agreement",
                },
            ),
            "record_payment": (
                outcomes.record_payment,
                {"claim_id": claim.pk, "amount": 1_000_000, "paid_on": TODAY},
            ),
            "cancel_payment": (outcomes.cancel_payment, {**reason, "payment_id": payment.pk}),
            "receive_material": (materials.receive_material, {"material_id": paper.pk}),
            "waive_material": (materials.waive_material, {**reason, "material_id": paper.pk}),
            "add_material": (materials.add_material, {"label": "授权书补充", "required_for": "optional"}),
            "add_applicant": (
                facts.add_applicant,
                {"worker": verb == "add_applicant" and self.make_worker("李四"), "claims": [ClaimInput("wages", 100)]},
            ),
            "add_respondent": (
                facts.add_respondent,
                {"employer": verb == "add_respondent" and self.make_employer("关联公司")},
            ),
            "add_claim": (facts.add_claim, {"party_id": party.pk, "claim": ClaimInput("severance", 200)}),
            "amend_claim": (facts.amend_claim, {"claim_id": claim.pk, "claim": ClaimInput("overtime", 300)}),
            "amend_facts": (
                facts.amend_facts,
                {
                    "cause": self.cause,
                    "facts": "补充事实。",
                    "infringed_on": None,
                    "employment_ended_on": None,
                    "limitation_on": None,
                },
            ),
            "name_representatives": (facts.name_representatives, {"party_ids": [party.pk]}),
            "close_case": (closing.close_case, {"ending": "settled", "closing_note": "已履行。"}),
            "record_follow_up": (
                follow_ups.record_follow_up,
                {"asked_on": TODAY, "how": "phone", "reached": True, "satisfaction": "satisfied"},
            ),
            "reopen_case": (closing.reopen_case, reason),
        }
        return table[verb]
