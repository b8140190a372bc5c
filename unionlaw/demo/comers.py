"""Who comes to the demo's desks, from which employer and when."""

from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from unionlaw.demo import numbers
from unionlaw.demo.city import City
from unionlaw.demo.stories import COINED, FEMALE, MALE, SURNAMES, Story
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Cause, Employer, Worker
from unionlaw.registers.services.employers import register_employer
from unionlaw.registers.services.workers import register_worker


class Comers:
    """Makes people and employers, from one step's chances, and the times at which something happens."""

    def __init__(self, city: City, rng: Random, now: datetime) -> None:
        self.city, self.rng, self.now = city, rng, now

    def worker(self, by: Actor, at: datetime, story: Story, name: str = "") -> Worker:
        rng = self.rng
        female = rng.random() < 0.42 or "怀孕" in story.question
        name = name or rng.choice(SURNAMES) + "".join(
            rng.choice(FEMALE if female else MALE) for _ in range(rng.choice((1, 2, 2)))
        )
        born = date(rng.randrange(1972, 2003), rng.randrange(1, 13), rng.randrange(1, 28))
        return register_worker(
            by=by,
            at=at,
            name=name,
            id_number=numbers.citizen_number(rng, born, female=female),
            phone=numbers.phone(rng),
            household_type="other_rural" if "migrant" in story.groups else "local_urban",
            groups=story.groups,
        )

    def employer(self, by: Actor, at: datetime, story: Story, name: str = "") -> Employer:
        rng = self.rng
        employers = Employer.objects.filter(merged_into=None).order_by("pk")
        # Some employers come back again and again, as in the field.
        if not name and rng.random() < 0.45:
            known = list(employers.filter(name__startswith="羊城", name__endswith=story.trade))
            if known:
                return rng.choice(known)
        name = name or f"羊城{rng.choice(COINED)}{rng.choice(COINED)}{story.trade}"
        return employers.filter(name=name).first() or register_employer(
            by=by,
            at=at,
            name=name,
            uscc=numbers.credit_code(rng),
            size=rng.choice(("micro", "small", "small", "medium")),
            industry_code=story.industry,
            region_code=rng.choice(numbers.AREAS),
            address=f"羊城市{rng.choice(COINED)}路{rng.randrange(1, 200)}号",
        )

    def cause(self, story: Story, on: date) -> Cause | None:
        in_force = Cause.objects.in_force(on).selectable()
        return in_force.filter(name=story.cause).first() or in_force.filter(name=story.else_cause).first()

    def office_hour(self, days_ago: int, hour: int) -> datetime:
        """A working day's `hour` o'clock at least `days_ago` days ago."""
        at = timezone.localtime(self.now - timedelta(days=days_ago)).replace(hour=hour, minute=10)
        return at - timedelta(days=max(0, at.weekday() - 4))

    def later(self, at: datetime, **delta: float) -> datetime:
        return min(at + timedelta(**delta), self.now)
