"""Agreements from outcomes: joint or per worker, instalments to the fen, versions, mandatory-law warnings."""

from datetime import date

import pytest

from mediation.models import Agreement, FactsSheet
from mediation.services import agreement_warnings, agreements, instalments
from mediation.services.agreed import standing_of
from mediation.services.instalments import Plan
from tests.cast import NOON
from tests.mediation.settling import FIRST_DUE
from unionlaw.lib.errors import Conflict, Invalid
from unionlaw.matters.models import Claim


class TestSplitting:
    @pytest.mark.parametrize(
        ("amount", "parts", "rows"),
        [(100, 3, [33, 33, 34]), (3_000_001, 3, [1_000_000, 1_000_000, 1_000_001]), (5, 1, [5]), (2, 2, [1, 1])],
    )
    def test_the_last_payment_takes_the_rest(self, amount, parts, rows):
        assert instalments.split(amount, parts) == rows

    def test_no_payment_is_empty(self):
        with pytest.raises(ValueError, match="fen"):
            instalments.split(2, 3)

    @pytest.mark.parametrize(
        ("first", "months", "day"),
        [
            (date(2026, 1, 31), 1, date(2026, 2, 28)),
            (date(2028, 1, 31), 1, date(2028, 2, 29)),
            (date(2026, 12, 10), 2, date(2027, 2, 10)),
            (date(2026, 11, 30), 3, date(2027, 2, 28)),
        ],
    )
    def test_a_month_later_is_the_same_day_or_the_last(self, first, months, day):
        assert instalments.months_later(first, months) == day


def rows_of(agreement):
    return list(agreement.instalments.order_by("claim_id", "number").values_list("number", "due_on", "amount"))


@pytest.mark.django_db
def test_a_joint_agreement_takes_amounts_and_days_from_the_outcomes(settling):
    [agreement] = settling.drafted()
    assert (agreement.joint, agreement.version, agreement.total) == (True, 1, 6_000_002)
    assert [line["worker"] for line in agreement.claims] == ["张三", "李四"]
    assert rows_of(agreement)[:3] == [
        (1, FIRST_DUE, 1_000_000), (2, date(2027, 1, 10), 1_000_000), (3, date(2027, 2, 10), 1_000_001),
    ]  # fmt: skip
    assert agreement.terms == "逾期未付的，剩余款项一次付清。"


@pytest.mark.django_db
def test_some_workers_sign_their_own_and_failed_ones_are_left_out(settling):
    mediation = settling.settled(("张三", "李四", "王五", "赵六"), failed=1)
    first = settling.stage.claims(mediation)[0].party_id
    made = settling.drafted(mediation, separate=[first])
    assert [(a.joint, [line["worker"] for line in a.claims]) for a in made] == [
        (True, ["李四", "王五"]), (False, ["张三"]),
    ]  # fmt: skip


@pytest.mark.django_db
def test_drafting_anew_replaces_drafts_and_keeps_what_is_signed(settling):
    mediation = settling.settled(("张三", "李四", "王五"))
    ids = [c.party_id for c in settling.stage.claims(mediation)]
    joint, alone = settling.printed(mediation, separate=[ids[0]])
    settling.sign(alone, f"party-{ids[0]}")
    settling.drafted(mediation, separate=[ids[1]])
    standing = standing_of(settling.fresh(mediation))
    assert {(a.party_id, a.state) for a in standing} == {(None, "draft"), (ids[0], "signing"), (ids[1], "draft")}
    joint.refresh_from_db()
    assert joint.state == "replaced"


@pytest.mark.django_db
def test_after_reopening_what_was_agreed_before_makes_room(settling):
    from mediation import states

    mediation = settling.effective()
    mediation.matter.status_id, mediation.matter.phase = states.SETTLING, "open"
    mediation.matter.save()
    mediation.concluded_on = date(2026, 12, 1)
    mediation.save()
    [new] = settling.drafted(mediation)
    assert (new.version, new.state) == (2, "draft")
    assert mediation.agreements.get(version=1).state == "cancelled"


@pytest.mark.django_db
def test_nothing_settled_makes_no_agreement(settling):
    mediation = settling.stage.mediation()
    mediation.matter.status_id, mediation.matter.phase = "mediation.settling", "open"
    mediation.matter.save()
    with pytest.raises(Conflict, match="还没有谈妥"):
        agreements.draft_agreement(**settling.who(mediation))


@pytest.mark.django_db
def test_payments_that_do_not_add_up_are_refused_beside_their_field(settling):
    [agreement] = settling.drafted()
    claims = [line["claim_id"] for line in agreement.claims]
    plans = [Plan(claims[0], 1, FIRST_DUE, 3_000_000), Plan(claims[1], 1, None, 3_000_001)]
    with pytest.raises(Invalid) as refused:
        agreements.revise_agreement(
            agreement_id=agreement.pk, terms="", plans=plans, **settling.who(agreement.mediation)
        )
    assert set(refused.value.errors) == {f"claim-{claims[0]}-1-amount", f"claim-{claims[1]}-1-due_on"}


