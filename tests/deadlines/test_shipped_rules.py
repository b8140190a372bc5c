"""What the rule files may say, and that they say what legal-rules.md §2 has."""

from datetime import date

import pytest

from unionlaw.deadlines.arithmetic.spec import Unit
from unionlaw.deadlines.services.rules import period_of
from unionlaw.deadlines.shipped_rules import RuleDataError, places, read, shipped_rules

RULE = """
[[rule]]
key = "arb_accept"
name = "仲裁受理"
name_en = "Acceptance"
trigger = "收到申请"
length = 5
unit = "working_day"
citation = "劳动争议调解仲裁法第29条"
confidence = "source"
effective_from = 2008-05-01
"""

# The keys of the reference document, section by section, with length and unit.
KEYS = """
negotiation_reply 5 cal, mediation_accept 3 wd, mediation_finish_statute 15 cal roll,
mediation_finish_committee 15 cal roll, mediation_advice_pause 15 cal, mediation_entrusted_by_tribunal 10 wd,
court_preaction_mediation 30 cal, court_inaction_mediation_ordinary 15 cal, court_inaction_mediation_summary 7 cal,
online_mediator_confirm 3 wd, arb_review_apply 15 cal roll, arb_review_decide 5 wd, judicial_confirm_apply 30 cal roll,
judicial_confirm_accept 3 cal, judicial_confirm_decide 15 cal, judicial_confirm_objection_party 15 cal,
judicial_confirm_objection_third 6 month, agreement_performance 0 fixed, payment_order_notice 5 cal,
payment_order_issue 15 cal, payment_order_debtor 15 cal,
arb_limitation 1 year roll, arb_limitation_wages 1 year, arb_correction_notice 5 wd, arb_accept 5 wd,
arb_serve_copy 5 wd, arb_answer 10 wd, arb_answer_forward 5 wd, arb_counterclaim_decide 5 wd, arb_tribunal_notice 5 wd,
arb_hearing_notice 5 wd back, arb_postpone_request 3 wd back, arb_recusal_decide 3 wd, arb_evidence 0 fixed,
arb_award 45 cal, arb_group_accept 5 wd, arb_cancel_notice 5 wd, sue_nonfinal 15 cal roll, sue_final_worker 15 cal roll,
setaside_final_employer 30 cal roll, setaside_reroute 30 cal, sue_after_setaside 15 cal roll,
sue_after_nonenforcement 30 cal, arb_archive 10 year, arb_archive_other 5 year,
court_register 7 cal, court_serve 5 cal, court_answer 15 cal, trial_ordinary 6 month, trial_summary 3 month,
appeal_judgment 15 cal roll, appeal_ruling 10 cal roll, prelit_preservation_decide 48 hour,
prelit_preservation_followup 30 cal, labour_preservation_enforce 3 month, execution_apply 2 year,
aid_review 7 cal, aid_assign 3 cal, aid_urgent_threshold 0 cal, aid_objection_review 5 cal, aid_close_report 30 cal,
union_aid_review 7 cal, union_aid_refusal_review 5 cal,
sup_complaint_result 30 wd, sup_complaint_decline@33 5 wd, sup_letter_reply 15 wd, sup_letter_reply@33 15 wd,
sup_letter_reply@61 30 cal, sup_letter_reply@3601 60 cal, sup_letter_reply@44 15 wd, sup_advice_reply@3601 60 cal,
sup_advice_filing 5 wd, procuratorial_advice_reply 2 month, procuratorial_advice_reply_urgent 15 cal,
procuratorial_advice_reply_general 2 month,
injury_apply_employer 30 cal, injury_apply_worker 1 year, injury_decide 60 cal, injury_decide_clear 15 cal,
capacity_assess 60 cal, capacity_reassess 15 cal, capacity_review 1 year, inspection_limit 2 year,
inspection_accept 5 wd, inspection_finish 60 wd, written_contract 1 month, double_wage_claim 1 year,
termination_formalities 15 cal, final_wages 0 cal, dismissal_union_notice 0 cal back, notice_or_pay 30 cal,
mass_layoff_notice 30 cal back, social_insurance_register 30 cal, wage_ledger 3 year, wage_ledger_general 2 year,
log_retention 6 month, pia_record 3 year, share_record 3 year, breach_notice 0 cal, vuln_report 24 hour
"""
UNITS = {"cal": Unit.CALENDAR_DAY, "wd": Unit.WORKING_DAY, "month": "month", "year": "year", "hour": "hour"}


