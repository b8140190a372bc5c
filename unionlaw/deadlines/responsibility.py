"""Whose duty a time limit is: the post that a rule's role stands for in a matter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from unionlaw.accounts.models import User
from unionlaw.deadlines.models import RuleVersion
from unionlaw.deadlines.permissions import SUPERIORS
from unionlaw.matters.models import Grant, Matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, Post
from unionlaw.network.roles import Role

Responsible = RuleVersion.Responsible


class Holders:
    """Who holds the roles of rules in one matter; each role is looked up once.

    Args:
        on: the day on which posts must be held.
    """

    def __init__(self, matter: Matter, on: date) -> None:
        self.matter, self.on = matter, on
        self._found: dict[str, int | None] = {}

    def post_id(self, role: str) -> int | None:
        """The post that answers in the part of `role` (owner, lawyer, head).

        Without a lawyer, or a head, it is the owner; without an owner nobody, and the reminders go to the head.
        """
        if role not in self._found:
            look = {Responsible.LAWYER: self._lawyer, Responsible.HEAD: self._head}.get(Responsible(role))
            self._found[role] = (look() if look else None) or self.matter.owner_id
        return self._found[role]

    def _lawyer(self) -> int | None:
        keys = (
            Grant.objects.filter(
                matter=self.matter.pk,
                why=Grant.Why.ASSIGNED_LAWYER,
                ended_at__isnull=True,
                viewer_key__startswith="post:",
            )
            .order_by("-granted_at", "-pk")
            .values_list("viewer_key", flat=True)
        )
        key = keys.first()
        return int(key.partition(":")[2]) if key else None

    def _head(self) -> int | None:
        lineage = scopes_of(self.matter)
        posts = Post.objects.open(on=self.on).filter(
            role=Role.SUPERVISOR, organisation__in=lineage, user__is_active=True
        )
        found = sorted(posts.values_list("organisation_id", "pk"), key=lambda row: (-lineage.index(row[0]), row[1]))
        return found[0][1] if found else None


def scopes_of(matter: Matter) -> list[int]:
    """The organisations from the root to the one that holds the matter."""
    found = [getattr(matter, f"scope{level}") for level in range(1, 6)]
    return [scope for scope in found if scope is not None]


def jurisdiction_of(matter: Matter) -> str:
    """The region code of the holder, or of the nearest above it that has one; "" when none has."""
    lineage: Sequence[int] = scopes_of(matter)
    codes = dict(Organisation.objects.filter(pk__in=lineage).values_list("pk", "region_code"))
    return next((codes[pk] for pk in reversed(lineage) if codes.get(pk)), "")


def sees(post: Post, matter_id: int) -> bool:
    """Whether whoever holds `post` may know of the matter."""
    return Matter.objects.visible_to(Actor(user=post.user, post=post)).filter(pk=matter_id).exists()


def superiors_of(matter: Matter, on: date, *, but: User | None = None) -> list[Post]:
    """Who decides about the matter, other than the person `but`: supervisors and managers of the holder, else of the
    nearest organisation above it that has one."""
    lineage = scopes_of(matter)
    posts = Post.objects.open(on=on).filter(role__in=SUPERIORS, organisation__in=lineage, user__is_active=True)
    found = [post for post in posts.select_related("user") if but is None or post.user_id != but.pk]
    depth = max((lineage.index(post.organisation_id) for post in found), default=-1)
    return [post for post in found if lineage.index(post.organisation_id) == depth]
