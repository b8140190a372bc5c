"""A rule says something else from a day on, and the running limits that this concerns follow."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from unionlaw.deadlines.models import Rule, RuleVersion
from unionlaw.deadlines.services.changing import recompute
from unionlaw.deadlines.services.rules import Moved, add_version
from unionlaw.network.actors import Actor


@transaction.atomic
def amend_rule(
    *, rule: Rule, content: Mapping[str, Any], why: str, number: int | None = None, by: Actor, at: datetime
) -> tuple[RuleVersion, list[Moved]]:
    """Write a new version of a rule and reckon anew what began on or after the day it comes into force.

    Args:
        content: columns of RuleVersion; what it leaves out stays as it was.
        number: of the version that was read before.

    Returns the version, and the limits whose due day moved. Raises Refused, Invalid, Stale.
    """
    version = add_version(rule=rule, content=content, why=why, by=by, at=at, number=number)
    return version, recompute(rule_version=version, by=by, at=at, why=why)
