"""Legal-aid cases of the small city (world.py): applied for, closed, worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cases.models import Filing, FollowUp, Hearing, WorkLog
from tests.reports.writing import at, day

if TYPE_CHECKING:
    from tests.reports.world import World


def applications(world: World, who: dict[str, Any]) -> None:
    """Those that are still under way at the end of November, or never came to a lawyer."""
    w, m = world.write, world.matters
    district, neighbour = world.district, world.neighbour
    m["A2"] = w.aid("10-07", neighbour, "window", w.dispute(neighbour, [who["乙"]], who["E3"], 1_000_000))
    w.say(m["A2"], "aid_application.refused", "10-14")
    w.say(m["A2"], "aid_application.objected", "11-04")
    w.say(m["A2"], "aid_application.refusal_upheld", "11-06")
    m["A3"] = w.aid("11-05", neighbour, "online", m["C3"].dispute, lawyer="2")
    w.say(m["A3"], "aid_application.supplement_requested", "11-06")
    w.say(m["A3"], "aid_application.granted_urgently", "11-09")
    w.say(m["A3"], "aid_case.assigned", "11-10")
    w.say(m["A3"], "aid_case.declined", "11-11")
    m["A6"] = w.aid("11-13", district, "duty_lawyer", m["C6"].dispute, lawyer="2")
    w.say(m["A6"], "aid_application.granted", "11-16")
    w.say(m["A6"], "aid_case.assigned", "11-17")
    w.say(m["A6"], "aid_case.accepted", "11-18")
    m["A10"] = w.aid("11-03", district, "window", w.dispute(district, [who["戊"]], who["E2"], 10_000))
    w.say(m["A10"], "aid_case.withdrawn", "11-04")
    m["A11"] = w.aid("11-03", district, "window", w.dispute(district, [who["丙"]], who["E3"], 20_000))
    w.say(m["A11"], "aid_application.referred", "11-06")


def closings(world: World, who: dict[str, Any]) -> None:
    """One for each way to end; A4 was taken up again in November."""
    w, m = world.write, world.matters
    district, station = world.district, world.station

    def aid(name: str, on: str, channel: str, worker: str, employer: str, claim: int, granted: str, place: Any) -> None:
        m[name] = w.aid(on, place, channel, w.dispute(place, [who[worker]], who[employer], claim), lawyer="1")
        w.say(m[name], "aid_application.granted", granted)

    def close(name: str, on: str, ending: str) -> None:
        w.say(m[name], "aid_case.closed", on, ending=ending)

    aid("A1", "10-05", "window", "戊", "E1", 5_000_000, "10-08", district)
    w.say(m["A1"], "aid_case.assigned", "10-09")
    w.say(m["A1"], "aid_case.accepted", "10-10")
    w.outcome(m["A1"], "settled", 4_000_000, "11-02")
    w.pay(m["A1"], 1_000_000, "11-10")
    w.pay(m["A1"], 500_000, "11-12", cancelled_reason="登记错误")
    close("A1", "11-20", "settled")
    aid("A4", "07-01", "window", "甲", "E2", 6_000_000, "07-03", station)
    w.outcome(m["A4"], "awarded", 6_000_000, "10-06")
    w.pay(m["A4"], 2_000_000, "10-08")
    close("A4", "10-09", "judged")
    w.say(m["A4"], "aid_case.reopened", "11-16")
    aid("A5", "08-20", "window", "戊", "E3", 900_000, "08-24", station)
    w.outcome(m["A5"], "partly_awarded", 500_000, "11-12")
    close("A5", "11-13", "awarded")
    aid("A7", "10-01", "reception_day", "甲", "E3", 100_000, "10-02", district)
    w.outcome(m["A7"], "withdrawn", 0, "10-29")
    close("A7", "10-30", "withdrawn")
    aid("A8", "09-01", "window", "乙", "E1", 700_000, "09-02", district)
    w.outcome(m["A8"], "awarded", 700_000, "10-15")
    w.pay(m["A8"], 700_000, "10-28")
    close("A8", "11-02", "enforced")
    aid("A9", "11-02", "kiosk", "丁", "E1", 50_000, "11-03", district)
    w.outcome(m["A9"], "withdrawn", 0, "11-24")
    close("A9", "11-25", "terminated")


def work(world: World) -> None:
    """Hearings, filings, work logs, and what workers said afterwards."""
    m, lawyers = world.matters, world.write.lawyers
    for name, what, on, held in (
        ("A4", "trial", "10-02", True),
        ("A1", "negotiation", "10-15", True),
        ("A1", "meeting", "10-20", False),
        ("A5", "arbitration", "11-05", True),
        ("A6", "trial", "11-27", None),
    ):
        result = "" if held is None else "已记录"
        Hearing.objects.create(case_id=m[name].pk, what=what, stage="aid", starts_at=at(on), held=held, result=result)
    for name, what, on in (
        ("A4", "complaint", "10-01"),
        ("A4", "appeal", "10-03"),
        ("A1", "arbitration", "10-16"),
        ("A8", "enforcement", "10-20"),
        ("A5", "complaint", "11-03"),
        ("A1", "enforcement", "11-05"),
        ("A6", "arbitration", "11-20"),
        ("A6", "evidence", "11-21"),
    ):
        Filing.objects.create(case_id=m[name].pk, what=what, body="仲裁院或法院", filed_on=day(on))
    for name, lawyer, on, minutes in (
        ("A1", "1", "10-15", 60),
        ("A1", "1", "10-16", 90),
        ("A1", "1", "11-03", 30),
        ("A6", "2", "11-19", 45),
    ):
        post = lawyers[lawyer].post
        WorkLog.objects.create(case_id=m[name].pk, worked_on=day(on), minutes=minutes, what="办案", post=post)
    for name, on, satisfaction in (
        ("A4", "10-15", ""),
        ("A7", "10-31", "satisfied"),
        ("A8", "11-10", "dissatisfied"),
        ("A5", "11-16", "neutral"),
        ("A1", "11-23", "very_satisfied"),
    ):
        FollowUp.objects.create(
            case_id=m[name].pk, asked_on=day(on), how="phone", reached=bool(satisfaction), satisfaction=satisfaction
        )
