"""For each origin: which time limit opens, with which day, and what meets it; limits of confirmation and payment."""

from datetime import date, timedelta

import pytest

from mediation.models import Confirmation, Mediation, Origin
from mediation.origins import TERMS
from mediation.services import confirming, deciding, performing
from tests.cast import NOON
from tests.mediation.settling import later
from unionlaw.deadlines.models import Deadline
from unionlaw.deadlines.services.extending import ask_extension
from unionlaw.matters.services import events
from unionlaw.matters.services.facts import open_dispute
from unionlaw.matters.services.opening import open_matter

pytestmark = pytest.mark.django_db

# Received on Friday, 20 November 2026.
FINISH = {
    Origin.REQUEST: (
        "mediation_finish_statute",
        date(2026, 12, 7),
        "15 days end on Saturday 5 December, roll to Monday",
    ),
    Origin.INTAKE: ("mediation_finish_statute", date(2026, 12, 7), "the same"),
    Origin.NEGOTIATION: ("mediation_finish_statute", date(2026, 12, 7), "the same"),
    Origin.AID_CASE: ("mediation_finish_statute", date(2026, 12, 7), "the same"),
    Origin.LABOUR_INSPECTION: ("mediation_finish_statute", date(2026, 12, 7), "the same"),
    Origin.TAX_BUREAU: ("mediation_finish_statute", date(2026, 12, 7), "the same"),
    Origin.OTHER_DISTRICT: ("mediation_finish_statute", date(2026, 12, 7), "the same"),
    Origin.TRIBUNAL_ADVICE: ("mediation_advice_pause", date(2026, 12, 5), "15 days, no roll"),
    Origin.TRIBUNAL_ENTRUSTED: ("mediation_entrusted_by_tribunal", date(2026, 12, 4), "ten working days"),
    Origin.COURT_ASSIGNED: ("court_preaction_mediation", date(2026, 12, 20), "30 days, no roll"),
    Origin.COURT_ENTRUSTED: ("court_inaction_mediation_ordinary", date(2026, 12, 5), "15 days"),
    Origin.COURT_ENTRUSTED_SUMMARY: ("court_inaction_mediation_summary", date(2026, 11, 27), "7 days"),
}
INTERNAL = "mediation_consent"


@pytest.fixture
def received(stage):
    """An origin → a mediation that came in by it on the day of NOON."""

    def make(origin: str) -> Mediation:
        dispute = open_dispute(
            by=stage.caseworker, at=NOON, workers=[stage.make_worker("张三")],
            employers=[stage.make_employer("光影传媒有限公司")],
        )  # fmt: skip
        matter = open_matter(
            kind="mediation", event=TERMS[Origin(origin)].event, title="", organisation=stage.district,
            channel="window", dispute=dispute, owner=stage.caseworker.post, by=stage.caseworker, at=NOON,
            data={"received_on": NOON.date().isoformat()},
        )  # fmt: skip
        return Mediation.objects.create(matter=matter, origin=origin, received_on=NOON.date(), accepted_on=NOON.date())

    return make


def limits(mediation, **which):
    rows = Deadline.objects.filter(matter=mediation.pk, **which).select_related("rule_version__rule")
    return {row.rule_version.rule.key: row for row in rows}


def key_and_due(mediation):
    found = limits(mediation, state="open")
    found.pop(INTERNAL, None)
    return [(key, row.due_on) for key, row in found.items()]


def test_every_origin_is_in_the_table():
    assert set(FINISH) == set(Origin)


@pytest.mark.parametrize("origin", list(Origin))
def test_the_origin_decides_the_limit(received, origin):
    key, due, _why = FINISH[origin]
    assert key_and_due(received(origin)) == [(key, due)]


@pytest.mark.parametrize("origin", [Origin.REQUEST, Origin.TRIBUNAL_ENTRUSTED, Origin.COURT_ASSIGNED])
@pytest.mark.parametrize(
    ("event", "state"),
    [
        ("mediation.agreement_effective", "met"),
        ("mediation.failed", "met"),
        ("mediation.handed_over", "met"),
        ("mediation.declined", "cancelled"),
        ("mediation.withdrawn", "cancelled"),
    ],
)
def test_the_end_of_the_mediation_ends_its_limit(stage, received, origin, event, state):
    mediation = received(origin)
    events.record(mediation.matter, event, by=stage.caseworker, at=later(2))
    assert limits(mediation)[FINISH[origin][0]].state == state


def test_both_sides_are_asked_within_three_working_days(stage, received):
    mediation = received(Origin.REQUEST)
    limit = limits(mediation)[INTERNAL]
    assert (limit.due_on, limit.rule_version.rule.internal) == (date(2026, 11, 25), True)
    events.record(mediation.matter, "mediation.accepted", by=stage.caseworker, at=later(1))
    assert limits(mediation)[INTERNAL].state == "met"


