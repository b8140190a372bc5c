"""Reminding system administrators of a year whose holidays are not entered yet."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from unionlaw.deadlines.kinds import PROVISIONAL_YEAR
from unionlaw.deadlines.services.calendar import years_to_publish
from unionlaw.network.models import Post
from unionlaw.network.roles import Role
from unionlaw.notices.services.telling import tell


@transaction.atomic
def ask_for_years(*, at: datetime) -> list[int]:
    """Tell every system administrator, once a month, which years are to be published. Returns those years."""
    today = timezone.localdate(at)
    years = years_to_publish(today)
    if not years:
        return []
    administrators = list(Post.objects.open(on=today).filter(role=Role.SYSTEM_ADMIN).select_related("user"))
    for year in years:
        tell(
            kind=PROVISIONAL_YEAR,
            to=administrators,
            key=f"calendar:{year}:{today:%Y-%m}",
            about=f"calendar:{year}",
            data={"year": year},
            at=at,
        )
    return years
