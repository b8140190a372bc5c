"""Changing parties, claims and dates while a case runs."""

from datetime import date

import pytest
from django.utils import translation

from cases import states
from cases.services import facts
from cases.services.applications import ClaimInput
from cases.services.consultations import record_consultation
from tests.cast import NOON
from unionlaw.lib.errors import Invalid, Missing
from unionlaw.matters.models import Claim, Event, Matter

pytestmark = pytest.mark.django_db


def last_change(case, name="matter.facts_changed"):
    event = Event.objects.filter(matter=case.pk).first()
    assert event.name == name
    return event.data["what"]


def test_a_worker_joins_and_every_proceeding_shows_it(walk):
    consultation = record_consultation(question="欠薪", channel="window", by=walk.caseworker, at=NOON)
    case = walk.apply(consultation_id=consultation.pk)
    walk.do("add_applicant", case, by=walk.caseworker)
    assert last_change(case) == "增加申请人李四"
    matters = {m.pk: m for m in Matter.objects.filter(dispute=case.matter.dispute_id)}
    assert {m.claimant_names for m in matters.values()} == {"张三、李四"}
    assert matters[case.pk].title == "张三、李四与光影传媒有限公司追索劳动报酬纠纷"
    assert "李四" in matters[consultation.pk].search_text


def test_the_tenth_worker_makes_it_a_group_that_comes_first(walk):
    case = walk.apply(tuple(f"工{i}" for i in range(9)))
    walk.do("add_applicant", case, by=walk.caseworker)
    matter = Matter.objects.get(pk=case.pk)
    assert (matter.group, matter.green_channel, matter.priority) == (True, True, 1)


def test_nobody_joins_twice_or_without_a_claim(walk):
    case = walk.apply()
    worker = case.matter.dispute.parties.get(side="claimant").worker
    with pytest.raises(Invalid) as invalid:
        walk.do("add_applicant", case, by=walk.caseworker, worker=worker, claims=[])
    assert invalid.value.errors.keys() == {"worker", "claims"}
    with pytest.raises(Invalid) as invalid:
        walk.do("add_applicant", case, by=walk.caseworker, claims=[ClaimInput("wages", -5)])
    assert invalid.value.errors.keys() == {"claim-0-amount"}
    employer = case.matter.dispute.parties.get(side="respondent").employer
    with pytest.raises(Invalid) as invalid:
        walk.do("add_respondent", case, by=walk.caseworker, employer=employer)
    assert invalid.value.errors.keys() == {"employer"}


def test_an_employer_joins(walk):
    case = walk.apply()
    walk.do("add_respondent", case, by=walk.caseworker)
    assert last_change(case) == "增加被申请人关联公司"
    assert Matter.objects.get(pk=case.pk).respondent_names == "光影传媒有限公司、关联公司"


def test_claims_are_added_and_amended_until_they_have_an_outcome(walk):
    case = walk.to(states.CONDUCTING)
    added = walk.do("add_claim", case, by=walk.caseworker)
    assert last_change(case) == "张三增加请求：经济补偿2.00元"
    walk.do("amend_claim", case, by=walk.caseworker, claim_id=added.pk, claim=ClaimInput("damages", 500, "第87条"))
    assert last_change(case) == "张三的请求：经济补偿2.00元 → 违法解除赔偿金5.00元"
    added.refresh_from_db()
    assert (added.head, added.amount, added.basis) == ("damages", 500, "第87条")
    walk.finish(case)
    with pytest.raises(Invalid):
        walk.do("amend_claim", case, by=walk.caseworker)


def test_claims_and_parties_of_another_case_are_not_found(walk):
    case, other = walk.apply(), walk.apply(("王五",), employer=walk.make_employer("乙公司"))
    claim = walk.claims(other)[0]
    with pytest.raises(Missing):
        walk.do("amend_claim", case, by=walk.caseworker, claim_id=claim.pk)
    with pytest.raises(Missing):
        walk.do("add_claim", case, by=walk.caseworker, party_id=claim.party_id)
    with pytest.raises(Missing):
        walk.do("name_representatives", case, by=walk.caseworker, party_ids=[claim.party_id])
    assert Claim.objects.count() == 2


