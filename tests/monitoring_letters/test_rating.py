"""An employer's rating: a decision table of the pure function, counted facts, handing on, objections, the record."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from pypdf import PdfReader

from monitoring_letters import rating_papers, states
from monitoring_letters.models import Rating
from monitoring_letters.services import ratings
from monitoring_letters.services.following import JudgementInput, PointInput
from monitoring_letters.services.rating import LetterFacts, count, rate_employer
from monitoring_letters.services.rating_rule import rate, shipped
from tests.cast import NOON
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.network.models import ReadLog

TODAY = NOON.date()
UNTIL = date(2026, 12, 31)
D = date


@pytest.mark.parametrize(
    ("counts", "letters", "score", "grade"),
    [
        ({}, 0, None, None),
        ({}, 1, 80, "响应较好"),
        ({"replied_in_time": 1}, 1, 84, "响应较好"),
        ({"replied_in_time": 5}, 5, 92, "响应积极"),  # at most 12
        ({"replied_late": 1}, 1, 76, "响应较好"),
        ({"unanswered": 1}, 1, 68, "响应一般"),
        ({"unanswered": 9}, 9, 44, "响应较差"),  # at most 36
        ({"replied_in_time": 1, "corrected": 2}, 1, 90, "响应积极"),
        ({"corrected": 99, "replied_in_time": 99, "promise_kept": 99}, 9, 100, "响应积极"),  # never above
        ({"refused": 1, "replied_in_time": 1}, 1, 76, "响应较好"),
        ({"false": 1}, 1, 60, "响应一般"),
        ({"false": 5}, 1, 0, "响应较差"),  # no bound, never below
        ({"promise_kept": 1, "promise_broken": 1}, 1, 74, "响应一般"),
        ({"repeated_disputes": 2}, 0, 74, "响应一般"),
        ({"corrected_early": 1}, 1, 85, "响应较好"),
        ({"partly": 9}, 1, 85, "响应较好"),
    ],
)
def test_the_score_follows_from_the_counts(counts, letters, score, grade):
    result = rate(counts, shipped(), letters=letters)
    assert (result.score, result.grade.get("zh")) == (score, grade)
    assert result.version == shipped().version
    if score not in (None, 0, 100):
        assert score == result.begins_at + sum(line.points for line in result.lines)


def test_a_count_without_a_rule_is_an_error():
    with pytest.raises(KeyError):
        rate({"nonsense": 1}, shipped(), letters=1)


def test_every_rule_says_why_in_both_languages():
    for rule in shipped().rules:
        assert rule.points != 0
        assert all(words.get("zh") and words.get("en") for words in (rule.label, rule.why))
    assert [least for least, _label in shipped().grades] == sorted((g[0] for g in shipped().grades), reverse=True)


@pytest.mark.parametrize(
    ("letter", "counts"),
    [
        (LetterFacts(D(2026, 11, 1), D(2026, 11, 20), D(2026, 11, 20)), {"replied_in_time": 1}),
        (LetterFacts(D(2026, 11, 1), None, D(2026, 12, 20)), {"replied_in_time": 1}),
        (LetterFacts(D(2026, 11, 1), D(2026, 11, 20), D(2026, 11, 21)), {"replied_late": 1}),
        (LetterFacts(D(2026, 11, 1), D(2026, 11, 20), None), {"unanswered": 1}),
        (LetterFacts(D(2026, 11, 1), D(2026, 12, 31), None), {}),  # its last day is not over
        (LetterFacts(None, None, None, corrected_early=True), {"corrected_early": 1}),
        (LetterFacts(D(2026, 11, 1), None, None, judgements=("corrected", "promised")), {"corrected": 1}),
        (LetterFacts(D(2026, 11, 1), None, None, judgements=("partly", "")), {"partly": 1}),
        (LetterFacts(D(2026, 11, 1), None, None, judgements=("refused", "false", "false")), {"refused": 1, "false": 2}),
        (LetterFacts(D(2026, 11, 1), None, None, promises=((D(2026, 12, 1), "corrected"),)), {"promise_kept": 1}),
        (LetterFacts(D(2026, 11, 1), None, None, promises=((D(2026, 12, 1), "promised"),)), {"promise_broken": 1}),
        (LetterFacts(D(2026, 11, 1), None, None, promises=((D(2026, 12, 1), "refused"),)), {"promise_broken": 1}),
        (LetterFacts(D(2026, 11, 1), None, None, promises=((D(2027, 1, 1), "promised"),)), {}),
        (LetterFacts(D(2026, 11, 1), None, None, promises=((D(2026, 12, 1), ""),)), {}),  # nobody looked yet
    ],
)  # fmt: skip
def test_what_a_letter_contributes(letter, counts):
    assert count([letter], [], until=UNTIL) == counts


def test_only_disputes_of_the_same_cause_are_repeated():
    assert count([], ["205(5)", "205(5)", "205(5)", "205(6)", ""], until=UNTIL) == {"repeated_disputes": 2}


@pytest.fixture
def employer(walk):
    return walk.make_employer("光影传媒有限公司")


@pytest.fixture
def answered(walk, employer, db):
    """A letter answered in time: one demand met, one promised and not kept."""
    letter = walk.to(states.SERVED, employer=employer)
    first, second = letter.demands.all()
    points = [PointInput(first.pk, "done"), PointInput(second.pk, "promises", promised_on=TODAY + timedelta(days=10))]
    walk.do("record_reply", letter, points=points)
    walk.do(
        "reinspect", letter, judgements=[JudgementInput(first.pk, "corrected"), JudgementInput(second.pk, "refused")]
    )
    return letter


def rated(employer, by, today=TODAY + timedelta(days=30)):
    return rate_employer(employer=employer, begins_on=D(2026, 1, 1), ends_on=D(2026, 12, 31), by=by, today=today)


def test_the_rating_counts_what_was_recorded(answered, employer, supervisor):
    result = rated(employer, supervisor)
    assert {line.rule.key: line.times for line in result.lines} == {
        "replied_in_time": 1,
        "corrected": 1,
        "refused": 1,
        "promise_broken": 1,
    }
    assert result.score == 80 + 4 + 3 - 8 - 8


def test_letters_outside_the_period_or_the_wall_do_not_count(answered, employer, supervisor, walk):
    later = {"begins_on": D(2027, 1, 1), "ends_on": D(2027, 12, 31), "today": D(2027, 12, 31)}
    assert rate_employer(employer=employer, by=supervisor, **later).score is None
    assert rated(employer, walk.lawyer).score is None


def hand_on(employer, by, **changes):
    period = {"begins_on": D(2026, 1, 1), "ends_on": D(2026, 12, 31)}
    arguments = {"form": "pdf", "reason": "和谐企业评审", **period, **changes}
    return ratings.hand_on(employer_id=employer.pk, by=by, at=NOON, **arguments)


def test_a_rating_that_is_handed_on_is_kept_with_its_rule_and_logged(answered, employer, supervisor, caseworker):
    rating = hand_on(employer, supervisor)
    assert (rating.rule_version, rating.score) == (shipped().version, rated(employer, supervisor, TODAY).score)
    log = ReadLog.objects.get(subject=f"employer:{employer.pk}", action="export")
    assert (log.reason, log.data["version"]) == ("和谐企业评审", shipped().version)
    for bad in ({"reason": " "}, {"form": "exe"}, {"ends_on": D(2025, 1, 1)}, {"begins_on": D(2030, 1, 1)}):
        with pytest.raises(Invalid):
            hand_on(employer, supervisor, **bad)
    with pytest.raises(Refused):
        hand_on(employer, caseworker)


def test_its_papers_say_score_reasons_and_version(answered, employer, supervisor):
    rating = hand_on(employer, supervisor)
    text = "".join("".join(p.extract_text().split()) for p in PdfReader(BytesIO(rating_papers.as_pdf(rating))).pages)
    for words in ("整改响应评价", "光影传媒有限公司", f"{rating.score}分", "按期答复", "拒不整改", shipped().version):
        assert words in text, words
    sheet = openpyxl.load_workbook(rating_papers.as_workbook(rating)).active
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    for value in ("光影传媒有限公司", rating.score, shipped().version, "按期答复", "和谐企业评审"):
        assert value in cells, value


def test_an_objection_is_decided_by_somebody_else(answered, employer, supervisor, approver, neighbour_supervisor):
    rating = hand_on(employer, supervisor)
    said = {"rating_id": rating.pk, "received_on": TODAY, "text": "答复日期有误", "at": NOON}
    objection = ratings.record_objection(**said, by=supervisor)
    with pytest.raises(Conflict):
        ratings.record_objection(**said, by=supervisor)
    decided = {"objection_id": objection.pk, "decision": "rejected", "opinion": "日期经核对无误", "at": NOON}
    with pytest.raises(Refused):
        ratings.decide_objection(**decided, by=supervisor)
    with pytest.raises(Missing):
        ratings.decide_objection(**decided, by=neighbour_supervisor)
    with pytest.raises(Invalid):
        ratings.decide_objection(**{**decided, "opinion": ""}, by=approver)
    objection = ratings.decide_objection(**decided, by=approver)
    assert (objection.decided_user, Rating.objects.get().score) == (approver.user, rating.score)
    with pytest.raises(Conflict):
        ratings.decide_objection(**decided, by=approver)


def test_the_record_shows_everything_and_the_rating_with_objections(
    answered, employer, supervisor, approver, sign_in, walk
):
    walk.do("record_payment", answered)
    rating = hand_on(employer, supervisor)
    client, url = sign_in(supervisor), f"/letters/employers/{employer.pk}/"
    client.post(f"/letters/ratings/{rating.pk}/objections/new/", {"received_on": "2026-11-20", "text": "<b>不服</b>"})
    text = client.get(url, {"begins_on": "2026-01-01", "ends_on": "2026-12-31"}).content.decode()
    for words in (
        answered.document_number,
        "已安排整改。",
        "已整改",
        "10,000.00",
        "&lt;b&gt;不服",
        "按期答复 1次，+4分",
    ):
        assert words in text, words
    objection = rating.objections.get()
    page = f"/letters/ratings/{rating.pk}/objections/{objection.pk}/"
    assert "须由他人处理" in client.get(page).content.decode()
    other = sign_in(approver)
    assert other.post(page, {"decision": "upheld", "opinion": "日期有误，下次更正"}).status_code == 302
    assert "异议成立" in other.get(url).content.decode()
    assert f"/letters/employers/{employer.pk}/" in client.get(f"/employers/{employer.pk}/").content.decode()


def test_a_rating_is_taken_as_a_file(answered, employer, supervisor, sign_in):
    client, url = sign_in(supervisor), f"/letters/employers/{employer.pk}/rating/"
    sent = {"begins_on": "2026-01-01", "ends_on": "2026-12-31", "form": "xlsx", "reason": "评审"}
    answer = client.post(url, sent)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client.post(url, {**sent, "form": "pdf"}).headers["Content-Type"] == "application/pdf"
    assert client.post(url, {**sent, "reason": ""}).status_code == 422
    assert Rating.objects.count() == 2
