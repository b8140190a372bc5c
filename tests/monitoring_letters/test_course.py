"""After issue: service that fails and is repeated, replies, judgements, promises, re-inspection, closing, the next."""

from datetime import date, timedelta

import pytest

from monitoring_letters import states
from monitoring_letters.services.duties import open_duties
from monitoring_letters.services.following import JudgementInput, PointInput
from monitoring_letters.services.inquiries import SupervisorInput
from monitoring_letters.services.preconditions import previous_of
from tests.cast import NOON
from unionlaw.deadlines.models import Deadline
from unionlaw.lib.errors import Conflict, Invalid, Missing
from unionlaw.matters.models import Event, Matter

pytestmark = pytest.mark.django_db

PROMISED = date(2026, 12, 10)


def running(letter, key):
    return Deadline.objects.filter(matter=letter.pk, rule_version__rule__key=key, state="open")


def last_event(letter):
    return Event.objects.filter(matter=letter.pk).order_by("-sequence").first()


def test_what_was_said_is_kept_with_the_letter(walk):
    text = walk.to(states.ISSUED).issued_text
    assert (text["number"], text["issuer"], text["addressee"]) == (
        "越工监意〔2026〕1号",
        "越山区总工会",
        "光影传媒有限公司",
    )
    assert [row["text"] for row in text["demands"]] == ["支付张三工资", "建立工资台账"]
    assert text["demands"][0]["amount"] == "50,000.00"


def test_a_letter_that_comes_back_is_served_again(walk):
    letter = walk.to(states.ISSUED)
    walk.do("start_service", letter)
    with pytest.raises(Conflict, match="上一次发送"):
        walk.do("start_service", letter)
    walk.do("record_failed_service", letter)
    assert walk.fresh(letter).matter.next_step == "再次送达"
    walk.do("start_service", letter, method="hand", tracking_number="", sent_to="经理本人")
    walk.do("confirm_service", letter)
    letter = walk.fresh(letter)
    assert list(letter.attempts.values_list("method", "state")) == [("mail", "failed"), ("hand", "served")]
    assert letter.served_on == NOON.date()
    with pytest.raises(Conflict):
        walk.do("confirm_service", letter)


def test_mail_needs_its_number_and_nothing_is_served_before_it_was_sent(walk):
    letter = walk.to(states.ISSUED)
    with pytest.raises(Invalid) as invalid:
        walk.do("start_service", letter, tracking_number="")
    assert "tracking_number" in invalid.value.errors
    walk.do("start_service", letter)
    with pytest.raises(Invalid) as invalid:
        walk.do("confirm_service", letter, served_on=NOON.date() - timedelta(days=1))
    assert "served_on" in invalid.value.errors


def test_a_reply_says_something_to_each_demand(walk):
    letter = walk.to(states.SERVED)
    first, second = letter.demands.all()
    points = [PointInput(first.pk, "promises", "月底前", PROMISED), PointInput(second.pk, "refuses", "没有必要")]
    reply = walk.do("record_reply", letter, points=points)
    assert list(reply.points.values_list("stance", flat=True)) == ["promises", "refuses"]
    assert last_event(letter).data == {"happened_on": "2026-11-20", "how": "书面"}
    stranger = walk.draft("notice").demands.first()
    with pytest.raises(Missing):
        walk.do("record_reply", letter, points=[PointInput(stranger.pk, "done")])


def test_a_promise_opens_a_limit_of_its_day_and_its_judgement_ends_it(walk):
    letter = walk.to(states.REPLIED)
    demand, other = letter.demands.all()
    walk.do("judge_demand", letter, judgement="promised", promised_on=PROMISED)
    walk.do("judge_demand", letter, demand_id=other.pk, judgement="promised", promised_on=PROMISED)
    assert [d.due_on for d in running(letter, "sup_promise")] == [PROMISED, PROMISED]
    walk.do("judge_demand", letter, demand_id=other.pk, judgement="false", note="台账是补写的")
    assert [d.subject for d in running(letter, "sup_promise")] == [f"demand:{demand.pk}"]
    later = PROMISED + timedelta(days=20)
    walk.do("judge_demand", letter, judgement="promised", promised_on=later)
    assert [d.due_on for d in running(letter, "sup_promise")] == [later]
    walk.do("judge_demand", letter, judgement="corrected")
    assert not running(letter, "sup_promise").exists()
    assert walk.fresh(letter).matter.next_step == "起草下一文书或移送"
    event = last_event(letter)
    assert (event.name, event.data["judgement"]) == ("letter.demand_judged", "已整改")


def test_a_promise_needs_a_day_that_is_not_over(walk):
    letter = walk.to(states.REPLIED)
    for day in (None, NOON.date() - timedelta(days=1)):
        with pytest.raises(Invalid) as invalid:
            walk.do("judge_demand", letter, judgement="promised", promised_on=day)
        assert "promised_on" in invalid.value.errors


def test_two_look_on_the_spot(walk):
    letter = walk.to(states.REPLIED)
    with pytest.raises(Invalid) as invalid:
        walk.do("reinspect", letter, supervisors=[SupervisorInput("何晓岚")])
    assert "supervisors" in invalid.value.errors
    inquiry = walk.do(
        "reinspect", letter, judgements=[JudgementInput(letter.demands.first().pk, "corrected", "见凭证")]
    )
    assert inquiry.supervisors.count() == 2
    assert letter.demands.first().judgement == "corrected"