def test_a_new_cause_adds_its_papers_and_new_dates_move_what_is_due(walk, injury_cause):
    case = walk.apply()
    facts.amend_facts(
        case_id=case.pk,
        cause=injury_cause,
        facts=case.matter.dispute.facts,
        infringed_on=date(2026, 6, 30),
        employment_ended_on=None,
        limitation_on=date(2026, 11, 24),
        by=walk.caseworker,
        at=NOON,
    )
    changed = "案由：追索劳动报酬纠纷 → 工伤保险待遇纠纷；时效届满日：2027-06-30 → 2026-11-24"
    assert last_change(case, "aid_case.limitation_set") == changed
    assert case.materials.filter(key="diagnosis").exists()
    matter = Matter.objects.get(pk=case.pk)
    assert (matter.cause, matter.next_due_on) == (injury_cause, date(2026, 11, 24))
    assert matter.title == "张三与光影传媒有限公司工伤保险待遇纠纷"


def test_a_limitation_day_left_empty_is_counted_again_and_goes_only_with_the_dates(walk):
    case = walk.apply()
    same = {"facts": "被拖欠六个月工资。", "by": walk.caseworker}
    with pytest.raises(Invalid) as unchanged:
        walk.do("amend_facts", case, infringed_on=date(2026, 6, 30), limitation_on=None, **same)
    assert unchanged.value.message == "没有改动任何内容。"
    walk.do("amend_facts", case, infringed_on=date(2026, 6, 30), employment_ended_on=date(2026, 10, 31), **same)
    assert walk.fresh(case).limitation_on == date(2027, 10, 31)
    assert last_change(case, "aid_case.limitation_set").endswith("时效届满日：2027-06-30 → 2027-10-31")
    walk.do("amend_facts", case, infringed_on=None, employment_ended_on=None, **same)
    assert walk.fresh(case).limitation_on is None
    with pytest.raises(Invalid) as invalid:
        walk.do("amend_facts", case, infringed_on=None, limitation_on=date(2062, 10, 31), **same)
    assert "核对年份" in str(invalid.value.errors["limitation_on"])


def test_facts_that_are_not_changed_or_not_given_are_told(walk):
    case = walk.apply()
    same = {"infringed_on": date(2026, 6, 30), "limitation_on": date(2027, 6, 30), "facts": "被拖欠六个月工资。"}
    with pytest.raises(Invalid) as invalid:
        walk.do("amend_facts", case, by=walk.caseworker, **same)
    assert invalid.value.message == "没有改动任何内容。"
    with pytest.raises(Invalid) as invalid:
        walk.do("amend_facts", case, by=walk.caseworker, facts="", cause=None, infringed_on=date(2027, 1, 1))
    assert invalid.value.errors.keys() == {"facts", "cause", "infringed_on"}


def test_a_group_names_up_to_five_who_speak_for_it(walk):
    case = walk.apply(tuple(f"工{i}" for i in range(10)))
    parties = list(case.matter.dispute.parties.filter(side="claimant").values_list("pk", flat=True))
    for wrong in ([], parties[:6]):
        with pytest.raises(Invalid):
            walk.do("name_representatives", case, by=walk.caseworker, party_ids=wrong)
    walk.do("name_representatives", case, by=walk.caseworker, party_ids=parties[:3])
    walk.do("name_representatives", case, by=walk.caseworker, party_ids=parties[2:5])
    assert last_change(case) == "职工代表：工2、工3、工4"
    assert list(case.matter.dispute.parties.filter(representative=True).values_list("pk", flat=True)) == parties[2:5]


def test_the_timeline_is_written_in_chinese_whoever_writes(walk):
    case = walk.apply()
    with translation.override("en"):
        walk.do("add_applicant", case, by=walk.caseworker)
    assert last_change(case) == "增加申请人李四"
