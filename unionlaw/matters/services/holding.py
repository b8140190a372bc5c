"""Which organisation takes a matter in."""

from django.utils.translation import gettext as _

from unionlaw.lib.errors import Invalid
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role


def own_place(by: Actor) -> Organisation | None:
    """Where the actor serves; a lawyer serves the union that their firm is attached to."""
    own = by.organisation
    return own.attached_to if own is not None and by.role == Role.LAWYER else own


def holder_for(by: Actor, organisation: Organisation | None) -> Organisation:
    """The organisation that will hold what `by` takes in: the one named, else their own.

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
