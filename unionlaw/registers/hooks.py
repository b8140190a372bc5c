"""Where the floors above join: what else a worker is seen by, what points at merged rows, what a page shows.

Subscribe from `apps.ready()`. Subscribers run in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import Promise

from unionlaw.network import tree
from unionlaw.web.lists.keyset import Branch

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor

_worker_visibility: list[Callable[[Actor], Q]] = []
_worker_branches: list[Callable[[Actor], list[Branch]]] = []
_workers_merged: list[Callable[[int, int], None]] = []
_employers_merged: list[Callable[[int, int], None]] = []


def also_visible_workers(condition: Callable[[Actor], Q], branches: Callable[[Actor], list[Branch]]) -> None:
    """Admit workers besides those registered in the actor's tree, in two ways that mean the same.

    Args:
        condition: for opening one: correlated with the worker (an Exists on OuterRef("pk")).
        branches: for listing all, newest first. Only asked for actors who read no tree.
    """
    if condition not in _worker_visibility:
        _worker_visibility.append(condition)
        _worker_branches.append(branches)


def extra_worker_visibility(actor: Actor) -> list[Q]:
    return [condition(actor) for condition in _worker_visibility]


def worker_branches(actor: Actor) -> list[Branch]:
    return [branch for branches in _worker_branches for branch in branches(actor)]


def on_workers_merged(subscriber: Callable[[int, int], None]) -> None:
    """Call `subscriber(kept_id, dropped_id)` in the transaction that merges two workers, to move what points at one."""
    if subscriber not in _workers_merged:
        _workers_merged.append(subscriber)


def workers_merged(kept_id: int, dropped_id: int) -> None:
    for subscriber in _workers_merged:
        subscriber(kept_id, dropped_id)


def on_employers_merged(subscriber: Callable[[int, int], None]) -> None:
    """Call `subscriber(kept_id, dropped_id)` in the transaction that merges two employers."""
    if subscriber not in _employers_merged:
        _employers_merged.append(subscriber)


def employers_merged(kept_id: int, dropped_id: int) -> None:
    for subscriber in _employers_merged:
        subscriber(kept_id, dropped_id)


@dataclass(frozen=True, slots=True)
class Panel:
    """A part that another app adds to the page of a worker or an employer.

    Args:
        title: heading.
        template: rendered with `subject` and what `context` returns.
        context: called with the request and the worker or employer.
        order: low first.
    """

    title: str | Promise
    template: str
    context: Callable[[HttpRequest, Any], dict[str, Any]]
    order: int = 50


_panels: dict[str, list[Panel]] = {"worker": [], "employer": []}


def add_panel(subject: str, panel: Panel) -> None:
    """Add `panel` to the pages of `subject`, "worker" or "employer"."""
    if panel in _panels[subject]:
        return
    _panels[subject].append(panel)
    _panels[subject].sort(key=lambda p: p.order)


def panels(subject: str) -> list[Panel]:
    return _panels[subject]


def rescope_workers(organisation_id: int) -> None:
    """After organisation `organisation_id` moved: copy the new lineage into the workers registered in its subtree."""
    from unionlaw.registers.models import Worker

    tree.copy_lineage(Worker, "organisation_id", organisation_id)


def take_over_workers(kept_id: int, dropped_id: int) -> None:
    """After organisation `dropped_id` merged into `kept_id`: the workers it registered are the kept one's."""
    from unionlaw.registers.models import Worker

    scope = tree.scope_columns(tree.steady_lineage(kept_id))
    Worker.objects.filter(organisation_id=dropped_id).update(organisation_id=kept_id, **scope)
