"""Passed back or on in one action, with the papers of the folder."""

import pytest

from mediation import states
from mediation.services import handing_over
from tests.cast import appoint, found
from tests.mediation.opening import acting
from unionlaw.lib.errors import Invalid, Missing
from unionlaw.matters.models import Matter
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role


@pytest.fixture
def tribunal(district):
    return found(Organisation.Kind.ARBITRATION, "越山区仲裁院", attached_to=district)


def test_it_goes_back_to_who_passed_it_on(opening, court):
    mediation = opening.received(origin="court_assigned", referred_by=court, reference="1号")
    assert handing_over.usual_receiver(opening.fresh(mediation)) == court


def test_a_request_of_a_party_has_no_usual_receiver(opening, tribunal):
    assert handing_over.usual_receiver(opening.fresh(opening.received())) is None


def test_the_receiver_sees_it_from_now_on(opening, tribunal):
    mediation = opening.accepted()
    judge = appoint("zhong", "仲裁员", tribunal, Role.PARTNER)
    row = handing_over.hand_over(to_organisation=tribunal, reason="申请人要求仲裁", **acting(mediation, opening.clerk))
    fresh = opening.fresh(mediation)
    assert (fresh.matter.status_id, fresh.matter.closed_reason) == (states.HANDED_OVER, "handed_over")
    assert row.to_name == "越山区仲裁院"
    assert Matter.objects.visible_to(judge).filter(pk=mediation.pk).exists()


def test_an_organ_outside_the_portal_is_named(opening):
    mediation = opening.received()
    row = handing_over.hand_over(to_name="外市劳动监察大队", reason="用工地在外市", **acting(mediation, opening.clerk))
    assert row.to_organisation is None
    assert row.to_name == "外市劳动监察大队"


def test_a_receiver_and_a_reason_are_asked_for(opening):
    mediation = opening.received()
    with pytest.raises(Invalid) as error:
        handing_over.hand_over(reason=" ", **acting(mediation, opening.clerk))
    assert set(error.value.errors) == {"to_organisation", "reason"}


def test_only_papers_of_its_own_folder_go_along(opening, tribunal):
    mediation = opening.received()
    with pytest.raises(Missing):
        handing_over.hand_over(
            to_organisation=tribunal, reason="移送", document_ids=[987654], **acting(mediation, opening.clerk)
        )
