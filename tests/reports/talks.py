"""Mediations of the small city (world.py), and the group that was mediated in vain and then aided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediation.models import Agreement, Breach, Remedy, Session
from tests.reports.writing import at, day
from unionlaw.network.models import Organisation

if TYPE_CHECKING:
    from tests.reports.world import World


def mediations(world: World, who: dict[str, Any]) -> None:
    w, m = world.write, world.matters
    district, neighbour, station = world.district, world.neighbour, world.station

    def mediate(
        name: str, on: str, place: Organisation, channel: str, worker: str, employer: str, claim: int, **more: Any
    ) -> None:
        dispute = w.dispute(place, [who[worker]], who[employer], claim)
        m[name] = w.mediation(on, place, channel, dispute, **more)

    def session(name: str, on: str, state: str, **more: Any) -> None:
        Session.objects.create(
            mediation_id=m[name].pk, number=Session.objects.filter(mediation=m[name].pk).count() + 1,
            starts_at=at(on, 9), ends_at=at(on, 11), state=state, **more,
        )  # fmt: skip

    # M1 was received on 6 October and written down on the 8th; its agreement took effect on 30 October, written down
    # on 2 November.
    mediate("M1", "10-08", district, "window", "甲", "E1", 400_000, received_on="10-06")
    w.say(m["M1"], "mediation.accepted", "10-09", accepted_on="10-09")
    session("M1", "10-20", "held")
    w.outcome(m["M1"], "settled", 300_000, "10-20")
    w.say(m["M1"], "mediation.agreement_effective", "11-02", effective_on="10-30")
    w.say(m["M1"], "mediation.judicial_confirmation_filed", "11-05", happened_on="11-04")
    w.say(m["M1"], "mediation.confirmation_granted", "11-10", happened_on="11-09")
    w.pay(m["M1"], 300_000, "11-20")
    w.say(m["M1"], "mediation.performed", "11-24")
    mediate("M2", "10-12", station, "referral", "丁", "E2", 200_000, origin="tribunal_advice")
    w.say(m["M2"], "mediation.accepted", "10-14", accepted_on="10-14")
    session("M2", "10-22", "adjourned")
    session("M2", "11-03", "held", online=True)
    w.outcome(m["M2"], "failed", 0, "11-06")
    w.say(m["M2"], "mediation.failed", "11-06")
    mediate("M3", "10-15", neighbour, "window", "丙", "E3", 30_000, origin="intake")
    w.say(m["M3"], "mediation.declined", "10-19")
    mediate("M4", "11-04", neighbour, "online", "戊", "E3", 40_000)
    w.say(m["M4"], "mediation.accepted", "11-05", accepted_on="11-05")
    w.say(m["M4"], "mediation.withdrawn", "11-11")
    mediate("M5", "11-05", district, "window", "乙", "E2", 60_000)
    w.say(m["M5"], "mediation.handed_over", "11-12")
    mediate("M6", "09-20", station, "window", "丙", "E1", 1_200_000)
    w.say(m["M6"], "mediation.accepted", "09-22", accepted_on="09-22")
    w.outcome(m["M6"], "partly_settled", 800_000, "10-09")
    w.say(m["M6"], "mediation.agreement_effective", "10-10", effective_on="10-10")
    w.say(m["M6"], "mediation.arbitral_confirmation_filed", "10-14", happened_on="10-14")
    w.pay(m["M6"], 200_000, "10-20")
    w.say(m["M6"], "mediation.confirmation_refused", "10-26", happened_on="10-26")
    w.say(m["M6"], "mediation.breached", "11-02", since_on="10-21")
    breach = Breach.objects.create(mediation_id=m["M6"].pk, what="第二期未付", since_on=day("10-21"))
    Remedy.objects.create(breach=breach, kind="payment_order", prepared_on=day("11-03"))
    w.say(m["M6"], "mediation.unperformed", "11-18")
    mediate("M7", "11-09", district, "referral", "甲", "E2", 500_000, origin="tribunal_entrusted")
    w.say(m["M7"], "mediation.accepted", "11-09", accepted_on="11-09")
    session("M7", "11-16", "cancelled", cancelled_reason="改期")
    w.outcome(m["M7"], "settled", 450_000, "11-18")
    Agreement.objects.create(mediation_id=m["M7"].pk, version=1, state="effective", effective_on=day("11-19"))
    w.say(m["M7"], "mediation.agreement_effective", "11-19", effective_on="11-19")
    # The group: mediated in vain in MG, then aided in A12, where eight of ten settled.
    group = w.dispute(district, who["己"], who["E2"], 100_000)
    m["MG"] = w.mediation("11-02", district, "referral", group, origin="court_assigned", green=True)
    w.say(m["MG"], "mediation.accepted", "11-03", accepted_on="11-03")
    session("MG", "11-09", "held")
    w.say(m["MG"], "mediation.failed", "11-10")
    m["A12"] = w.aid("11-16", district, "referral", group, lawyer="2", green=True)
    w.say(m["A12"], "aid_application.granted", "11-18")
    for n in range(10):
        w.outcome(m["MG"], "failed", 0, "11-10", which=n)
    for n in range(8):
        w.outcome(m["A12"], "settled", 100_000, "11-27", which=n)
    w.pay(m["A12"], 50_000, "11-28")
