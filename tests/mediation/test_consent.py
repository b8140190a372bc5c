"""Both sides want it, or it is not taken up; signs of a sham are judged by a person."""

from datetime import timedelta

import pytest

from mediation import states, warning_signs
from mediation.models import Mediation
from mediation.services import actions, consenting, sign_checks, warnings
from mediation.services.warnings import Judged
from tests.cast import NOON
from tests.mediation.opening import acting
from unionlaw.deadlines.models import Deadline
from unionlaw.lib.errors import Conflict, Invalid, Missing
from unionlaw.matters.models import Event, Party
from unionlaw.matters.services.facts import ClaimInput
from unionlaw.matters.services.taking_in import ApplicantInput


def refusal(mediation, verb, actor):
    fresh = Mediation.objects.select_related("matter__dispute").get(pk=mediation.pk)
    return actions.refusal(fresh.matter, verb, actor)


def test_it_is_taken_up_once_both_sides_agree(opening):
    mediation = opening.received()
    assert "张三" in refusal(mediation, "accept", opening.clerk)
    opening.consent(mediation, "claimant")
    assert refusal(mediation, "accept", opening.clerk) == "还没有登记光影传媒有限公司的调解意愿。"
    with pytest.raises(Conflict, match="光影传媒"):
        consenting.accept(**acting(mediation, opening.clerk))
    opening.consent(mediation, "respondent")
    assert refusal(mediation, "accept", opening.clerk) == ""
    accepted = consenting.accept(**acting(mediation, opening.clerk))
    assert accepted.matter.status_id == states.ACCEPTED
    assert accepted.accepted_on == NOON.date()


def test_the_next_step_follows_the_answers(opening):
    mediation = opening.received()
    assert mediation.matter.next_step == "征求双方意见"
    opening.consent(mediation)
    assert opening.fresh(mediation).matter.next_step == "受理"
    opening.consent(mediation, "respondent", agreed=False)
    assert opening.fresh(mediation).matter.next_step == "一方不同意，告知其他途径"


def test_what_a_party_says_last_counts(opening):
    mediation = opening.received()
    opening.consent(mediation)
    opening.consent(mediation, "respondent", agreed=False)
    assert "不同意调解" in refusal(mediation, "accept", opening.clerk)


def test_who_entrusts_it_has_asked_both_sides_already(opening, court):
    mediation = opening.received(origin="court_entrusted", referred_by=court, reference="1号")
    assert consenting.accept(**acting(mediation, opening.clerk)).matter.status_id == states.ACCEPTED


def test_a_group_answers_in_one_go_and_the_timeline_says_how_many(opening):
    mediation = opening.received(("甲一", "乙二", "丙三", "丁四"))
    opening.consent(mediation, "claimant", how="written", said_by="甲一")
    event = Event.objects.get(matter=mediation.pk, name="mediation.consent_recorded")
    assert event.data["who"] == "甲一等4方"
    assert mediation.consents.count() == 4


def test_a_party_of_another_dispute_does_not_answer(opening):
    mediation, other = opening.received(), opening.received(("李四",))
    stranger = Party.objects.filter(dispute=other.matter.dispute_id).first()
    with pytest.raises(Missing):
        opening.consent(mediation, party_ids=[stranger.pk])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"party_ids": []}, "party_ids"),
        ({"said_on": NOON.date() + timedelta(days=1)}, "said_on"),
        ({"how": "?"}, "how"),
    ],
)
def test_what_is_wrong_with_an_answer_is_named(opening, changes, field):
    mediation = opening.received()
    with pytest.raises(Invalid) as error:
        opening.consent(mediation, **changes)
    # Without a party nothing else is looked at.
    assert field in error.value.errors


def test_declining_tells_of_another_route_and_ends_the_time_limit(opening):
    mediation = opening.received()
    consenting.decline(advised="arbitration", reason="单位不同意", **acting(mediation, opening.clerk))
    fresh = opening.fresh(mediation)
    assert (fresh.matter.status_id, fresh.matter.closed_reason) == (states.DECLINED, "declined")
    assert not Deadline.objects.filter(matter=mediation.pk, state="open").exists()
    assert Event.objects.get(matter=mediation.pk, name="mediation.declined").data["advised"] == "申请劳动仲裁"