def test_the_statutory_limit_goes_on_only_with_both_consents(stage, received):
    from unionlaw.lib.errors import Invalid

    mediation = received(Origin.REQUEST)
    limit = limits(mediation)["mediation_finish_statute"]
    who = {"deadline_id": limit.pk, "by": stage.caseworker, "at": NOON}
    with pytest.raises(Invalid):
        ask_extension(length=10, reason="双方愿意继续", **who)
    ask_extension(length=10, reason="双方愿意继续", consent="双方书面同意", **who)
    limit.refresh_from_db()
    assert limit.due_on == date(2026, 12, 15)


def test_a_tribunal_that_entrusts_gives_no_more_time(stage, received):
    from unionlaw.lib.errors import DomainError

    limit = limits(received(Origin.TRIBUNAL_ENTRUSTED))["mediation_entrusted_by_tribunal"]
    with pytest.raises(DomainError):
        ask_extension(deadline_id=limit.pk, length=1, reason="再试", consent="双方同意", by=stage.caseworker, at=NOON)


def test_the_green_channel_has_its_session_within_the_day_that_acceptance_names(stage, received):
    mediation = received(Origin.REQUEST)
    data = {"accepted_on": "2026-11-20", "session_by": "2026-11-25"}
    events.record(mediation.matter, "mediation.accepted", by=stage.caseworker, at=NOON, data=data)
    assert limits(mediation)["green_channel"].due_on == date(2026, 11, 25)


def test_a_session_is_a_limit_of_its_own(stage):
    mediation = stage.mediation()
    stage.session(mediation)
    stage.session(mediation, NOON + timedelta(days=10))
    days = Deadline.objects.filter(matter=mediation.pk, rule_version__rule__key="session_attend").values_list(
        "due_on", flat=True
    )
    assert sorted(days) == [date(2026, 11, 23), date(2026, 11, 30)]


def test_the_effective_day_starts_both_confirmation_clocks_and_their_reminders(settling):
    mediation = settling.effective()
    found = limits(mediation, state="open")
    assert {key: row.due_on for key, row in found.items() if key != "agreement_performance"} == {
        "arb_review_apply": date(2026, 12, 7),  # Saturday 5 December rolls
        "judicial_confirm_apply": date(2026, 12, 21),  # Sunday 20 December rolls
        "confirmation_choose": date(2026, 11, 30),  # day 10
        "confirmation_file": date(2026, 12, 15),  # day 25
    }
    assert {step.date() for step in found["confirmation_choose"].step_at} == {date(2026, 11, 30)}
    assert {step.date() for step in found["confirmation_file"].step_at} == {date(2026, 12, 15)}


def test_each_day_of_payment_is_a_limit_that_the_money_meets(settling):
    mediation = settling.effective()
    rows = Deadline.objects.filter(matter=mediation.pk, rule_version__rule__key="agreement_performance").order_by(
        "due_on"
    )
    assert [row.due_on for row in rows] == [date(2026, 12, 10), date(2027, 1, 10), date(2027, 2, 10)]
    first = performing.dues_in_force(mediation)[0]
    lines = [performing.PaymentLine(row.instalment.pk, row.left) for row in first.rows]
    performing.record_payment(lines=lines, paid_on=date(2026, 12, 9), **settling.who(mediation, later(20)))
    rows[0].refresh_from_db()
    limit = Deadline.objects.get(pk=rows[0].pk)
    assert (limit.state, limit.met_on) == ("met", date(2026, 12, 9))


@pytest.mark.parametrize(
    ("route", "apply", "after_filing", "after_acceptance", "decide"),
    [
        ("judicial", "judicial_confirm_apply", "judicial_confirm_accept", "judicial_confirm_decide", date(2026, 12, 9)),
        ("arbitral", "arb_review_apply", None, "arb_review_decide", date(2026, 12, 1)),
    ],
)
def test_confirmation_runs_by_its_own_clocks(
    settling, confirming_organ, route, apply, after_filing, after_acceptance, decide
):
    mediation = settling.effective()
    [agreement] = mediation.agreements.filter(state="effective")
    organ = confirming_organ[route]
    one = confirming.apply_for_confirmation(
        agreement_id=agreement.pk, route=route, organ_id=organ.pk, claimant_agreed=True, respondent_agreed=True,
        **settling.who(mediation, later(1)),
    )  # fmt: skip
    assert limits(mediation)["confirmation_choose"].state == "met"
    who = {"confirmation_id": one.pk, **settling.who(mediation, later(4))}
    confirming.file_confirmation(filed_on=date(2026, 11, 23), **who)
    found = limits(mediation)
    assert (found[apply].state, found[apply].met_on) == ("met", date(2026, 11, 23))
    if after_filing:
        assert found[after_filing].due_on == date(2026, 11, 26)
    confirming.accept_confirmation(accepted_on=date(2026, 11, 24), case_number="（2026）粤0104民特8号", **who)
    limit = limits(mediation)[after_acceptance]
    assert (limit.state, limit.due_on) == ("open", decide)
    deciding.decide_confirmation(
        decision="granted", decided_on=date(2026, 11, 30), confirmation_id=one.pk, **settling.who(mediation, later(11))
    )
    assert limits(mediation)[after_acceptance].state == "met"
    assert Confirmation.objects.get().state == "granted"
    assert not {"arb_review_apply", "judicial_confirm_apply"} & set(limits(mediation, state="open"))
