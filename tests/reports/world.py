"""A small city of October and November 2026, whose figures are counted by hand in tests/tables/indicators.csv.

Matters are called C1…C6 (咨询), A1…A12 (援助), M1…M7 (调解), L1…L4 (线索) and S1…S7 (函书), as in the table.
Workers: 甲 农民工, 男; 乙 新就业形态, 女; 丙 困难职工, 女; 丁 农民工, 女; 戊 男; 己1…己10 of the group.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from monitoring_letters.models import (
    Campaign,
    CampaignAddressee,
    Demand,
    Inquiry,
    LinkedInstrument,
    Publication,
    SupervisionLetter,
)
from tests.cast import Kind, appoint, found
from tests.reports import lawyers_work, talks
from tests.reports.writing import Writer, at, day
from unionlaw.deadlines.models import Chase, DeadlineChange, Extension
from unionlaw.matters.models import Grant, Matter
from unionlaw.matters.services.grants import grant
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role
from unionlaw.registers.models import Cause, Industry, Region


@dataclass
class World:
    city: Organisation
    district: Organisation
    neighbour: Organisation
    station: Organisation
    organs: list[Organisation]
    write: Writer
    matters: dict[str, Matter] = field(default_factory=dict)


def build() -> World:
    """The city with everything that happened."""
    world = _places()
    people = _people(world)
    consultations(world, people)
    lawyers_work.applications(world, people)
    lawyers_work.closings(world, people)
    lawyers_work.work(world)
    talks.mediations(world, people)
    letters(world, people)
    limits(world)
    return world


def _places() -> World:
    city = found(Kind.CITY_UNION, "羊城市总工会", number_prefix="羊工", region_code="440100")
    district = found(Kind.DISTRICT_UNION, "越山区总工会", parent=city, number_prefix="越工", region_code="440104")
    neighbour = found(Kind.DISTRICT_UNION, "河南区总工会", parent=city, number_prefix="河工", region_code="440105")
    station = found(Kind.STATION, "北桥法律服务站", parent=district)
    firms = [found(Kind.LAW_FIRM, name, attached_to=city) for name in ("岭南律师事务所", "穗和律师事务所")]
    organs = [
        found(Kind.HR_BUREAU, "越山区人社局", attached_to=district),
        found(Kind.COURT, "羊城市中级人民法院", attached_to=city),
    ]
    for code, name in (("440104", "越山区"), ("440105", "河南区")):
        Region.objects.create(code=code, name=name, full_name=f"羊城市{name}", level=3)
    for section, division in (("R", "R86"), ("E", "E47")):
        Industry.objects.create(code=section, name=section)
        Industry.objects.create(code=division, name=division, parent_id=section)
    cause = Cause.objects.create(
        list_version="2026", number="205(5)", name="追索劳动报酬纠纷", position=5, valid_from=day("01-01")
    )
    lawyers = {n: appoint(f"lawyer{n}", f"律师{n}", firm, Role.LAWYER) for n, firm in zip("12", firms, strict=True)}
    return World(city, district, neighbour, station, organs, Writer(cause, lawyers))


def _people(world: World) -> dict[str, Any]:
    """Workers and employers by name; E1 stands in 越山, E2 in 河南, of E3 neither place nor industry is known."""
    write, home = world.write, world.district
    people: dict[str, Any] = {
        "甲": write.worker("甲", home, ("migrant",), "male"),
        "乙": write.worker("乙", home, ("platform",), "female"),
        "丙": write.worker("丙", home, ("hardship",), "female"),
        "丁": write.worker("丁", home, ("migrant",), "female"),
        "戊": write.worker("戊", home, (), "male"),
        "己": [write.worker(f"己{n}", home) for n in range(1, 11)],
        "E1": write.employer("光影传媒有限公司", "440104", "R86"),
        "E2": write.employer("高楼建筑有限公司", "440105", "E47"),
        "E3": write.employer("无名商行"),
    }
    return people


def consultations(world: World, who: dict[str, Any]) -> None:
    w, m = world.write, world.matters
    district, neighbour, station = world.district, world.neighbour, world.station
    m["C1"] = w.consultation("10-12", station, "window", w.dispute(station, [who["甲"]], who["E1"]), green=True)
    w.say(m["C1"], "consultation.answered", "10-12")
    m["C2"] = w.consultation("10-20", district, "hotline_12351", w.dispute(district, [who["乙"]], who["E1"]))
    w.say(m["C2"], "consultation.answered", "11-03")
    m["C3"] = w.consultation("11-05", neighbour, "online", w.dispute(neighbour, [who["丙"]], who["E2"], 2_000_000))
    w.say(m["C3"], "consultation.applied", "11-05")
    m["C4"] = w.consultation("11-09", district, "hotline_12345")
    w.say(m["C4"], "consultation.referred", "11-09")
    m["C5"] = w.consultation("11-10", station, "window")
    m["C6"] = w.consultation("11-12", district, "duty_lawyer", w.dispute(district, [who["丁"]], who["E2"], 3_000_000))
    w.say(m["C6"], "consultation.answered", "11-12")
    w.say(m["C6"], "consultation.applied", "11-13")


def letters(world: World, who: dict[str, Any]) -> None:
    w, m = world.write, world.matters
    district, station = world.district, world.station
    m["L1"] = w.lead("10-05", station, "hotline_12345", who["E1"])
    w.say(m["L1"], "lead.lettered", "10-08")
    m["L2"] = w.lead("11-03", district, "visit", who["E2"], topic="heat")
    m["L3"] = w.lead("11-04", district, "referral", who["E3"])
    w.say(m["L3"], "lead.referred", "11-06")
    m["L4"] = w.lead("11-05", district, "window", who["E3"])
    w.say(m["L4"], "lead.dropped", "11-06")

    # S1 was served on 30 October, written down on 2 November.
    m["S1"] = w.letter("10-08", district, "hotline_12345", "notice", who["E1"])
    w.say(m["S1"], "letter.issued", "10-12")
    w.say(m["S1"], "letter.notice_served", "11-02", served_on="10-30")
    w.say(m["S1"], "letter.replied", "11-13", happened_on="11-12")
    one, two = (Demand.objects.create(letter_id=m["S1"].pk, position=n, text="整改") for n in (1, 2))
    w.say(m["S1"], "letter.demand_judged", "11-16", demand=one.pk, code="corrected")
    w.say(m["S1"], "letter.demand_promised", "11-16", demand=two.pk, code="promised")
    w.say(m["S1"], "letter.demand_failed", "11-20", demand=two.pk, code="refused")
    w.say(m["S1"], "letter.escalated", "11-23")
    dispute = w.dispute(district, [who["丁"]], who["E2"], 120_000)
    m["S2"] = w.letter("10-15", district, "visit", "opinion", who["E2"], dispute)
    Inquiry.objects.create(letter_id=m["S2"].pk, purpose="inquiry", held_on=day("10-14"), record="笔录")
    w.say(m["S2"], "letter.issued", "10-19")
    w.say(m["S2"], "letter.served", "10-21", served_on="10-21")
    linked = {"letter_id": m["S2"].pk, "body": "机关"}
    LinkedInstrument.objects.create(kind="procuratorial_advice", sent_on=day("10-22"), **linked)
    w.say(m["S2"], "letter.unanswered", "11-16")
    LinkedInstrument.objects.create(kind="to_inspection", sent_on=day("11-17"), **linked)
    Inquiry.objects.create(letter_id=m["S2"].pk, purpose="reinspection", held_on=day("11-18"), record="笔录")
    three = Demand.objects.create(letter_id=m["S2"].pk, position=1, text="补发工资")
    w.say(m["S2"], "letter.demand_judged", "11-18", demand=three.pk, code="partly")
    w.outcome(m["S2"], "settled", 120_000, "11-19")
    w.pay(m["S2"], 120_000, "11-19")
    w.say(m["S2"], "letter.linked_answered", "11-26", happened_on="11-25")
    w.say(m["S2"], "letter.closed", "11-27")
    m["S3"] = w.letter("11-24", district, "visit", "recommendation", who["E2"])
    w.say(m["S3"], "letter.issued", "11-25")
    m["S4"] = w.letter("11-02", district, "visit", "notice", topic="heat")
    w.say(m["S4"], "letter.issued", "11-04")
    Publication.objects.create(
        letter_id=m["S4"].pk, published_on=day("11-06"), where="公众号", employers_reached=63, workers_reached=77_000
    )
    w.say(m["S4"], "letter.published", "11-06", happened_on="11-06")
    w.say(m["S4"], "letter.closed", "11-30")
    # S5 and S6 are letters of the mailing that goes with S4.
    Campaign.objects.create(letter_id=m["S4"].pk)
    for n, (name, employer) in enumerate((("S5", "E1"), ("S6", "E3")), start=1):
        m[name] = w.letter("11-06", district, "visit", "notice", who[employer], topic="heat")
        w.say(m[name], "letter.issued", "11-06")
        CampaignAddressee.objects.create(
            campaign_id=m["S4"].pk, employer=who[employer], position=n, state="issued",
            letter=SupervisionLetter.objects.get(pk=m[name].pk),
        )  # fmt: skip
    w.say(m["S5"], "letter.notice_served", "11-09", served_on="11-09")
    w.say(m["S6"], "letter.withdrawn", "11-11")
    m["S7"] = w.letter("11-09", district, "visit", "notice", who["E1"])
    w.say(m["S7"], "letter.corrected_early", "11-12")


def limits(world: World) -> None:
    """Time limits, and what superiors and partners have to do with matters."""
    w, m = world.write, world.matters
    w.limit(m["A1"], "10-08", met="10-08")
    w.limit(m["A2"], "10-14", met="10-16")
    w.limit(m["C2"], "10-23", met="11-03")
    w.limit(m["S1"], "11-13", met="11-12", rule="sup_notice_reply")
    w.limit(m["S2"], "11-12", cancelled="11-16", rule="sup_letter_reply")
    w.limit(m["A6"], "11-24")
    w.limit(m["A6"], "11-27")
    w.limit(m["C5"], "11-13", state="suspended", suspensions=[["2026-11-12", None]])
    w.limit(m["A3"], "11-12", cancelled="11-10")
    w.limit(m["A12"], "12-04")
    # Extended in November: that of M2 had been overdue since 26 October, that of A4 would have been on 20 November.
    for name, due, was, on, met in (("M2", "11-30", "10-26", "11-04", "11-06"), ("A4", "12-10", "11-20", "11-19", "")):
        limit = w.limit(m[name], due, met=met, opened_at=at("10-19"))
        Extension.objects.create(
            deadline=limit, length=10, reason="案情复杂", state="granted", asked_at=at("10-30"), decided_at=at(on)
        )
        DeadlineChange.objects.create(deadline=limit, what="extended", at=at(on), before_on=day(was), after_on=day(due))
    for name, on in (("C2", "10-26"), ("A6", "11-25"), ("A3", "11-26")):
        clerk = w.clerk(m[name].organisation)
        Chase.objects.create(matter=m[name], question="何时答复", asked_at=at(on), asked_of=clerk.post)
    for name, organ, on in (("A1", 0, "10-12"), ("A6", 0, "11-19"), ("A6", 1, "11-19")):
        clerk = w.clerk(m[name].organisation)
        grant(matter=m[name], viewer=world.organs[organ], why=Grant.Why.REFERRED_ORGAN, by=clerk, at=at(on))
        w.say(m[name], "matter.referred", on, organisation=world.organs[organ].name)