def test_a_letter_is_not_closed_over_what_is_open(walk):
    letter = walk.to(states.REPLIED)
    with pytest.raises(Invalid) as invalid:
        walk.do("close_letter", letter)
    assert len(invalid.value.errors[""]) == 2, "both demands"
    first, second = letter.demands.all()
    walk.do("judge_demand", letter, demand_id=first.pk, judgement="corrected")
    walk.do("judge_demand", letter, demand_id=second.pk, judgement="promised", promised_on=PROMISED)
    assert [duty.anchor for duty in open_duties(walk.fresh(letter))] == ["demands", "reinspection"]
    walk.settle(letter)
    assert open_duties(walk.fresh(letter)) == []
    walk.do("close_letter", letter)
    assert walk.fresh(letter).result == "corrected"


def test_while_the_reply_is_awaited_nothing_is_closed(walk):
    letter = walk.to(states.SERVED)
    walk.settle(letter)
    with pytest.raises(Invalid) as invalid:
        walk.do("close_letter", letter)
    assert "答复工会劳动法律监督意见书" in invalid.value.errors[""][0]


def test_what_was_handed_to_an_authority_has_its_own_clock(walk):
    letter = walk.to(states.UNANSWERED)
    walk.do("record_linked", letter)
    given = walk.do("record_linked", letter, kind="to_procuratorate", body="区检察院", reply_by=date(2027, 3, 1))
    assert [d.due_on for d in running(letter, "sup_referral_result")] == [date(2027, 2, 19), date(2027, 3, 1)]
    walk.settle(letter)
    with pytest.raises(Invalid):
        walk.do("close_letter", letter)
    walk.do("answer_linked", letter)
    walk.do("answer_linked", letter, linked_id=given.pk, outcome="已发检察建议")
    assert not running(letter, "sup_referral_result").exists()


@pytest.mark.parametrize(("judgements", "result"), [
    (("corrected", "corrected"), "corrected"),
    (("corrected", "refused"), "partly"),
    (("partly", "partly"), "partly"),
    (("refused", "false"), "not_corrected"),
])  # fmt: skip
def test_the_result_follows_from_the_judgements(walk, judgements, result):
    letter = walk.to(states.REPLIED)
    given = [JudgementInput(d.pk, j) for d, j in zip(letter.demands.all(), judgements, strict=True)]
    walk.do("reinspect", letter, judgements=given)
    walk.do("close_letter", letter)
    assert walk.fresh(letter).result == result


def test_the_next_instrument_takes_everything_along(walk, district):
    notice = walk.to(states.SERVED, instrument="notice")
    walk.do("judge_demand", notice, demand_id=notice.demands.last().pk, judgement="corrected")
    walk.do("set_copies", walk.draft("notice"))
    opinion = walk.do("prepare_next", notice)
    former = walk.fresh(notice)
    assert (former.matter.status_id, former.matter.closed_reason) == (states.ESCALATED, "escalated")
    assert not Deadline.objects.filter(matter=notice.pk, state="open").exists()
    assert (opinion.instrument, opinion.employer, opinion.legal_basis) == (
        "opinion",
        notice.employer,
        notice.legal_basis,
    )
    assert [d.text for d in opinion.demands.all()] == ["支付张三工资"], "without what was corrected"
    assert opinion.demands.get().claim == notice.demands.first().claim
    assert opinion.facts.endswith("越山区总工会已于2026-11-20制发越工监提〔2026〕1号，2026-11-20送达，至今未整改。")
    assert previous_of(opinion) == notice
    assert opinion.matter.dispute_id == notice.matter.dispute_id


def test_from_notice_to_recommendation_findings_and_inquiries_go_along(walk):
    opinion = walk.to(states.UNANSWERED)
    recommendation = walk.do("prepare_next", opinion, authority=walk.bureau)
    assert recommendation.findings.get().evidence == "工资表复印件"
    assert recommendation.inquiries.get().supervisors.count() == 2
    assert recommendation.authority == walk.bureau
    served = walk.to(states.SERVED, recommendation)
    with pytest.raises(Conflict, match="建议书之后"):
        walk.do("prepare_next", served)


def test_nothing_is_escalated_when_all_is_corrected(walk):
    letter = walk.to(states.REPLIED)
    walk.settle(letter)
    with pytest.raises(Conflict, match="都已整改"):
        walk.do("prepare_next", letter)


def test_the_authority_sees_a_recommendation_from_its_issue_on(walk, partner):
    letter = walk.to(states.APPROVED, instrument="recommendation")
    assert not Matter.objects.visible_to(partner).filter(pk=letter.pk).exists()
    walk.do("issue", letter)
    assert Matter.objects.visible_to(partner).filter(pk=letter.pk).exists()


def test_an_employer_that_corrects_on_hearing_of_it_is_recorded_as_such(walk):
    letter = walk.to(states.CORRECTED_EARLY)
    assert (letter.document_number, letter.result, letter.corrected_on) == ("", "corrected", NOON.date())
    assert set(letter.demands.values_list("judgement", flat=True)) == {"corrected"}


def test_a_public_notice_is_published_and_closed_without_judgements(walk):
    letter = walk.to(states.PUBLISHED)
    assert (letter.publication.where, letter.matter.dispute) == ("区总工会公众号", None)
    walk.do("close_letter", letter)
    assert walk.fresh(letter).result == "informed"
    with pytest.raises(Conflict):
        walk.do("publish", walk.to(states.ISSUED))


def test_a_correction_says_what_and_why_and_comes_from_someone_else(walk):
    letter = walk.to(states.SERVED)
    walk.do("correct_letter", letter, title="更正后的标题")
    event = last_event(letter)
    assert (event.name, event.reason, event.data["what"]) == ("letter.corrected", "理由", "事实、标题")
    assert walk.fresh(letter).issued_text["title"] == "更正后的标题"
    with pytest.raises(Invalid, match="没有任何改动"):
        walk.do("correct_letter", letter, facts=None)
