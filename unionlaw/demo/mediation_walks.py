"""One mediation of the demo through its steps: received, accepted, talked over, settled, signed, paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from mediation import states
from mediation.models import Agreement, Mediation, Session
from mediation.services import (
    agreements,
    closing,
    closing_performance,
    concluding,
    confirming,
    consenting,
    deciding,
    handing_over,
    holding_sessions,
    mediators,
    organs,
    outcomes,
    performing,
    printing,
    remedies,
    sessions,
    signing,
    warnings,
)
from mediation.services.signers import missing_of, signers_of
from mediation.services.warnings import Judged
from unionlaw.demo.walks import Walker
from unionlaw.documents.files import Upload
from unionlaw.matters.models import Claim, Party
from unionlaw.network.actors import Actor

SCAN = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
"""What stands for the scanned pages with the signatures."""

ORDER = (
    states.RECEIVED,
    states.ACCEPTED,
    states.IN_SESSION,
    states.SETTLING,
    states.PERFORMING,
    states.PERFORMED,
)
LAST = {states.UNPERFORMED: states.PERFORMING}
"""How far along ORDER a mediation got that ended in another status; those not named here: to a session."""


@dataclass(frozen=True)
class Table:
    """Who sits at the table."""

    desk: Actor
    mediator: Actor
    hr_mediator: Actor

    def next_free(self, after: datetime) -> datetime:
        """The first half-day session of a working day, from the day after on, at which nobody sits yet."""
        taken = set(Session.objects.exclude(state=Session.State.CANCELLED).values_list("starts_at", flat=True))
        day = timezone.localtime(after).replace(minute=0, second=0, microsecond=0)
        while True:
            day += timedelta(days=1)
            for hour in (9, 11, 14, 16):
                starts = day.replace(hour=hour)
                if day.weekday() < 5 and starts not in taken:
                    return starts


class Talks:
    """Leads one mediation on, step by step, none of them after now."""

    def __init__(self, walker: Walker, table: Table, mediation: Mediation, at: datetime) -> None:
        self.walker, self.table, self.pk, self.at = walker, table, mediation.pk, at
        self.dispute = mediation.matter.dispute_id

    def by_desk(self, hours: int = 20) -> dict[str, Any]:
        """The desk acts, some hours after the last step."""
        self.at = self.walker.later(self.at, hours=hours)
        return {"mediation_id": self.pk, "by": self.table.desk, "at": self.at}

    def to(self, status: str, *, confirmed: bool = False) -> None:
        """Up to the status, by the way that leads there; if asked, confirmed by the tribunal once it is signed."""
        if status == states.DECLINED:
            return self.decline()
        if status == states.WITHDRAWN:
            self.consent(claimants_only=True)
            consenting.withdraw(reason="双方已自行和解", **self.by_desk())
            return None
        last = status if status in ORDER else LAST.get(status, states.IN_SESSION)
        steps = (self.wait, self.accept, self.meet, self.settle, self.sign, self.pay)
        # Both sides answer when it is taken up; one that waits may have the answer of one side.
        for step in steps[:1] if last == states.RECEIVED else steps[1 : ORDER.index(last) + 1]:
            step()
            if confirmed and step == self.sign:
                self.confirm()
        if status == states.FAILED:
            self.hold("双方陈述事实和证据，分歧较大，未达成一致。")
            closing.fail(reason="no_agreement", note="单位只同意支付一半，申请人不接受。", **self.by_desk())
        elif status == states.UNPERFORMED:
            self.give_up()
        elif status == states.HANDED_OVER:
            receiver = handing_over.usual_receiver(Mediation.objects.select_related("matter").get(pk=self.pk))
            to_name = "" if receiver else "羊城市劳动人事争议仲裁院"
            handing_over.hand_over(
                to_organisation=receiver, to_name=to_name, reason="一方坚持申请仲裁", **self.by_desk()
            )
        return None

    def wait(self) -> None:
        """Received: in half of them one side has answered."""
        if self.walker.rng.random() < 0.5:
            self.consent(claimants_only=True)

    def consent(self, *, claimants_only: bool = False, agreed: bool = True) -> None:
        """Both sides say what they want, the employer a little later."""
        for side in (Party.Side.CLAIMANT,) if claimants_only else (Party.Side.CLAIMANT, Party.Side.RESPONDENT):
            parties = Party.objects.filter(dispute=self.dispute, side=side)
            when = self.by_desk(hours=12)
            consenting.record_consent(
                party_ids=[party.pk for party in parties],
                agreed=agreed or side == Party.Side.CLAIMANT,
                how="phone",
                said_on=timezone.localdate(self.at),
                **when,
            )

    def decline(self) -> None:
        """The employer does not want it."""
        self.consent(agreed=False)
        consenting.decline(advised="arbitration", reason="用人单位不同意调解", **self.by_desk())

    def accept(self) -> None:
        """Taken up, with a mediator; in some the HR bureau sits at the table too."""
        self.consent()
        signs = Mediation.objects.get(pk=self.pk).warning_signs.filter(judgement="")
        if judged := [Judged(sign.pk, "dismissed", "已核对工资流水和考勤") for sign in signs]:
            warnings.judge_warnings(judged=judged, **self.by_desk(1))
        consenting.accept(**self.by_desk())
        assert self.table.mediator.post
        assert self.table.hr_mediator.post
        mediators.assign_mediator(mediator=self.table.mediator.post, **self.by_desk(2))
        if self.walker.rng.random() < 0.5:
            organs.invite_organ(organisation=self.table.hr_mediator.post.organisation, **self.by_desk(2))
            mediators.assign_mediator(mediator=self.table.hr_mediator.post, **self.by_desk(1))

    def meet(self) -> None:
        """A session, entered after it was fixed by phone."""
        starts = self.table.next_free(self.at)
        sessions.schedule_session(
            starts_at=starts, ends_at=starts + timedelta(hours=2), place="越山区联调中心调解室", **self.by_desk()
        )
        self.at = min(max(self.at, starts), self.walker.now)

    def hold(self, minutes: str) -> None:
        """The session was held, everybody came."""
        session = Session.objects.get(mediation=self.pk)
        holding_sessions.hold_session(
            session_id=session.pk,
            attendances=[holding_sessions.AttendanceInput(row.pk, came="present") for row in session.attendances.all()],
            minutes=minutes,
            **self.by_desk(3),
        )

    def settle(self) -> None:
        """Every claim gets most of what was claimed, in up to three instalments."""
        self.hold("双方陈述事实和证据，调解员释明法律规定，双方就金额和付款期限达成一致。")
        claims = Claim.objects.filter(party__dispute=self.dispute).order_by("pk")
        share, parts = self.walker.rng.choice((70, 80, 90, 100)), self.walker.rng.choice((1, 1, 2, 3))
        today = timezone.localdate(self.at)
        lines = [
            outcomes.OutcomeLine(
                claim.pk,
                "settled",
                claim.amount * share // 100,
                instalments=parts,
                pay_from=today + timedelta(days=14),
            )
            for claim in claims
        ]
        outcomes.record_outcomes(lines=lines, decided_on=today, **self.by_desk())
        concluding.conclude(**self.by_desk(1))

    def sign(self) -> None:
        """Drawn up, printed, signed by everybody."""
        for agreement in agreements.draft_agreement(place="越山区联调中心", **self.by_desk()):
            if agreement.warnings:
                answers = {row["code"]: "已核对" for row in agreement.warnings}
                agreements.answer_warnings(agreement_id=agreement.pk, answers=answers, **self.by_desk(1))
            printing.print_agreement(agreement_id=agreement.pk, **self.by_desk(1))
            agreement.refresh_from_db()
            when = self.by_desk(4)
            signing.sign_agreement(
                agreement_id=agreement.pk,
                signers=[signer.key for signer in missing_of(signers_of(agreement))],
                upload=cast(Upload, SimpleUploadedFile("签署页.pdf", SCAN, content_type="application/pdf")),
                how="scan",
                signed_on=timezone.localdate(self.at),
                place="越山区联调中心",
                **when,
            )

    def confirm(self) -> None:
        """Both sides apply together, and the tribunal confirms (办案规则 arts 74-78)."""
        agreement = Agreement.objects.get(mediation=self.pk, state=Agreement.State.EFFECTIVE)
        made = confirming.apply_for_confirmation(
            agreement_id=agreement.pk,
            route="arbitral",
            organ_id=self.walker.city.organs["仲裁院"].pk,
            claimant_agreed=True,
            respondent_agreed=True,
            **self.by_desk(),
        )
        when = self.by_desk()
        confirming.file_confirmation(confirmation_id=made.pk, filed_on=timezone.localdate(self.at), **when)
        when = self.by_desk(24 * 5)
        deciding.decide_confirmation(
            confirmation_id=made.pk,
            decision="granted",
            decided_on=timezone.localdate(self.at),
            case_number=f"羊劳人仲审〔{timezone.localdate(self.at).year}〕{agreement.pk}号",
            **when,
        )

    def pay(self) -> None:
        """Everything is paid by the last day, then it is closed."""
        mediation = Mediation.objects.select_related("matter").get(pk=self.pk)
        dues = performing.dues_in_force(mediation)
        last = max((due.due_on for due in dues), default=timezone.localdate(self.at))
        self.at = max(self.at, self.walker.later(self.at, hours=24 * max(1, (last - timezone.localdate(self.at)).days)))
        lines = [performing.PaymentLine(row.instalment.pk, row.instalment.amount) for due in dues for row in due.rows]
        performing.record_payment(
            lines=lines, paid_on=timezone.localdate(self.at), proof="银行转账回单", **self.by_desk(1)
        )
        closing_performance.close_performed(**self.by_desk(2))

    def give_up(self) -> None:
        """Nothing is paid: reminded, in breach, and on to the court."""
        due = performing.dues_in_force(Mediation.objects.select_related("matter").get(pk=self.pk))[0]
        days = (due.due_on - timezone.localdate(self.at)).days
        remedies.remind_debtor(instalment_id=due.pk, how="电话催告单位负责人", **self.by_desk(24 * (days + 1)))
        remedies.record_breach(instalment_id=due.pk, whole=True, **self.by_desk(48))
        closing_performance.close_unperformed(reason="单位拒不履行，申请人向法院申请支付令。", **self.by_desk())
