"""Pages of confirmation by tribunal or court."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.forms import confirming as forms
from mediation.models import Agreement, Confirmation
from mediation.services import confirming, deciding
from mediation.services.agreed import name_of, standing_of
from mediation.views.base import MediationAction
from unionlaw.lib.errors import Invalid
from unionlaw.network.models import Organisation
from unionlaw.web.views import Text


class Apply(MediationAction):
    verb = "apply_for_confirmation"
    event = "mediation.confirmation_prepared"
    service = confirming.apply_for_confirmation
    form_class = forms.ApplyForm
    success_message = gettext_lazy("申请书已生成，请双方签署后递交。")

    @cached_property
    def open_agreements(self) -> list[Agreement]:
        return [one for one in standing_of(self.mediation) if not confirming.apply_refusal(one)]

    @property
    def closed(self) -> dict[str, str]:
        today = timezone.localdate(self.at)
        found = {}
        for route in Confirmation.Route:
            reasons = [confirming.route_refusal(one, route, today) for one in self.open_agreements]
            if reasons and all(reasons):
                found[route.value] = _("%(route)s：%(why)s") % {"route": route.label, "why": reasons[0]}
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        kinds = [kind for kinds in confirming.ORGANS.values() for kind in kinds]
        organs = Organisation.objects.filter(kind__in=kinds, closed_on=None).order_by("kind", "name")
        choices = [(one.pk, name_of(one)) for one in self.open_agreements]
        return {"choices": choices, "organs": organs, "closed": self.closed}

    def get_initial(self) -> dict[str, Any]:
        part = self.mediation.participations.filter(
            left_on=None, organisation__kind__in=(Organisation.Kind.COURT, Organisation.Kind.ARBITRATION)
        ).first()
        return {"organ": part.organisation_id} if part else {}

    def arguments(self, form: Any) -> dict[str, Any]:
        data = dict(form.cleaned_data)
        organ = data.pop("organ")
        return {**data, "organ_id": organ.pk if organ else None}

    def perform(self, form: Any) -> Any:
        try:
            return super().perform(form)
        except Invalid as error:
            raise Invalid({"organ" if key == "organ_id" else key: said for key, said in error.errors.items()}) from None

    def consequences(self) -> list[Text]:
        return [
            _("仲裁审查自协议生效起15日内、司法确认30日内，由双方共同申请。"),
            _("生成申请书，放入材料。"),
        ]


class OfConfirmation(MediationAction):
    """A step of one application; `states` are those in which it can be taken."""

    states: tuple[str, ...] = ()

    @cached_property
    def confirmations(self) -> list[Confirmation]:
        found = Confirmation.objects.visible_to(self.actor).filter(
            agreement__mediation=self.matter.pk, state__in=self.states
        )
        return list(found.select_related("agreement__party__worker", "organ"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            "choices": [
                (
                    one.pk,
                    f"{one.get_route_display()} · {name_of(one.agreement)} · {one.organ.name if one.organ else ''}",
                )
                for one in self.confirmations
            ]
        }

    def today(self) -> Any:
        return timezone.localdate(self.at)


class File(OfConfirmation):
    verb = "file_confirmation"
    service = confirming.file_confirmation
    form_class = forms.FileForm
    states = (Confirmation.State.PREPARED,)
    success_message = gettext_lazy("已登记递交。")

    def get_initial(self) -> dict[str, Any]:
        return {"filed_on": self.today()}

    def consequences(self) -> list[Text]:
        return [_("申请期限按递交日期记为完成。")]


class Accept(OfConfirmation):
    verb = "decide_confirmation"
    service = confirming.accept_confirmation
    form_class = forms.AcceptForm
    states = (Confirmation.State.FILED,)
    title = gettext_lazy("登记审查确认受理")
    submit_label = gettext_lazy("登记受理")
    success_message = gettext_lazy("已登记受理。")

    def get_initial(self) -> dict[str, Any]:
        return {"accepted_on": self.today()}


class Decide(OfConfirmation):
    verb = "decide_confirmation"
    service = deciding.decide_confirmation
    form_class = forms.DecideForm
    states = (Confirmation.State.FILED, Confirmation.State.ACCEPTED)
    success_message = gettext_lazy("已登记确认结果。")

    def make_form(self, data: Any = None) -> Any:
        form = super().make_form(data)
        if not self.actor.may("document.add"):
            # A court's clerk records number and day; the paper itself is put into the folder by the centre.
            del form.fields["upload"]
        return form

    def get_initial(self) -> dict[str, Any]:
        only = self.confirmations[0] if len(self.confirmations) == 1 else None
        return {"decided_on": self.today(), "case_number": only.case_number if only else ""}

    def get_success_message(self, result: Any) -> Text:
        if result.state == Confirmation.State.REFUSED:
            return deciding.ADVICE[Confirmation.Route(result.route)]
        return super().get_success_message(result)