@pytest.mark.django_db
def test_a_revision_is_a_new_version_with_its_own_payments(settling):
    [agreement] = settling.drafted()
    claims = [line["claim_id"] for line in agreement.claims]
    plans = [Plan(claim, 1, date(2026, 12, 31), 3_000_001) for claim in claims]
    new = agreements.revise_agreement(
        agreement_id=agreement.pk, terms="一次付清", plans=plans, **settling.who(agreement.mediation)
    )
    agreement.refresh_from_db()
    assert (new.version, agreement.state) == (2, "replaced")
    assert rows_of(new) == [(1, date(2026, 12, 31), 3_000_001)] * 2
    assert rows_of(agreement)[0] == (1, FIRST_DUE, 1_000_000)
    with pytest.raises(Conflict, match="被新版代替"):
        agreements.revise_agreement(agreement_id=agreement.pk, terms="", **settling.who(agreement.mediation))


# Warnings: how the mediation is settled → what is found.
WARNINGS = [
    ({"promises": "职工放弃社会保险补缴。"}, "insurance_waived"),
    ({"promises": "公司资金到位后支付，逾期从新约定。"}, "unclear_date"),
    ({"pay_from": None, "instalments": 1}, "unclear_date"),
    ({"promises": "款项由班组长统一领取，逾期付利息。"}, "unclear_payee"),
    ({"promises": "职工放弃其他一切权利，逾期付利息。"}, "future_claims_waived"),
    ({"promises": "今后不得投诉、仲裁，逾期付利息。"}, "future_claims_waived"),
    ({"heads": ("injury",)}, "injury_before_assessment"),
    ({"heads": ("employment",), "amount": 100, "instalments": 1}, "employment_settled"),
    ({"heads": ("social_insurance",)}, "insurance_waived"),
    ({"promises": "开具离职证明"}, "no_default_clause"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("terms", "code"), WARNINGS, ids=[f"{row[1]}-{n}" for n, row in enumerate(WARNINGS)])
def test_mandatory_law_is_warned_of(settling, terms, code):
    mediation = settling.settled(("张三",), **terms)
    [agreement] = agreements.draft_agreement(**settling.who(mediation))
    assert code in [row["code"] for row in agreement.warnings]


@pytest.mark.django_db
def test_an_ordinary_agreement_warns_of_nothing(settling):
    [agreement] = agreements.draft_agreement(**settling.who(settling.settled()))
    assert agreement.warnings == []


@pytest.mark.django_db
def test_wages_below_the_minimum_of_the_place(settling):
    mediation = settling.settled(("张三",), amount=300_000)
    Claim.objects.filter(party__dispute=mediation.matter.dispute_id).update(
        from_on=date(2026, 8, 1), to_on=date(2026, 10, 31)
    )
    [agreement] = agreements.draft_agreement(**settling.who(mediation))
    [found] = agreement.warnings
    assert found["code"] == "below_minimum_wage"
    assert "2,500.00" in found["detail"]


@pytest.mark.django_db
def test_less_than_wages_that_nobody_disputes(settling):
    mediation = settling.settled(("张三",))
    FactsSheet.objects.create(mediation=mediation, answers={"pay": {"agreed": True}, "paid_until": {"agreed": True}})
    [agreement] = agreements.draft_agreement(**settling.who(mediation))
    assert [row["code"] for row in agreement.warnings] == ["less_than_undisputed"]


@pytest.mark.django_db
def test_every_warning_is_answered_before_the_paper_is_made(settling):
    mediation = settling.settled(("张三",), promises="开具离职证明")
    [agreement] = agreements.draft_agreement(**settling.who(mediation))
    who = {"agreement_id": agreement.pk, **settling.who(mediation)}
    from mediation.services.printing import print_agreement

    with pytest.raises(Conflict, match="请先逐项核对"):
        print_agreement(**who)
    with pytest.raises(Invalid) as refused:
        agreements.answer_warnings(answers={}, **who)
    assert list(refused.value.errors) == ["warning-no_default_clause"]
    agreements.answer_warnings(answers={"no_default_clause": "双方坚持"}, **who)
    assert print_agreement(**who).number


@pytest.mark.django_db
def test_an_answer_is_kept_while_the_warning_says_the_same(settling):
    mediation = settling.settled(("张三",), promises="开具离职证明")
    [agreement] = settling.drafted(mediation)
    new = agreements.revise_agreement(agreement_id=agreement.pk, terms="月底前开具", **settling.who(mediation))
    assert [row["answer"] for row in new.warnings] == ["已核对"]


def test_minimum_wages_by_place_and_day():
    assert agreement_warnings.minimum_wage("440104", date(2026, 1, 1)) == 250_000
    assert agreement_warnings.minimum_wage("440104", date(2024, 1, 1)) == 230_000
    assert agreement_warnings.minimum_wage("441900", date(2026, 1, 1)) == 175_000
    assert agreement_warnings.minimum_wage("110101", date(2026, 1, 1)) == 0


def test_a_wrong_entry_of_the_table_stops_start_up(monkeypatch, tmp_path):
    (tmp_path / "agreement_warnings.toml").write_text(
        '[[warning]]\nkey = "x"\ncheck = "nothing"\ntext = "x"\ntext_en = "x"\ncitation = "x"\n', encoding="utf-8"
    )
    monkeypatch.setattr(agreement_warnings, "DATA", tmp_path)
    with pytest.raises(ValueError, match="x checks nothing"):
        agreement_warnings.table.__wrapped__()


@pytest.mark.django_db
def test_one_agreement_of_a_worker_stands_at_a_time(settling):
    from django.db import IntegrityError, transaction

    [agreement] = settling.drafted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.create(mediation=agreement.mediation, version=9, joint=True, total=0)
    assert NOON
