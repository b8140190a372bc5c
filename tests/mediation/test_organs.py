"""Organs act side by side: each sees what organs may and acts for itself."""

import pytest

from mediation.services import actions, consenting, organs
from tests.cast import appoint, found
from tests.mediation.opening import acting
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.matters.models import Matter
from unionlaw.network.models import Organisation
from unionlaw.notices.models import Notice


def sees(actor, mediation):
    return Matter.objects.visible_to(actor).filter(pk=mediation.pk).exists()


def test_an_invited_organ_sees_the_mediation_and_its_people_hear_of_it(opening, hr_bureau, partner):
    mediation = opening.accepted()
    assert not sees(partner, mediation)
    opening.invite(mediation, hr_bureau)
    assert sees(partner, mediation)
    assert Notice.objects.get(kind="mediation.organ_invited").post == partner.post


def test_an_organ_is_invited_once_and_only_if_it_works_with_the_holder(opening, hr_bureau, neighbour_district):
    mediation = opening.accepted()
    opening.invite(mediation, hr_bureau)
    with pytest.raises(Invalid, match="已经参与"):
        opening.invite(mediation, hr_bureau)
    stranger = found(Organisation.Kind.COURT, "河南区人民法院", attached_to=neighbour_district)
    with pytest.raises(Invalid, match="协作"):
        opening.invite(mediation, stranger)


def test_each_organ_numbers_and_signs_off_for_itself_alone(opening, hr_bureau, partner):
    mediation = opening.accepted()
    opening.invite(mediation, hr_bureau)
    organs.set_organ_number(own_number="越人社调〔2026〕3号", **acting(mediation, partner))
    organs.sign_off(opinion="同意按欠薪全额支付", **acting(mediation, partner))
    organs.sign_off(opinion="同意", **acting(mediation, opening.clerk))
    parts = {part.organisation.short_name: part for part in mediation.participations.select_related("organisation")}
    assert parts["越山区人社局"].own_number == "越人社调〔2026〕3号"
    assert parts["越山区人社局"].signed_off_by == partner.post
    assert parts["越山区总工会"].opinion == "同意"
    assert parts["越山区总工会"].own_number == mediation.matter.number


def test_who_only_passed_it_on_does_not_sign_off(opening, court):
    clerk = appoint("shu", "书记员", court, "partner")
    mediation = opening.received(origin="court_assigned", referred_by=court, reference="1号")
    assert sees(clerk, mediation)
    with pytest.raises(Refused, match="没有参与"):
        organs.sign_off(opinion="同意", **acting(mediation, clerk))


def test_an_organ_that_leaves_sees_nothing_more_and_its_mediators_go_with_it(opening, hr_bureau, partner, hr_mediator):
    mediation = opening.accepted()
    part = opening.invite(mediation, hr_bureau)
    opening.assign(mediation, hr_mediator)
    organs.leave_organ(participation_id=part.pk, reason="另有安排", **acting(mediation, opening.clerk))
    assert not sees(partner, mediation)
    assert not sees(hr_mediator, mediation)
    assert mediation.mediators.get(post=hr_mediator.post).ended == "replaced"


def test_the_leading_organ_does_not_leave(opening):
    mediation = opening.accepted()
    leading = mediation.participations.get()
    with pytest.raises(Conflict, match="牵头"):
        organs.leave_organ(participation_id=leading.pk, reason="无", **acting(mediation, opening.clerk))
    with pytest.raises(Missing):
        organs.leave_organ(participation_id=leading.pk + 1, reason="无", **acting(mediation, opening.clerk))


def test_an_organ_reads_what_happens_and_not_how_the_union_weighs_it(opening, hr_bureau, partner):
    from unionlaw.matters.timeline import Timeline

    mediation = opening.received(amount=60_123_400)
    opening.consent(mediation)
    from mediation.services.warnings import Judged, judge_warnings

    sign = mediation.warning_signs.get()
    judge_warnings(judged=[Judged(sign.pk, "dismissed", "高管年薪已核")], **acting(mediation, opening.clerk))
    opening.invite(mediation, hr_bureau)
    matter = opening.fresh(mediation).matter
    names = {event.name for event in Timeline(matter, partner).events}
    assert "mediation.organ_invited" in names
    assert "mediation.consent_recorded" in names
    assert not names & {"mediation.warning_found", "mediation.warning_judged"}


def test_an_organs_people_conduct_nothing_until_they_are_assigned(opening, hr_bureau, hr_mediator):
    mediation = opening.accepted()
    opening.invite(mediation, hr_bureau)
    matter = opening.fresh(mediation).matter
    assert actions.refusal(matter, "schedule_session", hr_mediator) == "您没有被安排为本次调解的调解员。"
    opening.assign(mediation, hr_mediator)
    assert actions.refusal(opening.fresh(mediation).matter, "schedule_session", hr_mediator) == ""


def test_an_organs_mediator_does_not_take_up_or_end_what_the_holder_answers_for(opening, hr_bureau, hr_mediator):
    mediation = opening.received(origin="request")
    opening.invite(mediation, hr_bureau)
    with pytest.raises(Refused, match="由承办单位办理"):
        consenting.withdraw(reason="撤回", **acting(mediation, hr_mediator))
    matter = opening.fresh(mediation).matter
    for verb in ("accept", "decline", "record_consent", "change_facts", "hand_over"):
        assert actions.refusal(matter, verb, hr_mediator) == "由承办单位办理。", verb
