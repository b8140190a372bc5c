"""What the pages of one campaign share."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from monitoring_letters.campaign_lists import campaign_for
from monitoring_letters.models import Campaign, CampaignAddressee
from monitoring_letters.services.campaigns.starting import opening_refusal
from monitoring_letters.tasks import issue_campaigns
from unionlaw.matters import panels
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor
from unionlaw.web.views import FormActionView


def wake() -> None:
    """Tell a worker after the commit; a broker that is away is made up for by beat."""

    def send() -> None:
        with suppress(OperationalError):
            issue_campaigns.apply_async(queue="slow", expires=3600)

    transaction.on_commit(send)


def campaign_actions(matter: Matter, actor: Actor) -> list[panels.Action]:
    """What a letter's page offers: its campaign, or to make one of a public draft."""
    letter = matter.supervision_letter
    of = CampaignAddressee.objects.filter(letter=letter.pk).values_list("campaign", flat=True).first()
    if of is not None:
        seen = Campaign.objects.visible_to(actor).filter(pk=of).exists()
        return [panels.Action(_("所属批量发函"), reverse("monitoring_letters:campaign", args=[of]))] if seen else []
    if not letter.is_public:
        return []
    if Campaign.objects.filter(pk=letter.pk).exists():
        return [panels.Action(_("批量发函"), reverse("monitoring_letters:campaign", args=[letter.pk]))]
    from monitoring_letters.services import actions

    refusal = actions.refusal(matter, "amend_letter", actor) or opening_refusal(letter)
    return [panels.Action(_("建立批量发函"), reverse("monitoring_letters:open_campaign", args=[letter.pk]), refusal)]


class CampaignAction(FormActionView):
    """Something done with a campaign."""

    back_label = _("返回批量发函")

    @cached_property
    def campaign(self) -> Campaign:
        return campaign_for(self.actor, self.kwargs["pk"])

    @cached_property
    def addressee(self) -> CampaignAddressee:
        """The one of the address. Raises Http404."""
        found = self.campaign.addressees.select_related("employer").filter(pk=self.kwargs["addressee"]).first()
        if found is None:
            raise Http404
        return found

    @property
    def current_version(self) -> None:
        return None

    def get_object(self) -> Campaign:
        return self.campaign

    def get_success_url(self, result: Any) -> str:
        return reverse("monitoring_letters:campaign", args=[self.campaign.pk])

    def get_cancel_url(self) -> str:
        return reverse("monitoring_letters:campaign", args=[self.campaign.pk])

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(campaign=self.campaign, letter=self.campaign.letter, **extra)
