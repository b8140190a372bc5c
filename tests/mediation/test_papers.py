"""The papers of a mediation: what they say, numbers, corrections, and which are made by steps only."""

from datetime import date

import pytest

from mediation import papers
from mediation.services import agreements, closing_performance, performing, printing, remedies
from mediation.services.paper import make_paper
from tests.cast import NOON
from tests.documents.papers import SYSTEM, text_of
from tests.mediation.settling import later
from unionlaw.documents.models import PaperTemplate
from unionlaw.documents.services.drafting import sample_data
from unionlaw.documents.services.papers import issue_paper
from unionlaw.documents.shipped import shipped
from unionlaw.documents.typesetting.lint import lint
from unionlaw.lib.errors import Conflict
from unionlaw.matters.models.matter import Kind

pytestmark = pytest.mark.django_db
OURS = [one for one in shipped() if one.columns["matter_kind"] == Kind.MEDIATION]


@pytest.mark.parametrize("one", OURS, ids=lambda one: one.key)
def test_each_template_can_be_set(one):
    sample = sample_data(Kind.MEDIATION, one.asks, one.columns["name"], NOON.date())
    assert lint(one.source, kind=Kind.MEDIATION, asks=one.asks, sample=sample) == []


def test_all_ten_are_shipped(settling):
    keys = {
        papers.AGREEMENT, papers.AGREEMENT_OF_ONE, papers.REVIEW, papers.CONFIRM, papers.PAYMENT_ORDER,
        papers.ENFORCEMENT, papers.MINUTES, papers.NOT_SETTLED, papers.HAND_OVER, papers.ACCEPTANCE,
    }  # fmt: skip
    assert {one.key for one in OURS} == keys
    assert set(PaperTemplate.objects.filter(matter_kind=Kind.MEDIATION).values_list("key", flat=True)) == keys


def test_an_agreement_says_who_gets_what_when(settling):
    [agreement] = settling.printed()
    text = text_of(agreement.paper)
    wanted = ["调解协议书", "越工调协〔2026〕1号", "张三、李四", "光影传媒有限公司", "陆万元零贰分", "2026年12月10日"]
    wanted += ["逾期未付的，剩余款项一次付清。", "越山区联合调解中心", "条调解", "十五日", "三十日"]
    assert [words for words in wanted if words not in text] == []


def test_an_agreement_of_one_worker_names_nobody_else(settling):
    mediation = settling.settled()
    ids = [c.party_id for c in settling.stage.claims(mediation)]
    joint, alone = settling.printed(mediation, separate=[ids[1]])
    assert ("李四" in text_of(alone.paper), "张三" in text_of(alone.paper)) == (True, False)
    assert "李四" not in text_of(joint.paper)
    assert alone.paper.number == "越工调单〔2026〕1号"


def test_the_paper_of_a_new_version_replaces_the_former(settling):
    [agreement] = settling.printed()
    who = settling.who(agreement.mediation)
    new = agreements.revise_agreement(agreement_id=agreement.pk, terms="逾期一次付清，另付利息。", **who)
    paper = printing.print_agreement(agreement_id=new.pk, **who)
    assert (paper.supersedes, paper.correction_reason) == (agreement.paper, "协议改为第2版")
    with pytest.raises(Conflict, match="已经制作"):
        printing.print_agreement(agreement_id=new.pk, **who)


def test_papers_about_one_agreement_are_not_issued_by_hand(settling, caseworker):
    mediation = settling.effective()
    with pytest.raises(Conflict, match="由“调解协议”生成"):
        issue_paper(matter_id=mediation.pk, key=papers.AGREEMENT, answers={}, by=caseworker, at=NOON)


def test_the_notice_of_acceptance_and_the_minutes_are(settling, caseworker):
    mediation = settling.stage.mediation()
    settling.stage.session(mediation)
    notice = issue_paper(matter_id=mediation.pk, key=papers.ACCEPTANCE, answers={}, by=caseworker, at=NOON)
    assert "条调解" in text_of(notice)
    mediation.sessions.update(state="held", minutes="双方同意分三期支付。")
    minutes = issue_paper(matter_id=mediation.pk, key=papers.MINUTES, answers={}, by=caseworker, at=NOON)
    assert "双方同意分三期支付。" in text_of(minutes)


def test_a_certificate_that_nothing_was_settled(settling, caseworker):
    mediation = settling.stage.mediation()
    with pytest.raises(Conflict, match="制发"):
        issue_paper(matter_id=mediation.pk, key=papers.NOT_SETTLED, answers={}, by=caseworker, at=NOON)
    from mediation.services import closing

    settling.stage.session(mediation)
    closing.fail(reason="no_agreement", **settling.who(mediation, later(4)))
    paper = issue_paper(matter_id=mediation.pk, key=papers.NOT_SETTLED, answers={}, by=caseworker, at=later(4))
    assert "分歧大" in text_of(paper)


def test_the_application_for_enforcement_lists_who_is_owed(settling, court):
    from mediation.models import Confirmation

    mediation = settling.effective()
    [agreement] = mediation.agreements.filter(state="effective")
    Confirmation.objects.create(
        agreement=agreement, route="judicial", organ=court, state="granted", filed_on=NOON.date(),
        decided_on=later(10).date(), case_number="（2026）粤01民特8号",
    )  # fmt: skip
    first = performing.dues_in_force(mediation)[0]
    row = first.rows[0]
    performing.record_payment(
        lines=[performing.PaymentLine(row.instalment.pk, 400_000)], paid_on=date(2026, 12, 9),
        **settling.who(mediation, later(21)),
    )  # fmt: skip
    breach = remedies.record_breach(instalment_id=first.pk, whole=True, **settling.who(mediation, later(25)))
    remedy = remedies.prepare_remedy(
        breach_id=breach.pk,
        kind="enforcement",
        answers={"court": "越山区人民法院"},
        **settling.who(mediation, later(26)),
    )
    text = text_of(remedy.paper)
    wanted = ["强制执行申请书", "张三、李四", "56,000.02元", "6,000.00", "（2026）粤01民特8号", "越山区人民法院"]
    assert [words for words in wanted if words not in text] == []
    closing_performance.close_unperformed(reason="申请执行", **settling.who(mediation, later(27)))


def test_a_paper_is_recorded_on_the_timeline(settling):
    mediation = settling.stage.mediation()
    paper = make_paper(mediation, papers.ACCEPTANCE, by=SYSTEM, at=NOON)
    event = mediation.matter.events.get(name="paper.issued")
    assert event.data["number"] == paper.number
