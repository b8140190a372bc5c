"""What happens in December does not change November: figures follow the days of events, not the status of today."""

from datetime import UTC, datetime

import pytest
import time_machine

from monitoring_letters.models import Demand
from tests.reports.writing import at, day
from unionlaw.deadlines.models import Deadline
from unionlaw.reports import indicators
from unionlaw.reports.computing import TOTAL, compute
from unionlaw.reports.listing import FactList
from unionlaw.reports.spans import month_of

pytestmark = pytest.mark.django_db
NOVEMBER = month_of(day("11-01"))
CHRISTMAS = datetime(2026, 12, 25, 4, 0, tzinfo=UTC)
KEYS = [one.key for one in indicators.all_indicators()]


def figures_of(world):
    return compute(world.city, {"november": NOVEMBER}, KEYS, [TOTAL, ("union",), ("kind",)]).values


def december(world):
    """Closed matters are taken up again, judged again and closed otherwise; limits are met, given up and moved."""
    w, m = world.write, world.matters
    w.say(m["A1"], "aid_case.reopened", "12-02")
    w.say(m["A1"], "aid_case.closed", "12-20", ending="terminated")
    w.say(m["A5"], "aid_case.reopened", "12-03")
    w.say(m["C5"], "consultation.answered", "12-02")
    w.say(m["A3"], "aid_case.withdrawn", "12-04")
    w.say(m["M2"], "mediation.reopened", "12-05")
    w.say(m["M1"], "mediation.reopened", "12-05")
    w.say(m["M1"], "mediation.agreement_effective", "12-18", effective_on="12-17")
    w.say(m["S2"], "letter.reopened", "12-08")
    demand = Demand.objects.get(letter=m["S2"].pk)
    w.say(m["S2"], "letter.demand_failed", "12-09", demand=demand.pk, code="refused")
    w.say(m["S5"], "letter.withdrawn", "12-10")
    w.outcome(m["A6"], "settled", 900_000, "12-11")
    w.pay(m["A6"], 900_000, "12-12")
    first, second = Deadline.objects.filter(matter=m["A6"]).order_by("due_on")
    Deadline.objects.filter(pk=first.pk).update(state="met", met_on=day("12-03"), ended_at=at("12-03"))
    Deadline.objects.filter(pk=second.pk).update(state="cancelled", ended_at=at("12-04"))


def test_november_stands_whatever_december_brings(world):
    before = figures_of(world)
    december(world)
    with time_machine.travel(CHRISTMAS, tick=False):
        assert figures_of(world) == before
        closed = FactList("aid_closed", world.city, NOVEMBER).matters()
    assert world.matters["A1"].pk in closed
    assert {fact[0] for fact in before} > {"aid_closed", "demands_partly_corrected", "overdue_limits"}
