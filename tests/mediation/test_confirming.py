"""Confirmation by tribunal or court: both sides' consent, who may record what, refusal and what comes after."""

from datetime import date

import pytest

from mediation.models import Confirmation
from mediation.services import confirming, deciding
from tests.cast import NOON, appoint
from tests.mediation.settling import later, scan
from unionlaw.documents.models import Paper
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.matters.models import Grant
from unionlaw.matters.services.grants import grant
from unionlaw.network.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def mediation(settling):
    return settling.effective()


@pytest.fixture
def apply(settling, mediation, confirming_organ):
    """Prepare an application, with anything else changed."""
    [agreement] = mediation.agreements.filter(state="effective")

    def make(route="judicial", **changes):
        return confirming.apply_for_confirmation(
            **{
                "agreement_id": agreement.pk, "route": route, "organ_id": confirming_organ[route].pk,
                "claimant_agreed": True, "respondent_agreed": True, **settling.who(mediation, later(1)), **changes,
            }
        )  # fmt: skip

    return make


@pytest.fixture
def clerk_of_court(court, mediation, caseworker):
    grant(matter=mediation.matter, viewer=court, why=Grant.Why.REFERRED_ORGAN, by=caseworker, at=NOON)
    return appoint("shuji", "书记员", court, Role.PARTNER)


@pytest.mark.parametrize("side", ["claimant_agreed", "respondent_agreed"])
def test_both_sides_apply_jointly(apply, side):
    with pytest.raises(Invalid) as refused:
        apply(**{side: False})
    assert list(refused.value.errors) == [side]


@pytest.mark.parametrize(("route", "title"), [("judicial", "司法确认申请书"), ("arbitral", "仲裁审查申请书")])
def test_the_application_is_made_as_a_paper(apply, confirming_organ, route, title):
    one = apply(route)
    assert (one.state, one.organ) == ("prepared", confirming_organ[route])
    paper = Paper.objects.get(title=title)
    assert paper.data["confirmation.organ"] == confirming_organ[route].name


def test_a_court_does_not_review_and_a_tribunal_does_not_confirm(apply, confirming_organ):
    with pytest.raises(Invalid) as refused:
        apply("judicial", organ_id=confirming_organ["arbitral"].pk)
    assert list(refused.value.errors) == ["organ_id"]


def test_one_application_at_a_time(apply):
    apply()
    with pytest.raises(Conflict, match="已有一份申请"):
        apply("arbitral")


def test_after_the_fifteenth_day_the_tribunal_is_closed_and_the_court_open(settling, mediation, apply):
    with pytest.raises(Invalid, match="2026-12-07届满"):
        apply("arbitral", at=later(20))
    assert apply("judicial", at=later(20)).route == "judicial"


def test_an_agreement_on_employment_itself_is_not_confirmed(settling, confirming_organ):
    mediation = settling.effective(settling.settled(("张三",), heads=("employment",), amount=100, instalments=1))
    [agreement] = mediation.agreements.filter(state="effective")
    with pytest.raises(Invalid, match="确认劳动关系"):
        confirming.apply_for_confirmation(
            agreement_id=agreement.pk, route="judicial", organ_id=confirming_organ["judicial"].pk,
            claimant_agreed=True, respondent_agreed=True, **settling.who(mediation),
        )  # fmt: skip


def test_the_court_clerk_records_acceptance_and_ruling(settling, mediation, apply, clerk_of_court):
    one = apply()
    who = {"mediation_id": mediation.pk, "confirmation_id": one.pk, "by": clerk_of_court, "at": later(9)}
    confirming.file_confirmation(filed_on=date(2026, 11, 23), **{**who, "by": settling.clerk})
    confirming.accept_confirmation(accepted_on=date(2026, 11, 24), case_number="（2026）粤01民特8号", **who)
    decided = deciding.decide_confirmation(decision="granted", decided_on=date(2026, 11, 29), **who)
    assert (decided.state, decided.case_number) == ("granted", "（2026）粤01民特8号")
    event = mediation.matter.events.get(name="mediation.confirmation_granted")
    assert (event.post, event.audience) == (clerk_of_court.post, "parties")
    assert settling.fresh(mediation).matter.next_step


def test_the_ruling_is_kept_in_the_folder(settling, mediation, apply):
    one = apply()
    who = {"confirmation_id": one.pk, **settling.who(mediation, later(5))}
    confirming.file_confirmation(filed_on=date(2026, 11, 23), **who)
    decided = deciding.decide_confirmation(
        decision="granted", decided_on=date(2026, 11, 24), case_number="8号", upload=scan("裁定书.pdf"), **who
    )
    assert decided.document.kind == "award"
    assert "8号" in decided.document.title


def test_people_of_an_organ_without_a_part_may_not(settling, mediation, apply, partner, caseworker):
    one = apply()
    grant(matter=mediation.matter, viewer=partner.organisation, why=Grant.Why.REFERRED_ORGAN, by=caseworker, at=NOON)
    who = {"mediation_id": mediation.pk, "confirmation_id": one.pk, "by": partner, "at": later(5)}
    with pytest.raises(Refused, match="没有参与"):
        confirming.file_confirmation(filed_on=date(2026, 11, 23), **who)


def test_who_cannot_see_the_mediation_finds_nothing(mediation, apply, neighbour):
    one = apply()
    with pytest.raises(Missing):
        confirming.file_confirmation(
            mediation_id=mediation.pk, confirmation_id=one.pk, filed_on=NOON.date(), by=neighbour, at=later(1)
        )


@pytest.mark.parametrize("decision", ["refused", "withdrawn"])
def test_a_refusal_says_why_and_leaves_the_way_open(settling, mediation, apply, decision):
    one = apply()
    who = {"confirmation_id": one.pk, **settling.who(mediation, later(5))}
    confirming.file_confirmation(filed_on=date(2026, 11, 23), **who)
    with pytest.raises(Invalid) as refused:
        deciding.decide_confirmation(decision=decision, decided_on=date(2026, 11, 24), case_number="8号", **who)
    assert list(refused.value.errors) == ["reason"]
    deciding.decide_confirmation(
        decision=decision, decided_on=date(2026, 11, 24), case_number="8号", reason="内容不明确", **who
    )
    [agreement] = mediation.agreements.filter(state="effective")
    assert confirming.apply_refusal(agreement) == ""


def test_nothing_is_decided_before_it_is_handed_in(settling, mediation, apply):
    one = apply()
    who = {"confirmation_id": one.pk, **settling.who(mediation, later(5))}
    with pytest.raises(Conflict):
        deciding.decide_confirmation(decision="granted", decided_on=date(2026, 11, 24), case_number="8号", **who)
    with pytest.raises(Conflict):
        confirming.accept_confirmation(accepted_on=date(2026, 11, 24), case_number="8号", **who)


def test_days_are_in_order(settling, mediation, apply):
    one = apply()
    who = {"confirmation_id": one.pk, **settling.who(mediation, later(5))}
    for day in (date(2026, 11, 1), date(2027, 1, 1)):
        with pytest.raises(Invalid):
            confirming.file_confirmation(filed_on=day, **who)
    confirming.file_confirmation(filed_on=date(2026, 11, 23), **who)
    with pytest.raises(Invalid) as refused:
        confirming.accept_confirmation(accepted_on=date(2026, 11, 20), case_number="8号", **who)
    assert list(refused.value.errors) == ["accepted_on"]
    assert Confirmation.objects.get().state == "filed"
