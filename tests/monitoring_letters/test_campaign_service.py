"""Serving and following a campaign: by tables, back and out again, and a page that adds up."""

from datetime import timedelta

import pytest

from monitoring_letters import states
from monitoring_letters.models import Campaign, SupervisionLetter
from monitoring_letters.services.campaigns import serving, tracking
from tests.cast import NOON
from tests.matters.conftest import open_consultation  # noqa: F401  fixture
from tests.monitoring_letters.campaigning import TODAY, arrived, came_back, mailed, numbers, posted
from unionlaw.lib.errors import Invalid, Missing, Refused
from unionlaw.registers.models import Employer

pytestmark = pytest.mark.django_db


def stages(campaign: Campaign) -> list[str]:
    return list(tracking.tracked(campaign.addressees.all()).order_by("position").values_list("stage", flat=True))


def test_one_comes_back_and_is_served_again(walk):
    campaign = mailed(walk, 3)
    take = {"letter_id": campaign.pk, "by": walk.caseworker, "at": NOON}
    first, second, third = numbers(campaign)
    sent = serving.record_service(**take, rows=[posted(first, "EMS1"), posted(second, "EMS2"), posted(third, "EMS3")])
    assert (sent.sent, sent.wrong) == (3, [])
    outcome = serving.record_service(**take, rows=[arrived(first), came_back(second)])
    assert (outcome.served, outcome.failed) == (1, 1)
    assert stages(campaign) == ["served", "returned", "sent"]
    served = SupervisionLetter.objects.select_related("matter").get(document_number=first)
    assert (served.served_on, served.matter.status_id) == (TODAY, states.SERVED)
    # The reply date on paper is the limit now.
    assert served.matter.deadlines.filter(state="open", due_on=served.reply_by).exists()

    again = serving.record_service(**take, rows=[posted(second, "EMS9")])
    assert again.sent == 1
    serving.record_service(**take, rows=[arrived(second)])
    assert stages(campaign) == ["served", "served", "sent"]
    letter = SupervisionLetter.objects.get(document_number=second)
    assert [attempt.state for attempt in letter.attempts.all()] == ["failed", "served"]
    names = [event.name for event in letter.matter.events.order_by("sequence")]
    assert names == [
        "letter.issued", "letter.service_started", "letter.service_failed", "letter.service_started",
        "letter.notice_served",
    ]  # fmt: skip


def test_the_same_table_twice_changes_nothing_and_faults_are_named(walk):
    campaign = mailed(walk, 2)
    take = {"letter_id": campaign.pk, "by": walk.caseworker, "at": NOON}
    first, second = numbers(campaign)
    table = [posted(first, "EMS1")]
    serving.record_service(**take, rows=table)
    again = serving.record_service(**take, rows=table)
    assert (again.sent, again.wrong) == (0, [])
    wrong = serving.record_service(
        **take,
        rows=[
            posted("越工监提〔2026〕99号", "EMS5"),
            posted(first, "EMS6"),
            arrived(second),
        ],
    ).wrong
    assert ["没有这个文号" in wrong[0], "还没有结果" in wrong[1], "没有在途" in wrong[2]] == [True, True, True]
    future = serving.record_service(**take, rows=[arrived(first, on=TODAY + timedelta(days=1))])
    assert "不能晚于今天" in future.wrong[0]
    with pytest.raises(Invalid, match="重复"):
        serving.record_service(**take, rows=[posted(second, "EMS7"), posted(second, "EMS8")])


def test_who_may_not_serve_is_told_and_a_stranger_finds_nothing(walk, neighbour):
    campaign = mailed(walk, 1)
    row = [posted(numbers(campaign)[0], "EMS1")]
    with pytest.raises(Refused):
        serving.record_service(letter_id=campaign.pk, rows=row, by=walk.lawyer, at=NOON)
    with pytest.raises(Missing):
        serving.record_service(letter_id=campaign.pk, rows=row, by=neighbour, at=NOON)


def test_the_page_adds_up(walk, open_consultation):  # noqa: F811
    campaign = mailed(walk, 4)
    take = {"letter_id": campaign.pk, "by": walk.caseworker, "at": NOON}
    first, second, third, _fourth = numbers(campaign)
    campaign.addressees.filter(position__lte=2).update(workers=100)
    serving.record_service(**take, rows=[posted(n, f"EMS{i}") for i, n in enumerate((first, second, third))])
    serving.record_service(**take, rows=[arrived(first), arrived(second), came_back(third)])
    answered = SupervisionLetter.objects.get(document_number=first)
    walk.do("record_reply", answered)
    walk.settle(answered)

    found = tracking.numbers_of(campaign)
    assert found.marks == {
        "chosen": 4, "numbered": 4, "reached": 2, "came_back": 1, "served_again": 0, "answered": 1, "corrected": 1,
        "settled": 1,
    }  # fmt: skip
    assert found.stages == {"issued": 1, "returned": 1, "served": 1, "judged": 1}
    assert (found.workers, found.workers_unknown) == (200, 0)
    rows = campaign.addressees.all()
    assert all(tracking.marked(rows, mark).count() == count for mark, count in found.marks.items())
    assert sum(found.stages.values()) == rows.count()

    # Disputes: two before the letter, one after it, one against an employer that the letter did not reach.
    names = list(rows.order_by("position").values_list("employer__name", flat=True))
    for name, days in ((names[0], -2), (names[1], -1), (names[0], 1), (names[3], 1)):
        matter = open_consultation(walk.caseworker, employer="", at=NOON + timedelta(days=days))
        matter.dispute.parties.create(side="respondent", employer=Employer.objects.get(name=name))
    campaign = Campaign.objects.select_related("letter").get(pk=campaign.pk)
    span = tracking.span_of(campaign, TODAY + timedelta(days=2))
    assert span.days == 3
    [line] = tracking.by_cause(campaign, span, walk.caseworker)
    assert (line.before, line.after) == (2, 1)
    assert tracking.disputes(campaign, span, "before", walk.caseworker).count() == 2
    assert tracking.by_cause(campaign, span, walk.lawyer) == []
