"""The addressee's answer through the public page: the one-time code that opens it, wrong tries, what came in."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from monitoring_letters.models.course import Reply
from monitoring_letters.models.letter import SupervisionLetter
from monitoring_letters.querysets import OfLetterQuerySet
from unionlaw.lib.sealed import SealedModel, SealedTextField


class AnswerCode(models.Model):
    """A code that was handed to the addressee with the letter. Only its hash is kept; one holds at a time."""

    letter = models.ForeignKey(SupervisionLetter, models.PROTECT, related_name="answer_codes")
    digest = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(_("生成时间"))
    made_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField(_("失效时间"))
    revoked_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    spent_at = models.DateTimeField(_("使用时间"), null=True, blank=True)

    objects = OfLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("答复码")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter"],
                condition=Q(revoked_at__isnull=True, spent_at__isnull=True),
                name="answer_code_one_live",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="answer_code_expires_later"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(spent_at__isnull=True), name="answer_code_ends_once"
            ),
        ]


class AnswerFailure(models.Model):
    """A wrong code: counted for the paper it was typed at and for the address it came from, then forgotten."""

    paper_code = models.CharField(max_length=20)
    address = models.GenericIPAddressField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["paper_code", "at"], name="answer_failure_paper"),
            models.Index(fields=["address", "at"], name="answer_failure_address"),
        ]


@pghistory.track(exclude=["contact_phone"])
class OnlineAnswer(SealedModel):
    """What came with a reply given on the public page. Unconfirmed until somebody of the union took note of it."""

    reply = models.OneToOneField(Reply, models.PROTECT, primary_key=True, related_name="online")
    code = models.OneToOneField(AnswerCode, models.PROTECT, related_name="answer")
    receipt_number = models.CharField(_("回执号"), max_length=20, unique=True)
    received_at = models.DateTimeField(_("收到时间"))
    contact_name = models.CharField(_("联系人"), max_length=60)
    contact_position = models.CharField(_("职务"), max_length=60, blank=True, db_default="", default="")
    contact_phone = SealedTextField(_("联系电话"), mask="phone")
    documents = models.ManyToManyField("documents.Document", related_name="+", blank=True)
    confirmed_at = models.DateTimeField(_("核对时间"), null=True, blank=True)
    confirmed_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("网上答复")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="online_answer_confirmed_by_someone",
            )
        ]

    def __str__(self) -> str:
        return self.receipt_number
