"""Taking a mediation in: at the window, or from another matter."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mediation.forms.intake import IntakeForm
from mediation.models import Mediation, Origin
from mediation.origins import TERMS
from mediation.pages import FROM_KINDS, mediation_refusal
from mediation.services import intake, places
from unionlaw.deadlines.views.action import consequences_of
from unionlaw.lib.errors import Conflict
from unionlaw.matters import panels
from unionlaw.matters.intake.carrying import carried_over
from unionlaw.matters.intake.views import IntakeView
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Channel, Kind
from unionlaw.network.models import Organisation
from unionlaw.web import policy
from unionlaw.web.views import Text

ORIGIN_OF = {Kind.AID_CASE: Origin.AID_CASE, Kind.CONSULTATION: Origin.INTAKE}


class Record(IntakeView):
    """A new mediation, by itself or going on from another matter (`matter_id` in the path)."""

    policy = policy.Right("mediation.record")
    template_name = "mediation/record.html"
    form_class = IntakeForm
    title = _("登记调解")
    submit_label = pgettext_lazy("button", "登记")

    @cached_property
    def source(self) -> Matter | None:
        """The matter it goes on from. Raises Http404 for one out of sight, Conflict where it cannot."""
        pk = self.kwargs.get("matter_id")
        if pk is None:
            return None
        visible = Matter.objects.visible_to(self.actor).filter(kind__in=FROM_KINDS, pk=pk)
        found = visible.select_related("organisation", "dispute").first()
        if found is None:
            raise Http404
        if reason := mediation_refusal(found, self.actor):
            raise Conflict(reason)
        return found

    def get_draft_key(self) -> str:
        return f"mediation.from.{self.source.pk}" if self.source else "mediation.new"

    def get_cancel_url(self) -> str:
        return panels.url_of(self.source.kind, self.source.pk) if self.source else reverse("mediation:mediations")

    def get_form_kwargs(self) -> dict[str, Any]:
        own = self.actor.organisation
        organs = Organisation.objects.open().filter(kind__in=_REFERRING)
        return {
            **super().get_form_kwargs(),
            "organs": organs.filter(attached_to__lineage__contains=own.lineage[:1]).order_by("kind", "name")
            if own
            else organs.none(),
            "holders": places.holders_below(self.actor),
        }

    def get_initial(self) -> dict[str, Any]:
        today = {"received_on": timezone.localdate(self.at)}
        if self.source is None:
            return today
        return {
            **today,
            **carried_over(self.source),
            "origin": ORIGIN_OF.get(Kind(self.source.kind), Origin.INTAKE),
            "organisation": self.source.organisation_id,
        }

    def call_service(self, form: Any) -> Any:
        return intake.open_mediation(
            applicants=form.applicants(),
            employers=[row.chosen for row in form.filled_employers],
            from_matter_id=self.source.pk if self.source else None,
            channel=self.source.channel if self.source else Channel.WINDOW,
            by=self.actor,
            at=self.at,
            **form.cleaned_data,
        )

    def get_success_url(self, result: Mediation) -> str:
        return reverse("mediation:mediation", args=[result.pk])

    def get_success_message(self, result: Mediation) -> Text:
        return _g("已登记，编号%(number)s。接着征求双方意见。") % {"number": result.matter.number}

    def consequences(self) -> list[Text]:
        said = [_g("农民工、平台劳动者、十人以上和工程欠薪的，自动进入绿色通道。")]
        if self.source:
            said.append(_g("与%(number)s属同一争议，那里继续办理。") % {"number": self.source.number})
        return [*consequences_of("mediation.received", self.at, Kind.MEDIATION), *said]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(source=self.source, **extra)


_REFERRING = sorted({kind for terms in TERMS.values() for kind in terms.from_kinds if terms.referred})
