"""A partner organ's own people pass a dispute on to a centre and follow it from then on."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mediation.forms.referring import ReferForm
from mediation.models import Mediation
from mediation.services import intake, places, referring
from unionlaw.lib.errors import Conflict, Invalid
from unionlaw.network.models import Organisation
from unionlaw.web import policy
from unionlaw.web.rows import RowsView
from unionlaw.web.views import Text


class ReferIn(RowsView):
    policy = policy.Right("mediation.refer")
    template_name = "mediation/refer_in.html"
    form_class = ReferForm
    title = _("移送调解")
    submit_label = pgettext_lazy("button", "移送")

    def get_cancel_url(self) -> str:
        return reverse("mediation:mediations")

    @cached_property
    def organ(self) -> Organisation:
        """The actor's own organ. Raises Conflict for people of the union, who record mediations themselves."""
        own = self.actor.organisation
        if own is None or not self.actor.is_outside or not intake.origins_of(own):
            raise Conflict(_g("只有法院、仲裁、人社、劳动监察和税务部门可以移送；工会人员请登记调解。"))
        found: Organisation = own
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"origins": intake.origins_of(self.organ), "centres": places.centres_serving(self.organ)}

    def get_initial(self) -> dict[str, Any]:
        return {"received_on": timezone.localdate(self.at)}

    def perform(self, form: Any) -> Any:
        try:
            return referring.refer_by_facts(by=self.actor, at=self.at, **form.arguments())
        except Invalid as error:
            raise Invalid(form.take_errors(error.errors)) from error

    def get_success_url(self, result: Mediation) -> str:
        return reverse("mediation:mediation", args=[result.pk])

    def get_success_message(self, result: Mediation) -> Text:
        return _g("已移送%(to)s，编号%(number)s。可以在这里跟踪进展。") % {
            "to": result.matter.organisation.short_name,
            "number": result.matter.number,
        }

    def consequences(self) -> list[Text]:
        return [_g("调解中心的经办人收到通知，先征求双方意见。"), _g("进展和结果在本单位的调解列表里。")]
