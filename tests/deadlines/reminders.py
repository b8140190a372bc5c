"""Time limits as the sweep finds them: rows with a schedule, put in place without rules and arithmetic."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.cast import CHINA
from unionlaw.deadlines.models import Deadline, Ladder, Rule, RuleVersion
from unionlaw.network.actors import Actor
from unionlaw.notices.models import Notice

MORNING = datetime(2026, 11, 16, 9, 0, tzinfo=CHINA)
"""A Monday at nine: when the first step of a limit falls, unless a test says otherwise."""
DAY = timedelta(days=1)


def rule_version(key: str = "test.limit", *, ladder: Ladder | None = None, **fields: Any) -> RuleVersion:
    """A version in force of a rule that no event opens."""
    rule, _ = Rule.objects.get_or_create(key=key, defaults={"name": "测试期限", "name_en": "Limit for tests"})
    return RuleVersion.objects.create(
        rule=rule,
        number=rule.versions.count() + 1,
        effective_from=date(2020, 1, 1),
        trigger="测试",
        length=15,
        unit="calendar_day",
        confidence="design",
        ladder=ladder,
        created_at=MORNING,
        **fields,
    )


@pytest.fixture
def limit(open_consultation, without_rules) -> Callable[..., Deadline]:
    """Make an open limit of a new matter of `owner`, whose steps fall a day apart from MORNING on."""
    version = rule_version()
    made: list[int] = []

    def make(
        owner: Actor, *, step_at: Sequence[datetime] | None = None, rule: RuleVersion | None = None, **fields: Any
    ) -> Deadline:
        made.append(len(made))
        matter = open_consultation(owner, worker=f"职工{len(made)}", employer=f"单位{len(made)}")
        steps = [MORNING + n * DAY for n in range(5)] if step_at is None else list(step_at)
        return Deadline.objects.create(
            **{
                "matter": matter,
                "rule_version": rule or version,
                "responsible": owner.post,
                "organisation": matter.organisation,
                "start_on": date(2026, 11, 2),
                "due_on": date(2026, 11, 18),
                "opened_at": MORNING - 10 * DAY,
                "step_at": steps,
                "next_step_at": steps[0] if steps else None,
                **fields,
            }
        )

    return make


def told(deadline: Deadline, step: int | None = None) -> set[str]:
    """Who was told of a limit: user names; of one step only, when it is given."""
    notices = Notice.objects.filter(about=f"deadline:{deadline.pk}")
    if step is not None:
        notices = notices.filter(data__step=step)
    return set(notices.values_list("user__username", flat=True))
