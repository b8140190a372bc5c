"""Walks leads and letters to any status, each step by the person whose step it is, through the services."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from monitoring_letters import states
from monitoring_letters.models import Demand, Inquiry, Lead, LinkedInstrument, ServiceAttempt, SupervisionLetter
from monitoring_letters.services import (
    closing,
    content,
    drafting,
    escalating,
    following,
    inquiries,
    issuing,
    leads,
    linking,
    payments,
    reviewing,
    serving,
)
from monitoring_letters.services.content import DemandInput, FindingInput
from monitoring_letters.services.following import JudgementInput
from monitoring_letters.services.inquiries import SupervisorInput
from tests.cast import NOON
from unionlaw.matters.models import Claim, Party, Payment
from unionlaw.matters.models.dispute import Head
from unionlaw.matters.services.facts import ClaimInput, add_claims
from unionlaw.network.actors import Actor

TODAY = NOON.date()
TWO = [SupervisorInput("何晓岚", "粤监001"), SupervisorInput("岑立", "粤监002")]
REASON = {"reason": "理由"}
ISSUED = (states.ISSUED, states.SERVED, states.UNANSWERED, states.REPLIED, states.CLOSED, states.ESCALATED)
ORDER = (states.DRAFTING, states.REVIEW, states.APPROVAL, states.APPROVED, states.ISSUED, states.SERVED)


@dataclass
class Walk:
    caseworker: Actor
    colleague: Actor
    supervisor: Actor
    approver: Actor
    lawyer: Actor
    bureau: Any
    make_worker: Callable[[str], Any]
    make_employer: Callable[[str], Any]

    # -- leads -------------------------------------------------------------------------------------------------------

    def lead(self, **changes: Any) -> Lead:
        """A hotline caller says that wages are not paid."""
        return leads.record_lead(
            **{
                "source": "hotline",
                "employer": changes.get("employer") or self.make_employer("光影传媒有限公司"),
                "topic": "pay",
                "content": "拖欠二十名员工两个月工资。",
                "workers": [self.make_worker("张三")] if "workers" not in changes else [],
                "by": self.caseworker,
                "at": NOON,
                **changes,
            }
        )

    def lead_to(self, status: str, lead: Lead | None = None) -> Lead:
        lead = lead or self.lead()
        who = {"lead_id": lead.pk, "by": self.caseworker, "at": NOON}
        match status:
            case states.ASSESSED:
                leads.assess_lead(**who, proposal="notice", assessment="属实，可发提示函。")
            case states.DROPPED:
                leads.drop_lead(**who, reason="不属实")
            case states.REFERRED:
                leads.refer_lead(**who, referred_to="越山区劳动监察大队", reason="金额大")
            case states.JOINED:
                leads.join_lead(**who, into_id=self.lead(employer=lead.employer).pk)
            case states.LETTERED:
                drafting.draft_letter(lead_id=lead.pk, instrument="notice", topic="pay", by=self.caseworker, at=NOON)
        return Lead.objects.select_related("matter").get(pk=lead.pk)

    # -- letters -----------------------------------------------------------------------------------------------------

    def draft(self, instrument: str = "notice", *, by: Actor | None = None, **changes: Any) -> SupervisionLetter:
        """A letter with all it needs: a demand of 50,000 yuan for 张三's claim, and one without money."""
        by = by or self.caseworker
        at = changes.pop("at", NOON)
        if changes.get("reach", "single") == "single" and not {"employer", "lead_id", "from_matter_id"} & set(changes):
            changes["employer"] = self.make_employer("光影传媒有限公司")
        letter = drafting.draft_letter(**{"instrument": instrument, "topic": "pay", "by": by, "at": at, **changes})
        self.complete(letter, by=by, at=at)
        return self.fresh(letter)

    def complete(self, letter: SupervisionLetter, *, by: Actor, at: datetime = NOON) -> None:
        who = {"letter_id": letter.pk, "by": by, "at": at}
        claim = self.claim(letter)
        content.set_demands(
            **who,
            demands=[
                DemandInput("支付张三工资", "劳动法第50条", claim and claim.pk, 5_000_000),
                DemandInput("建立工资台账", "工资支付暂行规定第6条"),
            ],
        )
        if letter.instrument == "opinion":
            inquiries.record_inquiry(
                **who, held_on=at.date(), place="公司", heard="经理、职工代表", text="查看工资表。", supervisors=TWO
            )
        if letter.instrument != "notice":
            content.set_findings(**who, findings=[FindingInput("拖欠工资两个月", "工资表复印件")])
        drafting.amend_letter(
            **who,
            facts="拖欠工资两个月。",
            legal_basis="劳动法第50条。",
            authority=self.bureau if letter.instrument == "recommendation" else None,
            exception="情况紧急" if letter.instrument == "recommendation" else "",
        )

    def claim(self, letter: SupervisionLetter) -> Claim | None:
        """张三's claim of the letter's dispute."""
        dispute = letter.matter.dispute
        if dispute is None:
            return None
        party = dispute.parties.filter(worker__isnull=False).first() or Party.objects.create(
            dispute=dispute, side=Party.Side.CLAIMANT, worker=self.make_worker("张三")
        )
        return party.claims.first() or add_claims([(party, ClaimInput(Head.WAGES, 5_000_000))])[0]

    def to(
        self, status: str, letter: SupervisionLetter | None = None, at: datetime = NOON, **changes: Any
    ) -> SupervisionLetter:
        """A letter in `status`; unless one is given, an opinion against 光影传媒."""
        if status == states.PUBLISHED:
            changes = {"instrument": "notice", "reach": "industry", "audience": "全区直播电商企业", **changes}
        letter = letter or self.draft(**{"instrument": "opinion", "at": at, **changes})
        if status == states.WITHDRAWN:
            self.do("withdraw_draft", letter, at=at)
        elif status == states.CORRECTED_EARLY:
            self.do("record_early_correction", letter, at=at)
        else:
            goal = status if status in ORDER else states.ISSUED if status == states.PUBLISHED else states.SERVED
            for step in ORDER[1 : ORDER.index(goal) + 1]:
                self._forward(step, letter, at)
            self._after_service(status, letter, at)
        return self.fresh(letter)

    def _forward(self, step: str, letter: SupervisionLetter, at: datetime) -> None:
        match step:
            case states.REVIEW:
                self.do("submit_for_review", letter, at=at)
            case states.APPROVAL:
                self.do("pass_review", letter, at=at)
            case states.APPROVED:
                while self.fresh(letter).matter.status_id == states.APPROVAL:
                    self.do("approve", letter, at=at)
            case states.ISSUED:
                self.do("issue", letter, at=at)
            case states.SERVED:
                self.serve(letter, at=at)

    def _after_service(self, status: str, letter: SupervisionLetter, at: datetime) -> None:
        match status:
            case states.PUBLISHED:
                self.do("publish", letter, at=at)
            case states.UNANSWERED:
                later = at + timedelta(days=40)
                self.do("mark_unanswered", letter, at=later)
            case states.REPLIED:
                self.do("record_reply", letter, at=at)
            case states.ESCALATED:
                self.do("prepare_next", letter, at=at)
            case states.CLOSED:
                self.do("record_reply", letter, at=at)
                self.settle(letter, at=at)
                self.do("close_letter", letter, at=at)

    def serve(self, letter: SupervisionLetter, at: datetime = NOON) -> None:
        self.do("start_service", letter, at=at)
        self.do("confirm_service", letter, at=at)

    def settle(self, letter: SupervisionLetter, judgement: str = "corrected", at: datetime = NOON) -> None:
        """Everything that closing asks for: all demands judged on the spot by two supervisors."""
        given = [JudgementInput(pk, judgement) for pk in letter.demands.values_list("pk", flat=True)]
        self.do("reinspect", letter, at=at, judgements=given)

    def fresh(self, letter: SupervisionLetter) -> SupervisionLetter:
        return SupervisionLetter.objects.select_related("matter__dispute", "matter__organisation").get(pk=letter.pk)

    def who(self, verb: str, letter: SupervisionLetter) -> Actor:
        """The person whose step it is."""
        if verb in {"pass_review", "return_from_review"}:
            return self.lawyer
        if verb in {"approve", "return_for_changes"}:
            step = letter.approvals.filter(round=letter.round, position__gt=0, decision="").order_by("position").first()
            return self.supervisor if step and step.role == "supervisor" else self.approver
        if verb in {"issue", "close_letter", "reopen_letter", "withdraw_letter", "correct_letter", "cancel_payment"}:
            return self.approver
        return self.caseworker

    def prepare(self, verb: str, letter: SupervisionLetter) -> None:
        """What must be there for `verb` to succeed where the status allows it."""
        status = letter.matter.status_id
        if verb in {"confirm_service", "record_failed_service"} and status == states.ISSUED:
            self.do("start_service", letter)
        if verb == "close_letter" and status in states.WITH_ADDRESSEE:
            if status == states.SERVED:
                self._end_reply_limit(letter)
            self.settle(letter)
        if verb == "answer_linked" and status in states.WITH_ADDRESSEE:
            self.do("record_linked", letter)
        if verb == "cancel_payment" and status in states.PAYING:
            self.do("record_payment", letter)

    def _end_reply_limit(self, letter: SupervisionLetter) -> None:
        from unionlaw.deadlines.services.changing import cancel

        for deadline in letter.matter.deadlines.filter(state="open"):
            cancel(deadline_id=deadline.pk, reason="不再等待", by=self.supervisor, at=NOON)

    def do(self, verb: str, letter: SupervisionLetter, *, by: Actor | None = None, **changes: Any) -> Any:
        """Call the service `verb` with sensible arguments, by the one whose step it is."""
        letter = self.fresh(letter)
        at = changes.get("at", NOON)
        service, arguments = self._call(verb, letter, at.date())
        by = by or self.who(verb, letter)
        return service(**{"letter_id": letter.pk, "by": by, "at": NOON, **arguments, **changes})

    def _call(self, verb: str, letter: SupervisionLetter, today: Any) -> tuple[Callable[..., Any], dict[str, Any]]:
        demand = letter.demands.first() or Demand(pk=0)
        attempt = letter.attempts.order_by("-pk").first() or ServiceAttempt(pk=0)
        linked = letter.linked.first() or LinkedInstrument(pk=0)
        inquiry = letter.inquiries.first() or Inquiry(pk=0)
        payment = Payment.objects.filter(matter=letter.pk).order_by("-pk").first() or Payment(pk=0)
        table: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
            "amend_letter": (drafting.amend_letter, {"facts": "补充事实。"}),
            "set_findings": (content.set_findings, {"findings": [FindingInput("另查明", "台账")]}),
            "set_demands": (content.set_demands, {"demands": [DemandInput("支付工资")]}),
            "set_copies": (content.set_copies, {"organisations": [self.bureau]}),
            "record_inquiry": (
                inquiries.record_inquiry,
                {"held_on": today, "place": "公司", "heard": "经理", "text": "笔录", "supervisors": TWO},
            ),
            "remove_inquiry": (inquiries.remove_inquiry, {"inquiry_id": inquiry.pk}),
            "submit_for_review": (reviewing.submit_for_review, {"reviewer_post_id": self.lawyer.post.pk}),
            "pass_review": (reviewing.pass_review, {"opinion": "依据充分"}),
            "return_from_review": (reviewing.return_from_review, REASON),
            "approve": (reviewing.approve, {"opinion": "事实清楚，可以制发"}),
            "return_for_changes": (reviewing.return_for_changes, REASON),
            "issue": (issuing.issue, {}),
            "start_service": (
                serving.start_service,
                {"method": "mail", "sent_to": "公司注册地", "sent_on": today, "tracking_number": "EMS1"},
            ),
            "confirm_service": (
                serving.confirm_service,
                {"attempt_id": attempt.pk, "served_on": today, "proof": "回执"},
            ),
            "record_failed_service": (
                serving.record_failed_service,
                {"attempt_id": attempt.pk, "failed_on": today, "reason": "查无此单位"},
            ),
            "publish": (serving.publish, {"published_on": today, "where": "区总工会公众号"}),
            "record_reply": (following.record_reply, {"received_on": today, "how": "paper", "text": "已安排整改。"}),
            "mark_unanswered": (following.mark_unanswered, {}),
            "judge_demand": (following.judge_demand, {"demand_id": demand.pk, "judgement": "partly"}),
            "reinspect": (
                following.reinspect,
                {"held_on": today, "place": "公司", "text": "核对台账。", "supervisors": TWO},
            ),
            "record_linked": (
                linking.record_linked,
                {"kind": "to_inspection", "body": "越山区劳动监察大队", "sent_on": today},
            ),
            "answer_linked": (
                linking.answer_linked,
                {"linked_id": linked.pk, "answered_on": today, "outcome": "已立案"},
            ),
            "prepare_next": (escalating.prepare_next, {"reason": "没有整改"}),
            "close_letter": (closing.close_letter, {"closing_note": "已整改到位。"}),
            "reopen_letter": (closing.reopen_letter, REASON),
            "withdraw_draft": (issuing.withdraw_draft, REASON),
            "withdraw_letter": (issuing.withdraw_letter, REASON),
            "correct_letter": (issuing.correct_letter, {**REASON, "facts": "更正后的事实。"}),
            "record_early_correction": (
                issuing.record_early_correction,
                {"corrected_on": today, "note": "听说要发函，当天付清。"},
            ),
            "record_payment": (
                payments.record_payment,
                {"demand_id": demand.pk, "amount": 1_000_000, "paid_on": today},
            ),
            "cancel_payment": (payments.cancel_payment, {**REASON, "payment_id": payment.pk}),
        }
        return table[verb]
