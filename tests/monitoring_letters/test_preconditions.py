"""What a letter needs before it leaves the drafter's desk; who may issue which instrument."""

import pytest

from monitoring_letters import states
from monitoring_letters.instruments import terms_of
from monitoring_letters.services import drafting, inquiries
from monitoring_letters.services.content import FindingInput
from monitoring_letters.services.inquiries import SupervisorInput
from monitoring_letters.services.preconditions import lacking
from tests.cast import NOON
from unionlaw.lib.errors import Invalid
from unionlaw.matters.models import Matter

pytestmark = pytest.mark.django_db


def bare(walk, instrument, **changes):
    changes.setdefault("employer", walk.make_employer("光影传媒有限公司"))
    return drafting.draft_letter(
        **{"instrument": instrument, "topic": "pay", "by": walk.caseworker, "at": NOON, **changes}
    )


def test_a_notice_needs_only_a_demand(walk):
    assert lacking(bare(walk, "notice")) == ["请至少填写一项要求。"]


def test_an_opinion_needs_facts_law_and_an_inquiry_by_two_with_evidence(walk):
    letter = bare(walk, "opinion")
    assert len(lacking(letter)) == 4
    with pytest.raises(Invalid) as invalid:
        walk.do("submit_for_review", letter)
    assert len(invalid.value.errors[""]) == 4
    walk.complete(letter, by=walk.caseworker)
    assert lacking(walk.fresh(letter)) == []


def test_one_supervisor_named_twice_is_not_two(walk):
    with pytest.raises(Invalid) as invalid:
        walk.do(
            "record_inquiry", bare(walk, "opinion"), supervisors=[SupervisorInput("何晓岚"), SupervisorInput(" 何晓岚")]
        )
    assert "supervisors" in invalid.value.errors


def test_every_finding_of_an_opinion_needs_evidence(walk):
    letter = walk.draft("opinion")
    walk.do("set_findings", letter, findings=[FindingInput("拖欠工资")])
    assert lacking(walk.fresh(letter)) == ["第1项查明事实没有证据。"]


def test_a_recommendation_follows_an_opinion_or_says_why_not(walk):
    letter = walk.draft("recommendation")
    walk.do("amend_letter", letter, authority=walk.bureau, exception="")
    assert "意见书" in lacking(walk.fresh(letter))[0]
    following = walk.do("prepare_next", walk.to(states.UNANSWERED), authority=walk.bureau)
    assert lacking(following) == []


def test_zhejiang_wants_the_signatory_named(walk, district):
    letter = walk.draft("opinion")
    district.region_code = "330106"
    district.save()
    assert "工会主席或者副主席" in lacking(walk.fresh(letter))[0]
    assert terms_of("opinion", "330106").confidence == "source"


def test_a_town_drafts_opinions_itself_and_asks_its_county_for_recommendations(walk, town_caseworker, town, district):
    opinion = walk.draft("opinion", by=town_caseworker)
    assert opinion.matter.organisation == town
    asked = walk.draft("recommendation", by=town_caseworker)
    assert asked.matter.organisation == district
    assert Matter.objects.visible_to(town_caseworker).filter(pk=asked.pk).exists()


def test_a_town_cannot_issue_a_recommendation_in_its_own_name(walk, town_caseworker, town):
    with pytest.raises(Invalid) as invalid:
        bare(walk, "recommendation", organisation=town, by=town_caseworker)
    assert "区总工会" in invalid.value.errors["organisation"][0]


def test_a_stranger_union_is_refused(walk, neighbour_district):
    with pytest.raises(Invalid):
        bare(walk, "notice", organisation=neighbour_district)


def test_a_station_drafts_for_its_union_and_keeps_sight(walk, station_caseworker, town):
    letter = walk.draft("notice", by=station_caseworker)
    assert letter.matter.organisation == town
    assert Matter.objects.visible_to(station_caseworker).filter(pk=letter.pk).exists()


def test_only_notices_speak_to_an_industry(walk):
    with pytest.raises(Invalid) as invalid:
        bare(walk, "opinion", reach="industry", audience="全区快递企业", employer=None)
    assert "reach" in invalid.value.errors
    with pytest.raises(Invalid) as invalid:
        bare(walk, "notice", reach="area", employer=None)
    assert "audience" in invalid.value.errors


def test_an_inquiry_can_be_removed_while_drafting(walk):
    letter = walk.draft("opinion")
    inquiry = letter.inquiries.get()
    inquiries.remove_inquiry(letter_id=letter.pk, inquiry_id=inquiry.pk, by=walk.caseworker, at=NOON)
    assert not letter.inquiries.exists()
