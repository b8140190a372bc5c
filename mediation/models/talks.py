"""What is said: the facts sheet both sides agree on, offers, and what is told in private."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mediation.models.mediation import Mediation
from mediation.models.organs import Participation
from mediation.models.sessions import Session
from mediation.querysets import CaucusNoteQuerySet, OfMediationQuerySet
from unionlaw.matters.models import Party


@pghistory.track()
class FactsSheet(models.Model):
    """要素表: ten structured fields that tribunal and court can reuse; what is agreed and what stays disputed."""

    mediation = models.OneToOneField(Mediation, models.PROTECT, related_name="facts_sheet")
    # {"employed_from": {"claimant": "…", "respondent": "…", "agreed": true}, …}; the keys are mediation/facts_sheet.py
    answers = models.JSONField(default=dict)
    updated_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")

    objects = OfMediationQuerySet.as_manager()


@pghistory.track()
class Offer(models.Model):
    """An offer or counter-offer as it was put to the other side."""

    class State(models.TextChoices):
        OPEN = "open", _("待答复")
        ACCEPTED = "accepted", _("接受")
        REJECTED = "rejected", _("不接受")
        COUNTERED = "countered", _("另提方案")

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="offers")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="offers")
    side = models.CharField(_("提出方"), max_length=12, choices=Party.Side)
    amount = models.BigIntegerField(_("金额合计"), default=0, db_default=0, help_text=_("单位：分"))
    terms = models.TextField(_("方案内容"))
    made_at = models.DateTimeField(_("提出时间"))
    state = models.CharField(_("答复"), max_length=12, choices=State, default=State.OPEN)
    answer = models.CharField(_("答复内容"), max_length=500, blank=True, db_default="", default="")
    answers_offer = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="counter_offers")

    objects = OfMediationQuerySet.as_manager()

    class Meta:
        verbose_name = _("方案")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="offer_amount_not_negative")]


class CaucusNote(models.Model):
    """What one side said in private (背对背). Never on the timeline, in exports, search or papers.

    Not tracked: its history would be a second place to read it. Append-only instead.
    """

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="caucus_notes")
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="+")
    side = models.CharField(_("谈话对象"), max_length=12, choices=Party.Side)
    text = models.TextField(_("谈话内容"))
    written_by = models.ForeignKey("network.Post", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = CaucusNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("背对背谈话记录")
        ordering = ["-pk"]
        triggers = [pgtrigger.Protect(name="caucus_note_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
