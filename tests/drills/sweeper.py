"""Sweepers as processes of their own, for drills: `main` over the servers of DATA_DIR, once the portal is loaded.

It forks: each line on its input is a JSON list, a command and its arguments, and each
line on its output the answer. Forked sweepers live until they are killed.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connection

from unionlaw.accounts.models import User
from unionlaw.deadlines.ladders import load_ladders
from unionlaw.deadlines.models import Deadline, Ladder, Rule, RuleVersion
from unionlaw.deadlines.services.sweeping import sweep
from unionlaw.matters.models import Matter
from unionlaw.matters.statuses import write_statuses
from unionlaw.network.models import Organisation, Post
from unionlaw.network.roles import Role
from unionlaw.notices.services.sending import send_due
from unionlaw.notices.services.spreading import spread

SINCE = date(2020, 1, 1)
MATTERS = 40
STEPS = 3


def seed(limits: int, first: float, apart: float, between: float = 0, spoilt: int = 0) -> None:
    """Make a small union with limits of three steps.

    Args:
        limits: how many.
        first: seconds from now to the first step of the first limit; negative is in the past.
        apart: seconds from one limit's first step to the next one's.
        between: seconds between two steps of one limit.
        spoilt: how many of them have a ladder that cannot be read.
    """
    if not Organisation.objects.exists():
        _found()
    supervisor, owner = (Post.objects.get(role=role) for role in (Role.SUPERVISOR, Role.CASEWORKER))
    matters = list(Matter.objects.values_list("pk", flat=True))
    versions = {version.rule.key: version for version in RuleVersion.objects.select_related("rule")}
    start = datetime.now(UTC) + timedelta(seconds=first)
    rows = []
    for n in range(limits):
        step_at = [start + timedelta(seconds=n * apart + step * between) for step in range(STEPS)]
        rows.append(
            Deadline(
                matter_id=matters[n % len(matters)],
                rule_version=versions["drill.spoilt" if n < spoilt else "drill.sound"],
                subject=f"{start:%H%M%S}.{n}",
                responsible=owner,
                organisation=supervisor.organisation,
                start_on=SINCE,
                due_on=SINCE,
                opened_at=start,
                step_at=step_at,
                next_step_at=step_at[0],
            )
        )
    Deadline.objects.bulk_create(rows, batch_size=2000)


def _found() -> None:
    write_statuses()
    load_ladders()
    city = Organisation.objects.create(kind="city_union", name="演练市总工会", short_name="演练")
    city.lineage = [city.pk]
    city.save()
    posts = {}
    for role in (Role.CASEWORKER, Role.SUPERVISOR, Role.SYSTEM_ADMIN):
        user = User.objects.create(username=f"drill.{role}", email=f"{role}@example.org")
        posts[role] = Post.objects.create(user=user, organisation=city, role=role, starts_on=SINCE)
    deputy = User.objects.create(username="drill.deputy")
    owner = posts[Role.CASEWORKER]
    owner.deputy = Post.objects.create(user=deputy, organisation=city, role=Role.LETTER_APPROVER, starts_on=SINCE)
    owner.save()
    now = datetime.now(UTC)
    for n in range(1, MATTERS + 1):
        Matter.objects.create(
            kind="consultation",
            number_organisation=city,
            year=now.year,
            serial=n,
            number=f"练{n}",
            title=f"演练{n}",
            status_id="consultation.asked",
            phase="open",
            organisation=city,
            owner=owner,
            channel="window",
            opened_at=now,
            updated_at=now,
            scope1=city.pk,
        )
    spoilt = Ladder.objects.create(key="spoilt", name="坏了的", steps=[{"offset": 0, "to": "responsible"}] * STEPS)
    for key, ladder in (("drill.sound", None), ("drill.spoilt", spoilt)):
        rule = Rule.objects.create(key=key, name="演练期限", name_en="Drill")
        RuleVersion.objects.create(
            rule=rule,
            number=1,
            effective_from=SINCE,
            trigger="演练",
            length=1,
            ladder=ladder,
            unit="calendar_day",
            confidence="design",
            created_at=now,
        )


def start(batch: int, pause: float = 0.0) -> int:
    """Fork a sweeper that works until it is killed. Returns its process id."""

    def work() -> None:
        while True:
            try:
                sweep(at=datetime.now(UTC), batch=batch)
            except (OperationalError, InterfaceError):
                connection.close()
                time.sleep(0.05)
            time.sleep(pause)

    return _fork(work)


def once(seconds_from_now: float, batch: int) -> int:
    """One sweep in a process of its own, as if it were that much later. Returns the exit status."""
    at = datetime.now(UTC) + timedelta(seconds=seconds_from_now)
    pid = _fork(lambda: sweep(at=at, batch=batch))
    return wait(pid)


def deliver(seconds_from_now: float) -> int:
    """Fork one run of spreading and sending, as if it were that much later. Returns its process id."""
    at = datetime.now(UTC) + timedelta(seconds=seconds_from_now)

    def work() -> None:
        spread(at=at)
        send_due(at=at)

    return _fork(work)


def wait(pid: int) -> int:
    """Wait for the end of a process that was forked here. Returns its exit status."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _fork(work: Callable[[], Any]) -> int:
    connection.close()
    if pid := os.fork():
        return pid
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)


def main() -> None:
    commands: dict[str, Callable[..., Any]] = {
        "seed": seed,
        "start": start,
        "once": once,
        "deliver": deliver,
        "wait": wait,
    }
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(commands[name](*arguments)), flush=True)
