"""Outcomes per claim and worker: all or none, replaced until talks are concluded, final afterwards."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mediation import states
from mediation.models import OutcomeTerms
from mediation.services import concluding, outcomes
from mediation.services.outcomes import OutcomeLine
from tests.cast import NOON
from tests.mediation.stage import TOMORROW, day
from unionlaw.lib.errors import Conflict, Invalid, Missing, Stale
from unionlaw.matters.models import ClaimOutcome, Event

pytestmark = pytest.mark.django_db


def settled(claim, **changes):
    return replace(OutcomeLine(claim.pk, "settled", claim.amount), **changes)


@pytest.fixture
def record(caseworker):
    def make(mediation, *lines, by=caseworker, decided_on=None, version=None):
        return outcomes.record_outcomes(
            mediation_id=mediation.pk, lines=lines, decided_on=decided_on or day(), by=by, at=NOON, version=version
        )

    return make


def test_outcomes_of_all_workers_are_recorded_at_once_and_said_on_the_timeline(stage, record):
    mediation = stage.mediation()
    one, two = stage.claims(mediation)
    record(mediation, settled(one, instalments=3, pay_from=day(10)), OutcomeLine(two.pk, "failed", reason="absent"))
    assert dict(ClaimOutcome.objects.values_list("code", "amount")) == {"settled": 5_000_000, "failed": 0}
    assert OutcomeTerms.objects.get(outcome__claim=one).instalments == 3
    event = Event.objects.get(name="mediation.outcome_recorded")
    assert event.data["who"] == "张三、李四"
    assert event.data["lines"][1] == {"worker": "李四", "head": "劳动报酬", "outcome": "调解不成", "amount": "0.00"}


def test_one_wrong_line_and_none_is_recorded(stage, record):
    mediation = stage.mediation()
    one, two = stage.claims(mediation)
    with pytest.raises(Invalid) as caught:
        record(mediation, settled(one), OutcomeLine(two.pk, "failed"))
    assert set(caught.value.errors) == {f"claim-{two.pk}-reason"}
    assert not ClaimOutcome.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "awarded"}, "code"),
        ({"amount": -1}, "amount"),
        ({"code": "partly_settled", "amount": 5_000_000}, "amount"),
        ({"instalments": 0}, "instalments"),
        ({"instalments": 37, "pay_from": day(30)}, "instalments"),
        ({"instalments": 2}, "pay_from"),
        ({"promises": "长" * 501}, "promises"),
    ],
)
def test_what_cannot_be_is_said_beside_the_claim(stage, record, changes, field):
    mediation = stage.mediation(("张三",))
    (claim,) = stage.claims(mediation)
    with pytest.raises(Invalid) as caught:
        record(mediation, settled(claim, **changes))
    assert set(caught.value.errors) == {f"claim-{claim.pk}-{field}"}


def test_days_are_neither_before_the_mediation_nor_in_the_future(stage, record):
    mediation = stage.mediation(("张三",))
    (claim,) = stage.claims(mediation)
    for on in (day(-1), day(1)):
        with pytest.raises(Invalid) as caught:
            record(mediation, settled(claim), decided_on=on)
        assert "decided_on" in caught.value.errors


def test_a_claim_of_another_dispute_is_not_there(stage, record):
    other = stage.mediation(("王五",))
    with pytest.raises(Missing):
        record(stage.mediation(), settled(stage.claims(other)[0]))


def test_recording_again_replaces_what_was_there(stage, record):
    mediation = stage.mediation(("张三",))
    (claim,) = stage.claims(mediation)
    record(mediation, settled(claim, instalments=2, pay_from=day(3), promises="开证明"))
    record(mediation, OutcomeLine(claim.pk, "failed", reason="refused"))
    terms = OutcomeTerms.objects.get()
    assert ClaimOutcome.objects.get().code == "failed"
    assert (terms.reason, terms.instalments, terms.pay_from, terms.promises) == ("refused", 1, None, "")


def test_of_two_at_once_the_second_hears_what_the_first_recorded(stage, record, mediator):
    mediation = stage.mediation(("张三",))
    (claim,) = stage.claims(mediation)
    version = stage.fresh(mediation).matter.version
    record(mediation, settled(claim), version=version, by=mediator)
    with pytest.raises(Stale) as caught:
        record(mediation, OutcomeLine(claim.pk, "failed", reason="refused"), version=version)
    assert len(caught.value.changes) == 1
    assert "条调解：登记调解结果" in caught.value.changes[0]


def test_the_queries_do_not_grow_with_the_workers(stage, record):
    def queries(count):
        mediation = stage.mediation(tuple(f"工人{count}-{n}" for n in range(count)))
        lines = [settled(claim) for claim in stage.claims(mediation)]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            record(mediation, *lines)
        return len(asked)

    queries(1)
    assert queries(2) == queries(20)


def test_concluding_needs_every_claim_and_one_that_is_settled(stage, record, caseworker):
    mediation = stage.mediation()
    stage.session(mediation)
    conclude = {"mediation_id": mediation.pk, "by": caseworker, "at": NOON}
    one, two = stage.claims(mediation)
    record(mediation, OutcomeLine(one.pk, "failed", reason="refused"))
    with pytest.raises(Conflict, match="还有1项请求没有登记结果"):
        concluding.conclude(**conclude)
    record(mediation, OutcomeLine(two.pk, "withdrawn"))
    with pytest.raises(Conflict, match="没有一项请求达成协议"):
        concluding.conclude(**conclude)
    record(mediation, settled(two))
    concluding.conclude(**conclude)
    done = stage.fresh(mediation)
    assert (done.matter.status_id, done.concluded_on) == (states.SETTLING, NOON.date())
    assert Event.objects.get(name="mediation.concluded").data == {"settled": 1, "failed": 1}


def test_a_final_outcome_is_refused_once_talks_are_concluded(stage, record, caseworker):
    mediation = stage.mediation(("张三",))
    session = stage.session(mediation)
    (claim,) = stage.claims(mediation)
    record(mediation, settled(claim))
    concluding.conclude(mediation_id=mediation.pk, by=caseworker, at=NOON)
    with pytest.raises(Conflict, match="待签协议"):
        record(mediation, OutcomeLine(claim.pk, "failed", reason="refused"))
    assert ClaimOutcome.objects.get().code == "settled"
    session.refresh_from_db()
    assert (session.state, session.cancelled_reason) == ("cancelled", "谈妥，进入签约")


def test_a_session_that_began_before_talks_were_concluded_is_still_recorded(stage, record, mediator):
    from mediation.services import holding_sessions
    from mediation.services.holding_sessions import AttendanceInput

    mediation = stage.mediation(("张三",))
    session = stage.session(mediation, NOON - timedelta(hours=1))
    record(mediation, settled(stage.claims(mediation)[0]))
    concluding.conclude(mediation_id=mediation.pk, by=mediator, at=NOON)
    assert [duty.anchor for duty in concluding.unrecorded_sessions(stage.fresh(mediation))] == ["sessions"]
    holding_sessions.hold_session(
        mediation_id=mediation.pk, session_id=session.pk, minutes="谈妥。", by=mediator, at=NOON,
        attendances=[AttendanceInput(one.pk, "present") for one in session.attendances.all()],
    )  # fmt: skip
    assert concluding.unrecorded_sessions(stage.fresh(mediation)) == []


def test_talks_are_resumed_until_somebody_signs(stage, record, caseworker):
    from mediation.models import Agreement, Signature

    mediation = stage.mediation(("张三",))
    stage.session(mediation)
    (claim,) = stage.claims(mediation)
    record(mediation, settled(claim))
    verb = {"mediation_id": mediation.pk, "by": caseworker, "at": TOMORROW}
    concluding.conclude(**verb)
    draft = Agreement.objects.create(mediation=mediation, version=1, claims=[], total=0)
    with pytest.raises(Invalid):
        concluding.resume_talks(**verb, reason=" ")
    concluding.resume_talks(**verb, reason="单位反悔")
    draft.refresh_from_db()
    assert (draft.state, stage.fresh(mediation).concluded_on) == ("cancelled", None)
    assert stage.fresh(mediation).matter.status_id == states.IN_SESSION
    concluding.conclude(**verb)
    signed = Agreement.objects.create(mediation=mediation, version=2, state="signing", claims=[], total=0)
    Signature.objects.create(agreement=signed, party=claim.party, signed_by="张三", how="touch", signed_at=TOMORROW)
    with pytest.raises(Conflict, match="已有人签署"):
        concluding.resume_talks(**verb, reason="单位反悔")


def test_the_one_button_of_the_page_is_what_comes_next(stage, record):
    from mediation.services.first_step import first_verb

    mediation = stage.mediation(("张三",))
    seen = [first_verb(mediation)]
    stage.session(mediation)
    seen.append(first_verb(stage.fresh(mediation)))
    record(mediation, settled(stage.claims(mediation)[0]))
    seen.append(first_verb(stage.fresh(mediation)))
    mediation.mediators.update(ended_on=day(), ended="recused")
    seen.append(first_verb(stage.fresh(mediation)))
    assert seen == ["schedule_session", "record_outcomes", "conclude", "assign_mediator"]
