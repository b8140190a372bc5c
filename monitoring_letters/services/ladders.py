"""Who must approve a letter, in order: rows of the union or one above it, else data/ladders.toml."""

import tomllib
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring_letters.models import Approval, Instrument, LadderChange, LadderStep, Reach, SupervisionLetter
from monitoring_letters.services.persons import author_ids
from unionlaw.lib.errors import Conflict, Invalid, Refused
from unionlaw.network import rights
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, Post
from unionlaw.network.roles import Role

FILE = Path(__file__).parent.parent / "data" / "ladders.toml"


@cache
def shipped() -> dict[tuple[str, str], tuple[str, ...]]:
    """(instrument, reach) → roles in order."""
    with FILE.open("rb") as file:
        rows = tomllib.load(file)["ladder"]
    return {(row["instrument"], reach): tuple(row["roles"]) for row in rows for reach in row["reach"]}


def roles_for(union: Organisation, instrument: str, reach: str) -> tuple[str, ...]:
    """The roles that approve, in order: of the nearest union from `union` upwards that has set them."""
    return held_by(union, instrument, reach)[1]


def held_by(union: Organisation, instrument: str, reach: str) -> tuple[int | None, tuple[str, ...]]:
    """Which union set the steps that hold for `union`, and the roles in order; None where nobody did."""
    rows = LadderStep.objects.filter(organisation__in=union.lineage, instrument=instrument, reach=reach)
    set_by: dict[int, list[str]] = {}
    for row in rows.order_by("position"):
        set_by.setdefault(row.organisation_id, []).append(row.role)
    for pk in reversed(union.lineage):
        if pk in set_by:
            return pk, tuple(set_by[pk])
    return None, shipped()[instrument, reach]


def place_steps(letter: SupervisionLetter, *, at: datetime) -> list[Approval]:
    """Freeze the ladder for this round: each step at the nearest organisation upwards where someone holds the role who
    neither wrote the letter nor reviewed it in this round.

    Raises Conflict when nobody does.
    """
    union = letter.matter.organisation
    barred = author_ids(letter)
    decided = letter.approvals.filter(round=letter.round, decided_by__isnull=False)
    barred |= set(decided.values_list("decided_by__user", flat=True))
    today = timezone.localdate(at)
    steps = []
    for position, role in enumerate(roles_for(union, letter.instrument, letter.reach), start=1):
        posts = Post.objects.open(on=today).filter(role=role, organisation__in=union.lineage, user__is_active=True)
        held = set(posts.exclude(user__in=barred).values_list("organisation_id", flat=True))
        nearest = next((pk for pk in reversed(union.lineage) if pk in held), None)
        if nearest is None:
            raise Conflict(_("本单位和上级都没有可以审批的%(role)s。") % {"role": Role(role).label})
        steps.append(Approval(letter=letter, round=letter.round, position=position, role=role, organisation_id=nearest))
    return steps


@transaction.atomic
def set_ladder(
    *, organisation: Organisation, instrument: str, reach: str, roles: Sequence[str], by: Actor, at: datetime
) -> list[LadderStep]:
    """Set who approves letters of a union and of those below it; without `roles`, what holds above holds again.

    Args:
        roles: in order, of those with the right to approve.

    Raises Refused for a union outside the actor's tree, Invalid per argument.
    """
    by.require("letter.ladder")
    if not by.is_system and (by.organisation is None or by.organisation.pk not in organisation.lineage):
        raise Refused(_("只能设定本单位和下级单位的审批流程。"))
    errors = {}
    if instrument not in Instrument.values:
        errors["instrument"] = _("请选择文书种类。")
    if reach not in Reach.values:
        errors["reach"] = _("请选择范围。")
    if not organisation.is_union:
        errors["organisation"] = _("请选择一个工会。")
    if set(roles) - set(rights.get("letter.approve").roles):
        errors["roles"] = _("审批岗位须有审批函书的权限。")
    if errors:
        raise Invalid(errors)
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    mine = LadderStep.objects.filter(organisation=organisation, instrument=instrument, reach=reach)
    before = list(mine.order_by("position").values_list("role", flat=True))
    mine.delete()
    if before != list(roles):
        LadderChange.objects.create(
            organisation=organisation, instrument=instrument, reach=reach, before=before, after=list(roles), at=at,
            by=by.post, user=by.user,
        )  # fmt: skip
    return LadderStep.objects.bulk_create(
        [
            LadderStep(organisation=organisation, instrument=instrument, reach=reach, position=position, role=role)
            for position, role in enumerate(roles, start=1)
        ]
    )
