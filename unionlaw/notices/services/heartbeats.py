"""The dead-man rows: when each recurring job last finished, and whether that is too long ago."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from unionlaw.lib import clock
from unionlaw.notices.models import Heartbeat

JOBS: Mapping[str, str | Promise] = {
    "deadlines": _("期限提醒"),
    "spread": _("通知分发"),
    "send": _("通知发送"),
    "digest": _("每日汇总"),
}
OLD = timedelta(minutes=3)
"""A job that has not finished for longer stands still (quality.md, Reliability)."""

started_at = clock.now()
"""When this process began: a job that never finished is given as long as one that did."""


@dataclass(frozen=True)
class Pulse:
    """One job: when it last finished, None when it never did, and whether it is too long ago."""

    name: str
    finished_at: datetime | None
    old: bool


def beat(*, name: str, rows: int, at: datetime) -> None:
    """Write that the job `name` finished, having done `rows`. One statement."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, finished_at=at, rows=rows)],
        update_conflicts=True,
        update_fields=["finished_at", "rows"],
        unique_fields=["name"],
    )


def pulses(*, at: datetime) -> list[Pulse]:
    """Every job there must be, in a fixed order. One query."""
    known = dict(Heartbeat.objects.values_list("name", "finished_at"))
    return [Pulse(name, known.get(name), old=at - known.get(name, started_at) > OLD) for name in JOBS]


class Watch:
    """Remembers for half a minute which jobs stand still, so that the banner costs a page nothing."""

    def __init__(self, look: Callable[[datetime], list[str]], keep: timedelta) -> None:
        self._look, self._keep = look, keep
        self.forget()

    def forget(self) -> None:
        self._seen: list[str] = []
        self._at: datetime | None = None

    def __call__(self, at: datetime) -> list[str]:
        if self._at is None or not self._at <= at < self._at + self._keep:
            self._seen, self._at = self._look(at), at
        return self._seen


still = Watch(lambda at: [pulse.name for pulse in pulses(at=at) if pulse.old], timedelta(seconds=30))
"""`still(at)`: names of jobs that stand still, as known to this process since 30 s at most."""
