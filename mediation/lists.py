"""The list of mediations, for pages and the API alike."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mediation import states
from mediation.filters import MediationFilter
from mediation.models import Mediation, Origin
from unionlaw.matters.lists import DUE, HOLDER, NEXT, NUMBER, OPENED, OWNER, STATUS, TITLE, UPDATED, MatterListBase
from unionlaw.matters.models.matter import Kind
from unionlaw.web import policy
from unionlaw.web.lists.cells import Choice
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.listing import Listing
from unionlaw.web.lists.views import Action, Preset

ORIGIN = Column("origin", _("来源渠道"), Choice("mediation.origin", dict(Origin.choices)), phone="hide")
TRACK = Column("track", _("通道"), Choice("mediation.track", dict(Mediation.Track.choices)), phone="hide", wide=True)


class MediationList(MatterListBase):
    policy = policy.Right("mediation.view")
    kind = Kind.MEDIATION
    list_key = "mediations"
    template_name = "mediation/list.html"
    title = pgettext_lazy("list", "调解")
    columns = (NUMBER, TITLE, STATUS, NEXT, ORIGIN, TRACK, HOLDER, OWNER, DUE, OPENED, UPDATED)
    shown_columns = (*MatterListBase.shown_columns, "mediation__origin", "mediation__track")
    filterset_class = MediationFilter
    by_key = MediationFilter.by_key()
    presets = (
        Preset(_("待受理"), f"status={states.RECEIVED}&sort=due"),
        Preset(_("调解中"), f"status={states.ACCEPTED}&status={states.IN_SESSION}&sort=due"),
        Preset(_("待签协议"), f"status={states.SETTLING}&sort=due"),
        Preset(_("履行中"), f"status={states.PERFORMING}&sort=due"),
        Preset(_("我调解的"), "mediating=true&phase=open&phase=waiting&sort=due"),
        Preset(_("我经办的"), "mine=true&phase=open&phase=waiting&sort=due"),
    )
    export_right = "mediation.export"
    action = Action(_("登记调解"), "mediation:record", right="mediation.record")
    empty_text = _("这里还没有您能看到的调解。可以直接登记一件，或者从咨询、援助案件转入。")

    def context(self, listing: Listing) -> dict[str, Any]:
        # Partner organs pass disputes on; the union's people record them.
        return {"may_refer": listing.actor.is_outside and listing.actor.may("mediation.refer")}

    def display(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return super().display(rows.select_related("mediation"))
