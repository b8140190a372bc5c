"""Which union issues a letter."""

from datetime import datetime

from django.utils.translation import gettext as _

from monitoring_letters.instruments import region_of, terms_of
from monitoring_letters.models import Instrument
from unionlaw.lib.errors import Invalid
from unionlaw.lib.wording import listed
from unionlaw.matters.models import Grant, Matter
from unionlaw.matters.services.grants import grant
from unionlaw.matters.services.holding import own_place
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation


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