def test_declining_needs_a_route_and_a_reason(opening):
    mediation = opening.received()
    with pytest.raises(Invalid) as error:
        consenting.decline(advised="", reason="无", **acting(mediation, opening.clerk))
    assert "advised" in error.value.errors
    with pytest.raises(Invalid) as error:
        consenting.decline(advised="aid", reason=" ", **acting(mediation, opening.clerk))
    assert "reason" in error.value.errors


def test_the_applicant_can_withdraw(opening):
    mediation = opening.accepted()
    assert (
        consenting.withdraw(reason="已自行和解", **acting(mediation, opening.clerk)).matter.closed_reason == "withdrawn"
    )


def test_every_sign_of_the_data_has_its_check():
    sign_checks.check()
    assert all(sign.citation and sign.ask for sign in warning_signs.shipped().values())


def found(mediation):
    return set(mediation.warning_signs.values_list("sign", flat=True))


def test_a_worker_who_is_the_employers_own_head_is_a_sign(opening):
    employer = opening.make_employer("亲友公司")
    employer.legal_representative = "张三"
    employer.save()
    assert found(opening.received(employers=[employer])) == {"related_parties"}


def test_five_workers_with_one_amount_are_a_sign_and_four_are_not(opening):
    names = tuple("甲乙丙丁戊")
    assert found(opening.received(names)) == {"same_amounts"}
    assert found(opening.received(tuple("子丑寅卯"))) == set()


def test_very_high_wages_are_a_sign(opening):
    assert found(opening.received(amount=60_123_400)) == {"high_amount"}


def test_the_same_two_for_the_third_time_are_a_sign(opening):
    worker, employer = opening.make_worker("张三"), opening.make_employer("光影传媒有限公司")
    people = {"applicants": [ApplicantInput(worker, [ClaimInput("wages", 777)])], "employers": [employer]}
    assert found(opening.received(**people)) == set()
    assert found(opening.received(**people)) == set()
    third = opening.received(**people)
    assert found(third) == {"repeated_parties"}
    assert third.warning_signs.get().detail == "张三：24个月内第3次"


def test_agreeing_at_once_to_round_sums_without_any_evidence_gives_two_signs(opening):
    worker = opening.make_worker("张三")
    mediation = opening.received(applicants=[ApplicantInput(worker, [ClaimInput("wages", 10_000_000)])])
    assert found(mediation) == set()
    opening.consent(mediation)
    assert found(mediation) == {"no_evidence", "round_and_at_once"}


def test_signs_must_be_judged_before_acceptance_and_a_suspected_sham_is_not_taken_up(opening):
    mediation = opening.received(amount=60_123_400)
    opening.consent(mediation)
    assert "还没有核对" in refusal(mediation, "accept", opening.clerk)
    sign = mediation.warning_signs.get()
    warnings.judge_warnings(judged=[Judged(sign.pk, "suspected", "查无此人")], **acting(mediation, opening.clerk))
    assert "疑似虚假调解" in refusal(mediation, "accept", opening.clerk)
    warnings.judge_warnings(judged=[Judged(sign.pk, "dismissed", "高管年薪")], **acting(mediation, opening.clerk))
    assert refusal(mediation, "accept", opening.clerk) == ""
    sign.refresh_from_db()
    assert sign.judged_by == opening.clerk.post


def test_a_judgement_says_what_was_looked_into(opening):
    mediation = opening.received(amount=60_123_400)
    sign = mediation.warning_signs.get()
    with pytest.raises(Invalid) as error:
        warnings.judge_warnings(judged=[Judged(sign.pk, "", "")], **acting(mediation, opening.clerk))
    assert set(error.value.errors) == {f"sign-{sign.pk}-judgement", f"sign-{sign.pk}-note"}
    with pytest.raises(Missing):
        warnings.judge_warnings(judged=[Judged(sign.pk + 1, "dismissed", "无")], **acting(mediation, opening.clerk))
