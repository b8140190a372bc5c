"""Where the spine joins the floors below it: moved organisations, merged registers, who may see a worker."""

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q

from unionlaw.network import tree
from unionlaw.registers import hooks as register_hooks

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor


def join() -> None:
    """Subscribe at start-up."""
    tree.on_moved(rescope)
    register_hooks.on_workers_merged(move_worker_parties)
    register_hooks.on_employers_merged(move_employer_parties)
    register_hooks.also_visible_workers(workers_of_visible_matters)


def rescope(organisation_id: int) -> None:
    """After organisation `organisation_id` moved: copy the new lineage into the matters held in its subtree."""
    from unionlaw.matters.models import Matter

    tree.copy_lineage(Matter, "organisation_id", organisation_id)


def move_worker_parties(kept_id: int, dropped_id: int) -> None:
    """After worker `dropped_id` merged into `kept_id`: their parties become one person's, claims and all."""
    _move_parties("worker_id", kept_id, dropped_id)


def move_employer_parties(kept_id: int, dropped_id: int) -> None:
    _move_parties("employer_id", kept_id, dropped_id)


def _move_parties(column: str, kept_id: int, dropped_id: int) -> None:
    from unionlaw.matters.models import Claim, Matter, Party
    from unionlaw.matters.services.facts import refresh_dispute

    disputes = set()
    for party in Party.objects.select_for_update().filter(**{column: dropped_id}):
        twin = Party.objects.filter(dispute_id=party.dispute_id, side=party.side, **{column: kept_id}).first()
        disputes.add(party.dispute_id)
        if twin:
            Claim.objects.filter(party=party).update(party=twin)
            party.delete()
        else:
            Party.objects.filter(pk=party.pk).update(**{column: kept_id})
    for dispute_id in disputes:
        refresh_dispute(dispute_id=dispute_id)
    Matter.objects.filter(dispute_id__in=disputes).update(version=F("version") + 1)


def workers_of_visible_matters(actor: "Actor") -> Q:
    """Workers who are party to a matter that `actor` may see, as a condition correlated with the worker."""
    from unionlaw.matters.models import Matter

    visible = Matter.objects.visible_to(actor).filter(dispute__parties__worker=OuterRef("pk"))
    return Q(Exists(visible))
