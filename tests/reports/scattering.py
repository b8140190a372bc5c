"""Random facts on top of the small city: matters of every kind, with events, money and limits on random days."""

from __future__ import annotations

from random import Random
from typing import Any

from cases.models import Filing, FollowUp, Hearing, WorkLog
from mediation.models import Session
from monitoring_letters.models import Demand, Inquiry, LinkedInstrument
from tests.reports.world import World
from tests.reports.writing import at, day
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Channel

LIVES: dict[str, list[list[str]]] = {
    "consultation": [[], ["consultation.answered"], ["consultation.answered", "consultation.applied"]],
    "aid_case": [
        ["aid_application.refused", "aid_application.objected", "aid_application.refusal_upheld"],
        ["aid_application.granted", "aid_case.assigned", "aid_case.accepted", "aid_case.closed", "aid_case.reopened"],
        ["aid_application.granted_urgently", "aid_case.closed", "aid_case.reopened", "aid_case.closed"],
        ["aid_case.withdrawn"],
    ],
    "mediation": [
        ["mediation.accepted", "mediation.failed", "mediation.reopened"],
        [
            "mediation.accepted",
            "mediation.agreement_effective",
            "mediation.confirmation_granted",
            "mediation.performed",
        ],
        ["mediation.declined"],
    ],
    "lead": [[], ["lead.lettered"], ["lead.dropped"]],
    "supervision_letter": [
        ["letter.issued", "letter.notice_served", "letter.replied", "letter.demand_judged", "letter.closed"],
        ["letter.issued", "letter.withdrawn"],
        ["letter.corrected_early"],
    ],
}
LATE = ("mediation.agreement_effective", "mediation.confirmation_granted", "letter.notice_served", "letter.replied")
"""Events that may have happened some days before they were written down."""


class Dice(Random):
    """Chance, also of days in autumn; of which years, is said in `years`."""

    years: tuple[int, ...] = (2026,)

    def day(self) -> str:
        year = f"{self.choice(self.years)}-" if len(self.years) > 1 else ""
        return f"{year}{self.randrange(9, 13):02}-{self.randrange(1, 31):02}"


def scatter(world: World, seed: int, count: int, years: tuple[int, ...] = (2026,)) -> None:
    """So many matters; the same seed gives the same ones. What happens to a matter happens in any of the years."""
    rng = Dice(seed)
    rng.years = years
    w = world.write
    people = [
        w.worker(f"庚{n}", world.city, tuple(rng.sample(["migrant", "platform", "hardship"], rng.randrange(3))),
                 rng.choice(["male", "female", ""]))
        for n in range(count // 2)
    ]  # fmt: skip
    employers = [
        w.employer(f"第{n}公司", rng.choice(["440104", "440105", None]), rng.choice(["R86", "E47", None]))
        for n in range(count // 4)
    ]
    for _ in range(count):
        _one(world, rng, people, employers)


def _one(world: World, rng: Dice, people: list[Any], employers: list[Any]) -> None:
    w = world.write
    place = rng.choice([world.city, world.district, world.neighbour, world.station])
    kind, channel = rng.choice(list(LIVES)), rng.choice(Channel.values)
    days = sorted(_days(rng))
    employer = rng.choice(employers)
    dispute = w.dispute(
        place, rng.sample(people, rng.choice([1, 1, 1, 2, 10])), employer, rng.randrange(1, 10) * 100_000
    )
    if kind == "consultation":
        matter = w.consultation(days[0], place, channel, rng.choice([dispute, None]))
    elif kind == "aid_case":
        matter = w.aid(days[0], place, channel, dispute, lawyer=rng.choice(["", "1", "2"]))
    elif kind == "mediation":
        matter = w.mediation(days[0], place, channel, dispute, origin=rng.choice(["request", "court_assigned"]))
    elif kind == "lead":
        matter = w.lead(days[0], place, channel, employer)
    else:
        instrument = rng.choice(["notice", "opinion"])
        matter = w.letter(days[0], place, channel, instrument, employer, dispute, rng.choice(["pay", "heat"]))
    for name, on in zip(rng.choice(LIVES[kind]), days[1:], strict=False):
        w.say(matter, name, on, **_data(rng, matter, name, days))
    _beside(w, rng, matter)
    if matter.dispute_id:
        _money(w, rng, matter)
    limit = rng.choice([{}, {"met": rng.day()}, {"cancelled": rng.day()}])
    w.limit(matter, rng.day(), rule=rng.choice(["", "sup_letter_reply"]), **limit)


def _days(rng: Dice) -> list[str]:
    return [rng.day() for _ in range(8)]


def _data(rng: Dice, matter: Matter, name: str, days: list[str]) -> dict[str, Any]:
    if name == "aid_case.closed":
        return {"ending": rng.choice(["settled", "awarded", "judged"])}
    if name == "letter.demand_judged":
        demand = Demand.objects.create(letter_id=matter.pk, position=1, text="整改")
        return {"demand": demand.pk, "code": rng.choice(["corrected", "partly"])}
    if name in LATE and rng.random() < 0.5:
        key = {"mediation.agreement_effective": "effective_on", "letter.notice_served": "served_on"}.get(
            name, "happened_on"
        )
        return {key: days[0]}
    return {}


def _beside(w: Any, rng: Dice, matter: Matter) -> None:
    """What the workflow of the matter has beside it."""
    if matter.kind == "aid_case":
        case = {"case_id": matter.pk}
        Hearing.objects.create(**case, what="trial", stage="aid", starts_at=at(rng.day()), held=True, result="毕")
        Filing.objects.create(**case, what=rng.choice(["arbitration", "complaint"]), body="院", filed_on=day(rng.day()))
        post = rng.choice(list(w.lawyers.values())).post
        WorkLog.objects.create(**case, worked_on=day(rng.day()), minutes=rng.randrange(1, 400), what="办案", post=post)
        said = rng.choice(["", "satisfied", "neutral"])
        FollowUp.objects.create(**case, asked_on=day(rng.day()), how="phone", reached=bool(said), satisfaction=said)
    elif matter.kind == "mediation":
        on = rng.day()
        Session.objects.create(
            mediation_id=matter.pk, number=1, starts_at=at(on, 9), ends_at=at(on, 11), state="held",
            online=rng.random() < 0.5,
        )  # fmt: skip
    elif matter.kind == "supervision_letter":
        Inquiry.objects.create(letter_id=matter.pk, purpose="inquiry", held_on=day(rng.day()), record="笔录")
        LinkedInstrument.objects.create(letter_id=matter.pk, kind="other", body="部门", sent_on=day(rng.day()))


def _money(w: Any, rng: Dice, matter: Matter) -> None:
    for which in range(len(w.claims(matter))):
        if rng.random() < 0.6:
            code = rng.choice(["settled", "awarded", "failed"])
            w.outcome(matter, code, 0 if code == "failed" else rng.randrange(1, 90_000), rng.day(), which=which)
        if rng.random() < 0.4:
            w.pay(matter, rng.randrange(1, 90_000), rng.day(), which=which, cancelled_reason=rng.choice(["", "错"]))
