"""The month's reports by themselves, and several people at once."""

from datetime import date, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection

from tests.cast import CHINA
from tests.reports.rounds import FIRST
from unionlaw.lib.errors import Conflict
from unionlaw.reports import layouts
from unionlaw.reports.models import FrozenFact, Layout, Round
from unionlaw.reports.services import freezing, monthly

MID = datetime(2026, 11, 10, 10, 0, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 12, 1), date(2026, 11, 30)),
        (date(2026, 12, 7), date(2026, 11, 30)),
        (date(2026, 12, 8), None),
        (date(2026, 11, 1), None),  # a Sunday
        (date(2026, 11, 2), date(2026, 10, 31)),
        (date(2026, 10, 3), None),  # National Day
    ],
)
@pytest.mark.django_db
def test_the_day_is_the_first_worked_one_of_the_month(day, last):
    assert monthly.due_month(day) == last


@pytest.mark.django_db
def test_on_its_day_the_month_is_opened_and_put_in_line_once(month, caseworker, settings):
    month.matter(caseworker, MID)
    Layout.objects.update_or_create(key=layouts.STANDARD, defaults={"name": "月报", "blocks": month.layout.blocks})
    assert monthly.make_month(at=datetime(2026, 11, 25, 9, 0, tzinfo=CHINA)) == []
    [made] = monthly.make_month(at=FIRST)
    assert (made.organisation, made.end_on) == (month.root, date(2026, 11, 30))
    assert [one.state for one in made.computations.all()] == ["waiting"]
    assert monthly.make_month(at=FIRST) == []
    settings.REPORTS_WORKING_DAY = 2
    assert monthly.due_month(date(2026, 12, 1)) is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_freeze_at_once_one_wins(month, caseworker):
    month.matter(caseworker, MID)
    opened = month.computed()
    month.sign_all(opened)
    top, said, start = month.top(opened).pk, [], Barrier(2)

    def freeze() -> None:
        start.wait()
        try:
            freezing.freeze(report_id=top, by=month.manager, at=FIRST)
            said.append("frozen")
        except Conflict:
            said.append("told")
        finally:
            connection.close()

    both = [Thread(target=freeze) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(said) == ["frozen", "told"]
    assert Round.objects.get().frozen_at == FIRST
    assert FrozenFact.objects.filter(round=opened).exists()
