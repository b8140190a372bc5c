"""Who sees which worker and employer, and how they are found."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from unionlaw.lib.sealed import blind_index
from unionlaw.lib.search import SearchQuerySet
from unionlaw.registers import hooks

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor
    from unionlaw.registers.models import Cause, Employer, Worker  # noqa: F401  named in quotes below

__all__ = ["CauseQuerySet", "EmployerQuerySet", "SearchQuerySet", "WorkerQuerySet"]


class CauseQuerySet(QuerySet["Cause"]):
    def in_force(self, on: date) -> CauseQuerySet:
        """The list of causes in force on the day `on` (民事案件案由规定: a case keeps the list of its filing day)."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), valid_from__lte=on)

    def selectable(self) -> CauseQuerySet:
        """Causes a case can carry: all but the headings."""
        return self.filter(heading=False)


class WorkerQuerySet(SearchQuerySet["Worker"]):
    def current(self) -> WorkerQuerySet:
        """Without those merged into another."""
        return self.filter(merged_into__isnull=True)

    def in_tree_of(self, actor: Actor) -> WorkerQuerySet:
        """Registered by the actor's organisation or one below it: one equality on one scope column."""
        organisation = actor.organisation
        if organisation is None or not actor.reads_tree:
            return self.none()
        return self.filter(**{f"scope{len(organisation.lineage)}": organisation.pk})

    def visible_to(self, actor: Actor) -> WorkerQuerySet:
        """Registered in the actor's tree, or admitted by a floor above (party to a matter the actor sees)."""
        if actor.is_system:
            return self.all()
        if actor.post is None or not actor.may("worker.view"):
            return self.none()
        admitted = Q(pk__in=[])
        if actor.reads_tree:
            organisation = actor.post.organisation
            admitted = Q(**{f"scope{len(organisation.lineage)}": organisation.pk})
        for condition in hooks.extra_worker_visibility(actor):
            admitted |= condition
        return self.filter(admitted)

    def with_id_number(self, number: str) -> WorkerQuerySet:
        """The exact identity number, by blind index."""
        index = blind_index("id_number", number)
        return self.filter(id_index=index) if index else self.none()

    def with_phone(self, number: str) -> WorkerQuerySet:
        """The exact phone number, by blind index."""
        index = blind_index("phone", number)
        return self.filter(phone_index=index) if index else self.none()


class EmployerQuerySet(SearchQuerySet["Employer"]):
    def current(self) -> EmployerQuerySet:
        """Without those merged into another."""
        return self.filter(merged_into__isnull=True)

    def visible_to(self, actor: Actor) -> EmployerQuerySet:
        """Employers are shared reference data for everyone whose work concerns them."""
        return self.all() if actor.is_system or actor.may("employer.view") else self.none()

    def with_phone(self, number: str) -> EmployerQuerySet:
        """Employers one of whose contacts has this exact phone number."""
        from unionlaw.registers.models import EmployerContact

        index = blind_index("phone", number)
        if not index:
            return self.none()
        return self.filter(Exists(EmployerContact.objects.filter(employer=OuterRef("pk"), phone_index=index)))
