"""Where the spine joins the floors below it: moved organisations, merged registers, who may see a worker."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict
from unionlaw.network import tree
from unionlaw.registers import hooks as register_hooks
from unionlaw.web.lists.keyset import Branch

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor


def join() -> None:
    """Subscribe at start-up."""
    tree.on_moved(rescope)
    tree.on_merged(take_over)
    tree.on_posts_succeeded(hand_on)
    tree.before_closing(objection_to_closing)
    register_hooks.on_workers_merged(move_worker_parties)
    register_hooks.on_employers_merged(move_employer_parties)
    register_hooks.also_visible_workers(workers_of_visible_matters, branches_of_known_workers)


def rescope(organisation_id: int) -> None:
    """After organisation `organisation_id` moved: copy the new lineage into the matters held in its subtree."""
    from unionlaw.matters.models import Matter

    tree.copy_lineage(Matter, "organisation_id", organisation_id)


def take_over(kept_id: int, dropped_id: int) -> None:
    """After organisation `dropped_id` merged into `kept_id`: its matters are the kept one's and keep their numbers."""
    from unionlaw.matters.models import Matter

    scope = tree.scope_columns(tree.steady_lineage(kept_id))
    Matter.objects.filter(organisation_id=dropped_id).update(organisation_id=kept_id, version=F("version") + 1, **scope)
    _move_grants({f"organisation:{dropped_id}": f"organisation:{kept_id}"})


def hand_on(posts: Mapping[int, int]) -> None:
    """After posts were succeeded by others of the same people: they own the live matters and see what was granted."""
    from unionlaw.matters.models import Matter

    for old_id, new_id in posts.items():
        Matter.objects.live().filter(owner_id=old_id).update(owner_id=new_id, version=F("version") + 1)
    _move_grants({f"post:{old_id}": f"post:{new_id}" for old_id, new_id in posts.items()})


def _move_grants(keys: Mapping[str, str]) -> None:
    """Let open grants go on for another viewer, unless that one has the same already."""
    from unionlaw.matters.models import Grant

    for grant in Grant.objects.filter(viewer_key__in=keys, ended_at__isnull=True):
        key = keys[grant.viewer_key]
        same = Grant.objects.filter(matter=grant.matter_id, viewer_key=key, why=grant.why, ended_at__isnull=True)
        if not same.exists():
            Grant.objects.filter(pk=grant.pk).update(viewer_key=key)


def objection_to_closing(organisation_id: int) -> str:
    """Why an organisation cannot be closed: it still holds live matters."""
    from unionlaw.matters.models import Matter

    live = Matter.objects.live().filter(organisation_id=organisation_id).count()
    return _("还有%(n)s件未办结的事项，请先移交或办结。") % {"n": live} if live else ""


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
        twin = Party.objects.filter(dispute_id=party.dispute_id, **{column: kept_id}).first()
        if twin and twin.side != party.side:
            raise Conflict(_("两条记录在同一争议中分属不同一方，请先更正当事人，再合并。"))
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
    from unionlaw.matters.models import Matter, Party

    # One step inside the other, so that it is asked of each worker; joined flat, all visible ones would be collected.
    visible = Matter.objects.visible_to(actor).filter(dispute=OuterRef("dispute"))
    return Q(Exists(Party.objects.filter(Exists(visible), worker=OuterRef("pk"))))


def branches_of_known_workers(actor: "Actor") -> list[Branch]:
    """The workers of matters granted to `actor`, one index for each of the actor's keys."""
    from unionlaw.matters.models import KnownWorker

    answers = {"group", "sex", "household_type", "id_kind", "region", "registered"}
    return [
        Branch(KnownWorker.objects.filter(viewer_key=key), pk="worker_id", answers=answers) for key in actor.viewer_keys
    ]
