"""The parts that the changes of an organisation share: locks, versions, and where in the tree something may stand."""

from datetime import datetime

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict, Invalid, Missing, Stale
from unionlaw.lib.wording import bracketed, listed
from unionlaw.network import changes, structure, tree
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, OrganisationChange
from unionlaw.network.models.organisation import MAX_DEPTH
from unionlaw.network.services.checks import day, record_organisation, worded

AMENDABLE = (
    "name",
    "short_name",
    "number_prefix",
    "region_code",
    "address",
    "phone",
    "hours",
    "opened_on",
    "attached_to",
)


def shut(
    organisation: Organisation,
    *,
    what: str,
    reason: str,
    by: Actor,
    at: datetime,
    merged_into: Organisation | None = None,
) -> None:
    """Mark as closed on the day of `at` and record it. The caller holds the lock and has checked."""
    organisation.closed_on = day(at)
    organisation.merged_into = merged_into
    organisation.version += 1
    with worded(Organisation, {}):
        organisation.save(update_fields=["closed_on", "merged_into", "version"])
    after = {"closed_on": organisation.closed_on.isoformat()}
    if merged_into:
        after["merged_into"] = merged_into.name
    record_organisation(organisation, what, by=by, at=at, reason=reason, after=after)


def place(organisation: Organisation, parent: Organisation, *, reason: str, by: Actor, at: datetime) -> None:
    """Move under `parent` after checking that it fits there. The caller holds the lock on the tree."""
    deepest = Organisation.objects.below(organisation).aggregate(deepest=Max("depth"))["deepest"]
    check_place(organisation, parent, height=deepest - len(organisation.lineage))
    before = str(organisation.parent) if organisation.parent else ""
    organisation.parent = parent
    organisation.version += 1
    organisation.save(update_fields=["parent", "version"])
    tree.set_lineage(organisation, parent)
    record_organisation(
        organisation,
        OrganisationChange.What.MOVED,
        by=by,
        at=at,
        reason=reason,
        before={"parent": before},
        after={"parent": parent.name},
    )


def lock(organisation: Organisation) -> Organisation:
    """The organisation read anew and locked. Raises Missing."""
    found = Organisation.objects.select_for_update(no_key=True).filter(pk=organisation.pk).first()
    if found is None:
        raise Missing(_("没有这个组织。"))
    return found


def lock_open(organisation_id: int) -> Organisation:
    found = (
        Organisation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("parent", "attached_to")
        .filter(pk=organisation_id)
        .first()
    )
    if found is None:
        raise Missing(_("没有这个组织。"))
    if found.closed_on:
        raise Conflict(_("%(name)s已于%(day)s撤销。") % {"name": found, "day": found.closed_on.isoformat()})
    return found


def check_version(organisation: Organisation, version: int | None) -> None:
    if version is None or version == organisation.version:
        return
    since = organisation.changes.filter(data__version__gt=version).select_related("by_user")
    lines = [line + bracketed(change.by_user or change.job) for change in since for line in changes.lines(change.data)]
    raise Stale(_("%(name)s的资料在您填写期间有变动。") % {"name": organisation}, changes=lines)


def check_region(organisation: Organisation) -> None:
    code = organisation.region_code
    if code and not (code.isascii() and code.isdigit() and len(code) in {6, 9, 12}):
        raise Invalid(_("行政区划代码是6位、9位或12位数字，如“440106”。"), field="region_code")


def check_attached(organisation: Organisation) -> None:
    union = organisation.attached_to
    if organisation.kind in structure.ATTACHED:
        if union is None:
            raise Invalid(_("请选择它为哪一级工会服务。"), field="attached_to")
        if not union.is_union or union.closed_on:
            raise Invalid(_("所服务的必须是一个现有的工会。"), field="attached_to")
    elif union is not None:
        raise Invalid(_("只有律师事务所和协作单位填写所服务的工会。"), field="attached_to")


def check_place(organisation: Organisation, parent: Organisation | None, *, height: int) -> None:
    """Raises Invalid unless `organisation`, with `height` levels below it, may stand under `parent`."""
    kinds = structure.parents_of(organisation.kind)
    label = Organisation.Kind(organisation.kind).label
    if parent is None:
        if kinds:
            raise Invalid(_("请选择%(kind)s的上级。") % {"kind": label}, field="parent")
        return
    if not kinds:
        raise Invalid(_("%(kind)s没有上级，请留空。") % {"kind": label}, field="parent")
    if parent.closed_on:
        raise Invalid(_("%(name)s已经撤销，不能作为上级。") % {"name": parent}, field="parent")
    if parent.kind not in kinds:
        allowed = listed(k.label for k in Organisation.Kind if k in kinds)
        raise Invalid(_("%(kind)s的上级只能是%(allowed)s。") % {"kind": label, "allowed": allowed}, field="parent")
    if len(parent.lineage) + 1 + height > MAX_DEPTH:
        raise Invalid(_("组织树最多%(most)s级，这样会超过。") % {"most": MAX_DEPTH}, field="parent")


def described(organisation: Organisation) -> dict[str, str]:
    """What can be amended or moved, by field name, as text."""
    return {
        name: str(value) if (value := getattr(organisation, name)) else "" for name in ("kind", *AMENDABLE, "parent")
    }


def next_pk() -> int:
    # The lineage names the row itself, so the key is taken before the row is written.
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('network_organisation', 'id'))")
        return int(cursor.fetchone()[0])
