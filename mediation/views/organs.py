"""Participating organs: inviting, their own number and sign-off, leaving."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.forms import organs as forms
from mediation.models import Participation
from mediation.services import organs, persons, places
from mediation.views.base import MediationAction
from unionlaw.web.forms import ReasonForm
from unionlaw.web.views import Text


class OrganAction(MediationAction):
    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#organs"


class Invite(OrganAction):
    verb = "invite_organ"
    event = "mediation.organ_invited"
    service = organs.invite_organ
    form_class = forms.InviteForm
    success_message = gettext_lazy("已邀请参与。")

    def get_form_kwargs(self) -> dict[str, Any]:
        there = self.mediation.participations.filter(left_on=None).values("organisation")
        return {"organs": places.organs_beside(self.matter).exclude(pk__in=there).order_by("kind", "name")}

    def consequences(self) -> list[Text]:
        return [_("该单位的人员收到通知，看到进展，看不到工会内部的记录和背对背谈话。")]


class Leave(OrganAction):
    """Ends the part of one organ (`participation_id` in the path)."""

    verb = "invite_organ"
    event = "mediation.organ_left"
    service = organs.leave_organ
    form_class = ReasonForm
    danger = True
    submit_label = gettext_lazy("结束参与")
    success_message = gettext_lazy("已结束该单位的参与。")

    @cached_property
    def part(self) -> Participation:
        parts = self.mediation.participations.filter(left_on=None, leads=False).select_related("organisation")
        found = parts.filter(pk=self.kwargs["participation_id"]).first()
        if found is None:
            raise Http404
        return found

    @property
    def title(self) -> Text:  # type: ignore[override]
        return _("结束%(organisation)s的参与") % {"organisation": self.part.organisation.short_name}

    def arguments(self, form: Any) -> dict[str, Any]:
        return {**form.cleaned_data, "participation_id": self.part.pk}

    def consequences(self) -> list[Text]:
        return [_("该单位的调解员一并退出，不再看到本次调解。")]


class OwnOrganAction(OrganAction):
    """For one's own organ, named on the page."""

    @cached_property
    def part(self) -> Participation | None:
        return persons.participation_of(self.mediation, self.actor)

    @property
    def title(self) -> Text:  # type: ignore[override]
        name = self.part.organisation.short_name if self.part else ""
        return f"{self.transition().label} {name}".strip()


class SetNumber(OwnOrganAction):
    verb = "set_organ_number"
    service = organs.set_organ_number
    form_class = forms.NumberForm
    success_message = gettext_lazy("已登记本单位案号。")

    def get_initial(self) -> dict[str, Any]:
        return {"own_number": self.part.own_number if self.part else ""}


class SignOff(OwnOrganAction):
    verb = "sign_off"
    service = organs.sign_off
    form_class = forms.SignOffForm
    success_message = gettext_lazy("已签署本单位意见。")

    def get_initial(self) -> dict[str, Any]:
        return {"opinion": self.part.opinion if self.part else ""}

    def consequences(self) -> list[Text]:
        return [_("意见只代表您所在的单位，各参与单位都能看到。")]
