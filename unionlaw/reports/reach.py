"""Whose reports one may read: of one's organisation and those below it; a caseworker of their own alone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from unionlaw.lib.errors import Missing, Refused
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role


def refusal(actor: Actor, organisation: Organisation) -> str:
    """Why the actor may not read this organisation's reports though they know of it, or ""."""
    if reason := actor.refusal("report.read"):
        return reason
    if actor.role == Role.CASEWORKER and actor.organisation != organisation:
        return _("经办人只能查看本单位的报表；%(name)s的报表请向负责人或者管理者了解。") % {
            "name": organisation.short_name
        }
    return ""


def knows(actor: Actor, organisation: Organisation) -> bool:
    """Whether the organisation stands in the tree below the actor's own."""
    return actor.is_system or (actor.organisation is not None and actor.organisation.pk in organisation.lineage)


def readable(actor: Actor, pk: str | int) -> Organisation:
    """The organisation, whose reports the actor reads.

    Raises:
        Missing: there is none in the actor's tree.
        Refused: the actor may only read those of their own organisation.
    """
    number = int(pk) if str(pk).isascii() and str(pk).isdigit() and len(str(pk)) < 19 else 0
    organisation = Organisation.objects.filter(pk=number).first()
    if organisation is None or not knows(actor, organisation):
        raise Missing(_("没有这个单位，或者它不在您的管理范围内。"))
    if reason := refusal(actor, organisation):
        raise Refused(reason)
    return organisation


def near(actor: Actor, organisation: Organisation) -> list[Organisation]:
    """What to offer beside an organisation: those above it as far as the actor reads, itself, and those below it."""
    above = [pk for pk in organisation.lineage if pk != organisation.pk]
    if actor.organisation is not None:
        above = above[above.index(actor.organisation.pk) :] if actor.organisation.pk in above else []
    found = [*Organisation.objects.filter(pk__in=above).order_by("depth"), organisation]
    if actor.role != Role.CASEWORKER:
        found += Organisation.objects.open().filter(parent=organisation).order_by("kind", "pk")
    return found
