"""Founding, amending, moving, merging and closing organisations. Nothing is ever deleted: numbers, posts and events
keep naming the organisation they were given by."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict, Invalid, Refused
from unionlaw.network import structure, tree
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, OrganisationChange, Post
from unionlaw.network.services.checks import clean, day, record_organisation, require_reach, said, worded
from unionlaw.network.services.merging import merge_organisations
from unionlaw.network.services.placing import (
    AMENDABLE,
    check_attached,
    check_place,
    check_region,
    check_version,
    described,
    lock,
    lock_open,
    next_pk,
    place,
    shut,
)

__all__ = [
    "amend_organisation",
    "close_organisation",
    "found_organisation",
    "merge_organisations",
    "move_organisation",
    "obstacles_to_closing",
]

What = OrganisationChange.What
_FIELDS = {"organisation_name_once": "name", "organisation_closed_after_opened": "opened_on"}


@transaction.atomic
def found_organisation(
    *,
    kind: str,
    name: str,
    short_name: str,
    by: Actor,
    at: datetime,
    parent: Organisation | None = None,
    attached_to: Organisation | None = None,
    number_prefix: str = "",
    region_code: str = "",
    address: str = "",
    phone: str = "",
    hours: str = "",
    opened_on: date | None = None,
) -> Organisation:
    """Add an organisation to the tree, or a law firm or partner organ beside it.

    Args:
        kind: one of Organisation.Kind; decides under which kinds it may stand (unionlaw.network.structure).
        parent: the organisation it stands under; none for a city union, a law firm or a partner organ.
        attached_to: the union that a law firm or partner organ works for.
        number_prefix: what its numbers begin with ("穗工"); empty: the nearest ancestor's.
        opened_on: day of founding, if known.

    Raises:
        Invalid: a field is wrong, the name is taken, or the place in the tree does not fit the kind.
        Refused: no right, or the place lies outside the actor's reach. Only an installation founds a city union.
    """
    by.require("organisation.change")
    tree.lock()
    if kind not in structure.PARENTS:
        raise Invalid(_("请选择组织的类型。"), field="kind")
    organisation = Organisation(
        kind=kind,
        name=name.strip(),
        short_name=short_name.strip() or name.strip()[:40],
        number_prefix=number_prefix.strip(),
        region_code=region_code.strip(),
        address=address.strip(),
        phone=phone.strip(),
        hours=hours.strip(),
        opened_on=opened_on,
        attached_to=attached_to,
    )
    clean(organisation, "kind", "name", "short_name", "number_prefix", "region_code", "address", "phone", "hours")
    check_region(organisation)
    check_attached(organisation)
    parent = lock(parent) if parent else None
    check_place(organisation, parent, height=0)
    if not by.is_system and parent is None and attached_to is None:
        raise Refused(_("市总工会在系统安装时设立，不能在页面上新增。"))
    require_reach(by, parent or organisation)
    organisation.parent = parent
    organisation.pk = next_pk()
    organisation.lineage = [*(parent.lineage if parent else []), organisation.pk]
    with worded(Organisation, _FIELDS):
        organisation.save(force_insert=True)
    record_organisation(organisation, What.FOUNDED, by=by, at=at, after=described(organisation))
    return organisation


@transaction.atomic
def amend_organisation(
    *, organisation_id: int, version: int | None = None, by: Actor, at: datetime, **fields: Any
) -> Organisation:
    """Change the name, address and the like of an organisation.

    Args:
        version: the version the person saw; None skips the check.
        fields: any of AMENDABLE; those not given stay.

    Raises:
        Invalid: a field is wrong or the name is taken.
        Stale: it was changed since `version`.
        Conflict: it is closed.
        Refused: no right, or outside the actor's reach.
    """
    by.require("organisation.change")
    if unknown := fields.keys() - set(AMENDABLE):
        raise TypeError(f"not amendable: {', '.join(sorted(unknown))}")
    organisation = lock_open(organisation_id)
    require_reach(by, organisation)
    check_version(organisation, version)
    before = described(organisation)
    for field, value in fields.items():
        setattr(organisation, field, value.strip() if isinstance(value, str) else value)
    clean(organisation, *(fields.keys() - {"attached_to"}))
    check_region(organisation)
    check_attached(organisation)
    require_reach(by, organisation)
    after = described(organisation)
    changed = {key for key in after if after[key] != before[key]}
    if not changed:
        return organisation
    organisation.version += 1
    with worded(Organisation, _FIELDS):
        organisation.save()
    record_organisation(
        organisation,
        What.AMENDED,
        by=by,
        at=at,
        before={key: before[key] for key in before if key in changed},
        after={key: after[key] for key in after if key in changed},
    )
    return organisation


@transaction.atomic
def move_organisation(
    *, organisation_id: int, new_parent: Organisation, reason: str, by: Actor, at: datetime
) -> Organisation:
    """Put an organisation, with all below it, under another parent. What it holds is then seen from there.

    Raises:
        Invalid: the new parent is closed, below it, of a kind that does not fit, or the tree would get too deep.
        Conflict: it is closed, or already stands there.
        Refused: no right, or one of the three lies outside the actor's reach.
    """
    by.require("organisation.change")
    reason = said(reason)
    tree.lock()
    organisation, new_parent = lock_open(organisation_id), lock(new_parent)
    old = organisation.parent
    require_reach(by, *(one for one in (organisation, old, new_parent) if one))
    if organisation.parent_id == new_parent.pk:
        raise Conflict(
            _("%(name)s已经隶属于%(parent)s。") % {"name": organisation, "parent": new_parent}, field="parent"
        )
    if organisation.pk in new_parent.lineage:
        raise Invalid(_("不能移到自己或自己的下级之下。"), field="parent")
    place(organisation, new_parent, reason=reason, by=by, at=at)
    return organisation


@transaction.atomic
def close_organisation(*, organisation_id: int, reason: str, by: Actor, at: datetime) -> Organisation:
    """Close an organisation that serves nobody any more.

    Raises:
        Invalid: posts, organisations below it or attached to it, or live matters are left; each is named.
        Conflict: it is closed already.
        Refused: no right, or outside the actor's reach.
    """
    by.require("organisation.change")
    reason = said(reason)
    tree.lock()
    organisation = lock_open(organisation_id)
    require_reach(by, organisation)
    if by.post and by.post.organisation_id == organisation.pk:
        raise Refused(_("不能撤销您自己所在的组织。"))
    if obstacles := obstacles_to_closing(organisation, on=day(at)):
        raise Invalid({"": obstacles})
    shut(organisation, what=What.CLOSED, reason=reason, by=by, at=at)
    return organisation


def obstacles_to_closing(organisation: Organisation, *, on: date) -> list[str]:
    """What has to be settled before `organisation` can be closed on the day `on`, one sentence each."""
    posts = Post.objects.filter(organisation=organisation).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)).count()
    children = organisation.children.open().count()
    attached = organisation.attached.open().count()
    found = []
    if posts:
        found.append(_("还有%(n)s个在任岗位，请先免去。") % {"n": posts})
    if children:
        found.append(_("还有%(n)s个下级组织，请先调整隶属或撤销。") % {"n": children})
    if attached:
        found.append(_("还有%(n)s家律所或协作单位为其服务，请先变更。") % {"n": attached})
    return found + tree.objections_to_closing(organisation.pk)
