"""Which organisation takes a lead in, and which union issues a letter."""

from datetime import datetime

from django.utils.translation import gettext as _

from monitoring_letters.instruments import region_of, terms_of
from monitoring_letters.models import Instrument
from unionlaw.lib.errors import Invalid
from unionlaw.lib.wording import listed
from unionlaw.matters.models import Grant, Matter
from unionlaw.matters.services.grants import grant
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role


def own_place(by: Actor) -> Organisation | None:
    """Where the actor serves; a lawyer serves the union that their firm is attached to."""
    own = by.organisation
    return own.attached_to if own is not None and by.role == Role.LAWYER else own


def lead_holder(by: Actor, organisation: Organisation | None) -> Organisation:
    """The organisation that will hold a lead that `by` takes down: the one named, else their own.

    Raises Invalid for "organisation" when it is no union or service place, is closed, or lies outside the actor's tree.
    """
    own = own_place(by)
    chosen = organisation or own
    if chosen is None:
        raise Invalid({"organisation": _("请选择承办单位。")})
    if chosen.closed_on or not (chosen.is_union or chosen.kind in Organisation.SERVICE_PLACES):
        raise Invalid({"organisation": _("请选择一个在册的工会或服务站点。")})
    if not by.is_system and (own is None or own.pk not in chosen.lineage):
        raise Invalid({"organisation": _("只能登记在本单位或下级单位名下。")})
    return chosen


def issuer_for(by: Actor, instrument: str, organisation: Organisation | None = None) -> Organisation:
    """The union that will issue a letter that `by` drafts.

    The one named, when it lies below or above the actor's own; else the actor's own or the nearest above it that may
    issue the instrument: a town's union asks its county for a 建议书.

    Raises Invalid for "organisation".
    """
    own = own_place(by)
    start = organisation or own
    if start is None:
        raise Invalid({"organisation": _("请选择制发工会。")})
    related = by.is_system or (own is not None and (own.pk in start.lineage or start.pk in own.lineage))
    if not related:
        raise Invalid({"organisation": _("只能以本单位、下级或上级工会的名义制发。")})
    found = {one.pk: one for one in Organisation.objects.filter(pk__in=start.lineage)}
    upwards = [found[pk] for pk in reversed(start.lineage)]
    for union in upwards if organisation is None else upwards[:1]:
        if not issuer_refusal(union, instrument):
            return union
    raise Invalid({"organisation": issuer_refusal(start, instrument)})


def issuer_refusal(union: Organisation, instrument: str) -> str:
    """Why `union` cannot issue the instrument, or ""."""
    issuers = terms_of(instrument, region_of(union)).issuers
    if union.kind in issuers and not union.closed_on:
        return ""
    kinds = [label for value, label in Organisation.Kind.choices if value in issuers]
    return _("%(instrument)s须由%(kinds)s制发。") % {
        "instrument": Instrument(instrument).label,
        "kinds": listed(kinds),
    }


def keep_in_sight(matter: Matter, by: Actor, at: datetime) -> None:
    """Let those who drafted a letter for a union above their own go on seeing it."""
    own = by.organisation
    if own is not None and own.pk not in (matter.organisation.lineage or []) and not by.is_system:
        grant(matter=matter, viewer=own, why=Grant.Why.HANDED_OVER, by=by, at=at)