def files(tmp_path, text: str):
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    return list(read(tmp_path))


def test_every_row_of_the_reference_document_is_there():
    shipped = {rule.key + (f"@{rule.jurisdiction}" if rule.jurisdiction else ""): rule for rule in shipped_rules()}
    for row in KEYS.replace("\n", " ").split(","):
        key, length, unit, *more = row.split()
        period = period_of(shipped.pop(key).version())
        assert (period.length, period.unit) == (int(length), UNITS.get(unit, unit)), key
        assert period.roll_forward is ("roll" in more), key
        assert period.backward is ("back" in more), key
    beyond_it = {key: rule.content["confidence"] for key, rule in shipped.items()}
    assert set(beyond_it.values()) <= {"design", "source"}, "what the document does not have is the union's own setting"


def test_every_rule_speaks_both_languages_and_names_its_source():
    for rule in shipped_rules():
        version = rule.version()
        pairs = ("trigger", "bound", "consequence", "suspension_note", "citation")
        for name in pairs:
            assert bool(getattr(version, name)) == bool(getattr(version, f"{name}_en")), (rule.key, name)
        assert version.citation, rule.key


def test_variants_are_written_for_places_that_have_a_name():
    assert {rule.jurisdiction for rule in shipped_rules()} - {""} == set(places())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('unit = "working_day"', 'unit = "fortnight"'), "a.toml: arb_accept: unit"),
        (("length = 5", 'length = "5"'), "a.toml: arb_accept: length is not a int"),
        (("length = 5", "length = -5"), "a.toml: arb_accept: length"),
        (("length = 5", "length = 5\ncolour = 1"), "a.toml: arb_accept: does not know colour"),
        (('trigger = "收到申请"', ""), "a.toml: arb_accept: lacks trigger"),
        (('confidence = "source"', 'confidence = "sure"'), "a.toml: arb_accept: confidence"),
        (("effective_from = 2008-05-01", 'effective_from = "2008"'), "a.toml: arb_accept: effective_from is not"),
        (("length = 5", "length = 5\nextension = { days = 5 }"), "a.toml: arb_accept: extension: does not know days"),
        (("length = 5", "length = = 5"), "a.toml: "),
        (("[[rule]]", "[[rules]]"), r"a.toml: only \[\[rule\]\]"),
    ],
)
def test_a_file_that_says_something_unknown_is_named_with_its_key(tmp_path, change, said):
    with pytest.raises(RuleDataError, match=f"^{said}"):
        files(tmp_path, RULE.replace(*change))


def test_an_unknown_part_of_its_events_is_named_too(tmp_path):
    with pytest.raises(RuleDataError, match=r"a.toml: arb_accept: events: does not know begins"):
        files(tmp_path, RULE + '[rule.events]\nbegins = ["x"]\n')


def test_a_key_stands_once_for_each_place(tmp_path):
    with pytest.raises(RuleDataError, match="stands twice for jurisdiction ''"):
        files(tmp_path, RULE + RULE)
    assert len(files(tmp_path, RULE + RULE.replace('name = "仲裁受理"', 'name = "受理"\njurisdiction = "33"'))) == 2


def test_a_changed_row_has_another_digest(tmp_path):
    (before,), (after,) = files(tmp_path, RULE), files(tmp_path, RULE.replace("length = 5", "length = 7"))
    assert before.digest != after.digest
    assert before.version().effective_from == date(2008, 5, 1)
