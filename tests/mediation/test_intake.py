"""A mediation is taken in at the window, from another matter, or from a partner organ."""

from datetime import timedelta

import pytest

from cases.services.consultations import record_consultation
from mediation import states
from mediation.models import Origin
from mediation.origins import TERMS
from mediation.services import closing, intake
from tests.cast import NOON, appoint, found
from unionlaw.lib.errors import Invalid, Refused
from unionlaw.matters.models import Claim, Event, Matter, MatterLink
from unionlaw.matters.services.facts import ClaimInput
from unionlaw.matters.services.taking_in import ApplicantInput
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role
from unionlaw.notices.models import Notice

TODAY = NOON.date()


@pytest.fixture
def tribunal(district):
    return found(Organisation.Kind.ARBITRATION, "越山区仲裁院", attached_to=district)


@pytest.fixture
def centre(district):
    return found(Organisation.Kind.MEDIATION_CENTRE, "越山区联合调解中心", parent=district)


def test_a_request_opens_a_mediation_with_its_holder_leading(opening):
    mediation = opening.received(("张三", "李四"))
    matter = mediation.matter
    assert matter.status_id == states.RECEIVED
    assert matter.number.startswith("越工调〔2026〕")
    assert matter.title == "张三、李四与光影传媒有限公司追索劳动报酬纠纷"
    assert matter.owner == opening.clerk.post
    assert matter.dispute.stage == "mediation"
    part = mediation.participations.get()
    assert part.leads
    assert part.organisation == matter.organisation


def test_fifteen_days_run_from_the_day_after_receipt(opening):
    mediation = opening.received(received_on=TODAY - timedelta(days=6))
    # The last day is a Sunday: the Monday after it counts.
    assert closing.finishing_limit(mediation).due_on == TODAY + timedelta(days=10)


@pytest.mark.parametrize("groups", [["migrant"], ["platform"]])
def test_migrant_and_platform_workers_take_the_green_channel(opening, groups):
    worker = opening.make_worker("赵六")
    worker.groups = groups
    worker.save()
    mediation = opening.received(applicants=[ApplicantInput(worker, [ClaimInput("wages", 100)])])
    assert mediation.matter.green_channel
    assert mediation.matter.priority == 1


def test_construction_wages_take_the_green_channel(opening):
    assert opening.received(track="construction_wages").matter.green_channel


def test_one_worker_of_no_group_does_not(opening):
    assert not opening.received().matter.green_channel


@pytest.mark.parametrize("origin", Origin.values)
def test_each_origin_opens_with_its_own_event(opening, origin, tribunal, court):
    terms = TERMS[Origin(origin)]
    referrer = None
    if terms.referred:
        kind = terms.from_kinds[0]
        referrer = Organisation.objects.filter(kind=kind).first() or found(kind, f"移送单位{kind}")
    mediation = opening.received(origin=origin, referred_by=referrer, reference="（2026）1号" if referrer else "")
    assert Event.objects.get(matter=mediation.pk, sequence=1).name == terms.event


def test_who_passed_it_on_must_be_of_the_right_kind(opening, hr_bureau):
    with pytest.raises(Invalid) as wrong:
        opening.received(origin="court_assigned", referred_by=hr_bureau)
    assert "referred_by" in wrong.value.errors
    with pytest.raises(Invalid) as missing:
        opening.received(origin="court_assigned")
    assert "referred_by" in missing.value.errors
    with pytest.raises(Invalid) as idle:
        opening.received(origin="request", referred_by=hr_bureau)
    assert "referred_by" in idle.value.errors


def test_one_number_of_an_organ_is_referred_once(opening, court):
    opening.received(origin="court_assigned", referred_by=court, reference="（2026）羊01民诉前调1号")
    with pytest.raises(Invalid) as error:
        opening.received(("李四",), origin="court_assigned", referred_by=court, reference="（2026）羊01民诉前调1号")
    assert error.value.errors["reference"] == ["该单位的这一案号已经移送过。"]


def test_a_court_that_passed_it_on_follows_it(opening, court):
    mediation = opening.received(origin="court_assigned", referred_by=court, reference="1号")
    clerk = appoint("shu", "书记员", court, Role.PARTNER)
    assert Matter.objects.visible_to(clerk).filter(pk=mediation.pk).exists()


def test_what_is_missing_is_named_beside_its_row(opening):
    with pytest.raises(Invalid) as error:
        opening.received(
            applicants=[ApplicantInput(opening.make_worker("张三"), [])],
            employers=[],
            cause=None,
            facts=" ",
            received_on=TODAY + timedelta(days=1),
        )
    assert set(error.value.errors) == {"applicant-0-claims", "employers", "cause", "facts", "received_on"}
    assert not Matter.objects.exists()


def test_from_a_consultation_it_goes_on_with_the_same_dispute_and_doubles_no_claim(opening):
    worker, employer = opening.make_worker("张三"), opening.make_employer("光影传媒有限公司")
    asked = record_consultation(
        question="被欠薪", channel="window", workers=[worker], employers=[employer], by=opening.clerk, at=NOON
    )
    claim = ClaimInput("wages", 500_000)
    applicants = [ApplicantInput(worker, [claim])]
    first = opening.received(
        applicants=applicants, employers=[employer], from_matter_id=asked.matter_id, origin="intake"
    )
    assert first.matter.dispute_id == asked.matter.dispute_id
    assert MatterLink.objects.get(from_matter=first.pk).to_matter_id == asked.matter_id
    assert Event.objects.filter(matter=asked.matter_id, name="matter.followed_up").exists()
    assert Claim.objects.filter(party__dispute=first.matter.dispute_id).count() == 1


def test_an_organ_refers_to_a_centre_of_its_region_and_the_centres_clerks_hear_of_it(
    opening, tribunal, centre, neighbour_district
):
    judge = appoint("zhong", "仲裁员", tribunal, Role.PARTNER)
    clerk = appoint("zhongxin", "中心经办", centre, Role.CASEWORKER)
    asked = {name: value for name, value in opening.arguments().items() if name not in ("by",)}
    asked |= {"origin": "tribunal_entrusted", "reference": "越劳人仲案〔2026〕8号", "by": judge}
    mediation = intake.refer_mediation(to=centre, **asked)
    assert mediation.matter.organisation == centre
    assert mediation.matter.owner is None
    assert mediation.matter.channel == "referral"
    assert mediation.referred_by == tribunal
    assert Matter.objects.visible_to(judge).filter(pk=mediation.pk).exists()
    assert Notice.objects.get(kind="mediation.referred_in").post == clerk.post
    with pytest.raises(Invalid) as error:
        intake.refer_mediation(**{**asked, "to": neighbour_district, "origin": "court_assigned", "reference": "9号"})
    assert set(error.value.errors) == {"origin", "to"}


def test_people_of_the_union_do_not_refer_and_organs_do_not_record(opening, district, partner):
    asked = opening.arguments()
    with pytest.raises(Refused):
        intake.refer_mediation(to=district, **asked)
    with pytest.raises(Refused):
        intake.open_mediation(**{**asked, "by": partner})
