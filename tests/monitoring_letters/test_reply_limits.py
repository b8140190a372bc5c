"""By when the addressee must reply: the date on the letter, else the rule of the place."""

from datetime import date, timedelta

import pytest

from monitoring_letters import states
from monitoring_letters.services.following import REPLY_RULES
from tests.cast import NOON
from unionlaw.deadlines.models import Deadline
from unionlaw.lib.errors import Conflict

pytestmark = pytest.mark.django_db

# Served on Friday, 20 November 2026.
LIMITS = [
    ("", "sup_letter_reply", date(2026, 12, 11), "the default: fifteen working days"),
    ("330106", "sup_letter_reply", date(2026, 12, 11), "Zhejiang: fifteen working days"),
    ("360102", "sup_letter_reply", date(2027, 1, 19), "Nanchang: sixty days"),
    ("610103", "sup_letter_reply", date(2026, 12, 20), "Shaanxi: thirty days"),
    ("440104", "sup_letter_reply", date(2026, 12, 11), "Guangdong: fifteen working days stand in"),
]


def reply_limit(letter):
    return Deadline.objects.get(matter=letter.pk, rule_version__rule__key__in=REPLY_RULES)


@pytest.mark.parametrize(("region", "key", "due", "why"), LIMITS, ids=[row[3] for row in LIMITS])
def test_an_opinion_is_answered_within_the_limit_of_the_place(walk, district, region, key, due, why):
    city = district.parent
    city.region_code, district.region_code = "", region
    city.save()
    district.save()
    letter = walk.draft("opinion")
    walk.do("amend_letter", letter, signatory="沈副主席")
    letter = walk.to(states.SERVED, letter)
    limit = reply_limit(letter)
    assert (limit.rule_version.rule.key, limit.due_on) == (key, due)
    assert letter.matter.next_due_on == due


def test_the_date_printed_on_the_letter_wins(walk):
    letter = walk.draft("opinion")
    walk.do("amend_letter", letter, reply_by=date(2026, 11, 27))
    limit = reply_limit(walk.to(states.SERVED, letter))
    assert (limit.due_on, limit.fixed_on) == (date(2026, 11, 27), date(2026, 11, 27))


def test_a_notice_without_a_date_asks_for_no_reply_but_is_followed_up(walk):
    letter = walk.to(states.SERVED, instrument="notice")
    keys = set(letter.matter.deadlines.filter(state="open").values_list("rule_version__rule__key", flat=True))
    assert keys == {"letter_followup"}


def test_a_notice_with_a_date_has_a_limit_of_that_day(walk):
    letter = walk.draft("notice")
    walk.do("amend_letter", letter, reply_by=date(2026, 12, 1))
    assert reply_limit(walk.to(states.SERVED, letter)).due_on == date(2026, 12, 1)


def test_a_recommendation_is_answered_within_sixty_days_in_nanchang_and_by_default_in_fifteen_working_days(
    walk, district
):
    assert reply_limit(walk.to(states.SERVED, instrument="recommendation")).due_on == date(2026, 12, 11)
    district.region_code = "360102"
    district.save()
    assert reply_limit(walk.to(states.SERVED, instrument="recommendation")).due_on == date(2027, 1, 19)


def test_a_reply_keeps_the_limit_as_of_the_day_it_came(walk):
    letter = walk.to(states.SERVED)
    walk.do("record_reply", letter, at=NOON + timedelta(days=5), received_on=date(2026, 11, 23))
    limit = reply_limit(letter)
    assert (limit.state, limit.met_on) == ("met", date(2026, 11, 23))


def test_a_corrected_reply_date_moves_the_running_limit(walk):
    letter = walk.to(states.SERVED)
    walk.do("correct_letter", letter, facts=None, reply_by=date(2026, 12, 31))
    assert reply_limit(letter).due_on == date(2026, 12, 31)


def test_silence_can_be_recorded_only_when_the_limit_is_over(walk):
    letter = walk.to(states.SERVED)
    with pytest.raises(Conflict, match="2026-12-11"):
        walk.do("mark_unanswered", letter, at=NOON + timedelta(days=21))
    walk.do("mark_unanswered", letter, at=NOON + timedelta(days=22))
    assert reply_limit(letter).state == "cancelled"
    assert walk.fresh(letter).matter.next_step == "认定整改情况"
