"""What the administrators' changes left on record about a person."""

from tests.cast import NOON
from unionlaw.accounts.models import User
from unionlaw.network.models import PersonChange

What = PersonChange.What
TODAY = NOON.date()


def told(user: User) -> list[str]:
    return list(PersonChange.objects.filter(user=user).order_by("pk").values_list("what", flat=True))
