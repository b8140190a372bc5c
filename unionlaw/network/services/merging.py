"""Merging two organisations: the dropped one closes, and all it held goes on in the kept one."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Invalid, Refused
from unionlaw.network import structure, tree
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, OrganisationChange, PersonChange, Post, SavedView
from unionlaw.network.services.checks import day, record_organisation, record_person, require_reach, said
from unionlaw.network.services.placing import lock_open, place, shut


@transaction.atomic
def merge_organisations(
    *, kept: Organisation, dropped: Organisation, reason: str, by: Actor, at: datetime
) -> Organisation:
    """Merge `dropped` into `kept` and return the kept one.

    Organisations below and beside the dropped one, its people's posts, and (through `tree.on_merged` and
    `tree.on_posts_succeeded`) its matters and workers go over to the kept one. Numbers it gave stay as they are.

    Raises:
        Invalid: they are not of a kind that can merge, or one stands where the tree would break.
        Conflict: one is closed.
        Refused: no right, outside the actor's reach, or the actor's own organisation would be dropped.
    """
    by.require("organisation.change")
    reason = said(reason)
    if kept.pk == dropped.pk:
        raise Invalid(_("不能把组织并入自己。"), field="kept")
    tree.lock()
    kept, dropped = lock_open(kept.pk), lock_open(dropped.pk)
    require_reach(by, kept, dropped)
    if by.post and by.post.organisation_id == dropped.pk:
        raise Refused(_("不能撤并您自己所在的组织。"))
    _check_kinds(kept, dropped)
    children = list(dropped.children.open().select_for_update(no_key=True, of=("self",)))
    for child in children:
        place(child, kept, reason=reason, by=by, at=at)
    dropped.attached.open().update(attached_to=kept)
    SavedView.objects.filter(organisation=dropped).update(organisation=kept)
    successors = _move_posts(kept, dropped, reason=reason, by=by, at=at)
    tree.merged(kept.pk, dropped.pk)
    tree.posts_succeeded(successors)
    shut(dropped, what=OrganisationChange.What.MERGED, reason=reason, by=by, at=at, merged_into=kept)
    kept.version += 1
    kept.save(update_fields=["version"])
    record_organisation(
        kept, OrganisationChange.What.MERGED, by=by, at=at, reason=reason, after={"merged_from": dropped.name}
    )
    return kept


def _check_kinds(kept: Organisation, dropped: Organisation) -> None:
    if not (kept.is_union and dropped.is_union) and kept.kind != dropped.kind:
        raise Invalid(
            _("%(dropped)s与%(kept)s类型不同，不能合并。")
            % {"dropped": dropped.get_kind_display(), "kept": kept.get_kind_display()},
            field="kept",
        )
    if dropped.pk in kept.lineage:
        raise Invalid(_("不能并入自己的下级；请先调整下级的隶属。"), field="kept")


def _move_posts(kept: Organisation, dropped: Organisation, *, reason: str, by: Actor, at: datetime) -> dict[int, int]:
    """End the posts at `dropped` and reopen them at `kept` from the same day on; returns old id -> new id.

    A post that begins today or later has not been used yet: it simply changes place.
    """
    today = day(at)
    successors: dict[int, int] = {}
    open_posts = (
        Post.objects.select_for_update(of=("self",))
        .filter(organisation=dropped)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .select_related("user")
        .order_by("pk")
    )
    reopened = []
    for post in open_posts:
        if kept.kind not in structure.PLACES[structure.Role(post.role)]:
            raise Invalid(
                _("%(who)s的岗位不能设在%(kept)s，请先免去。") % {"who": post, "kept": kept.get_kind_display()},
                field="kept",
            )
        start = max(post.starts_on, today)
        twin = _twin(post, kept, start)
        if twin:
            successors[post.pk] = twin.pk
        elif post.starts_on >= today:
            post.organisation = kept
            post.save(update_fields=["organisation"])
            record_person(
                post.user,
                PersonChange.What.APPOINTED,
                by=by,
                at=at,
                reason=reason,
                before={"organisation": dropped.name},
                after={"organisation": kept.name, "role": post.role},
            )
            continue
        else:
            new = Post.objects.create(
                user=post.user,
                organisation=kept,
                role=post.role,
                starts_on=start,
                ends_on=post.ends_on,
                deputy_id=post.deputy_id,
                licence_number=post.licence_number,
            )
            reopened.append(new)
            successors[post.pk] = new.pk
            record_person(
                post.user,
                PersonChange.What.APPOINTED,
                by=by,
                at=at,
                reason=reason,
                after={"organisation": kept.name, "role": post.role, "starts_on": start.isoformat()},
            )
        _end(post, today, reason=reason, by=by, at=at)
    for new in reopened:
        if new.deputy_id in successors:
            new.deputy_id = successors[new.deputy_id]
            new.save(update_fields=["deputy"])
    for old_id, new_id in successors.items():
        Post.objects.filter(deputy_id=old_id).update(deputy_id=new_id)
    return successors


def _twin(post: Post, kept: Organisation, start: date) -> Post | None:
    """A post of the same person and role that already exists at `kept` in that period."""
    same = Post.objects.filter(user=post.user_id, organisation=kept, role=post.role)
    same = same.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=start))
    if post.ends_on:
        same = same.filter(starts_on__lte=post.ends_on)
    return same.first()


def _end(post: Post, today: date, *, reason: str, by: Actor, at: datetime) -> None:
    if post.starts_on > today:
        before = {"organisation": post.organisation.name, "role": post.role, "starts_on": post.starts_on.isoformat()}
        post.delete()
        record_person(post.user, PersonChange.What.ENDED, by=by, at=at, reason=reason, before=before)
        return
    post.ends_on = max(post.starts_on, today - timedelta(days=1))
    post.save(update_fields=["ends_on"])
    record_person(
        post.user,
        PersonChange.What.ENDED,
        by=by,
        at=at,
        reason=reason,
        after={"organisation": post.organisation.name, "role": post.role, "ends_on": post.ends_on.isoformat()},
    )
