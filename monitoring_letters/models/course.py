"""What happens around a letter: inquiries, approvals, service, replies."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from monitoring_letters.models.letter import Demand, Instrument, Reach, SupervisionLetter
from monitoring_letters.querysets import OfLetterQuerySet
from unionlaw.network.roles import Role


@pghistory.track()
class Inquiry(models.Model):
    """A visit by supervisors: before the letter to find the facts, after it to look whether they were put right."""

    class Purpose(models.TextChoices):
        INQUIRY = "inquiry", _("调查")
        REINSPECTION = "reinspection", _("复查")

    letter = models.ForeignKey(SupervisionLetter, models.PROTECT, related_name="inquiries")
    purpose = models.CharField(max_length=12, choices=Purpose)
    held_on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=200, blank=True, db_default="", default="")
    heard = models.CharField(_("听取对象"), max_length=200, blank=True, db_default="", default="")
    record = models.TextField(_("笔录"))
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")
    cooperative = models.BooleanField(_("单位配合"), default=True, db_default=True)

    objects = OfLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("调查")
        ordering = ["held_on", "pk"]


@pghistory.track()
class Supervisor(models.Model):
    """Who took part in an inquiry, with the number of their certificate (工会劳动法律监督员证)."""

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="supervisors")
    name = models.CharField(_("监督员"), max_length=40)
    certificate = models.CharField(_("监督员证号"), max_length=40, blank=True, db_default="", default="")
    post = models.ForeignKey("network.Post", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "name"], name="supervisor_once", violation_error_message=_("监督员重复。")
            )
        ]


class LadderStep(models.Model):
    """Who must approve, in order: of a union and those below it that have no steps of their own."""

    organisation = models.ForeignKey("network.Organisation", models.CASCADE, related_name="+")
    instrument = models.CharField(_("文书种类"), max_length=16, choices=Instrument)
    reach = models.CharField(_("范围"), max_length=8, choices=Reach)
    position = models.PositiveSmallIntegerField()
    role = models.CharField(_("审批岗位"), max_length=20, choices=Role)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "instrument", "reach", "position"], name="ladder_step_once")
        ]


@pghistory.track()
class Approval(models.Model):
    """One step of one letter's approval: asked of a role at an organisation, answered by a person."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("同意")
        RETURNED = "returned", _("退回")

    letter = models.ForeignKey(SupervisionLetter, models.PROTECT, related_name="approvals")
    round = models.PositiveSmallIntegerField()
    # 0 is the legal review, the steps of the ladder follow.
    position = models.PositiveSmallIntegerField()
    role = models.CharField(_("审批岗位"), max_length=20, choices=Role, blank=True, db_default="", default="")
    organisation = models.ForeignKey("network.Organisation", models.PROTECT, null=True, related_name="+")
    decision = models.CharField(_("意见"), max_length=8, choices=Decision, blank=True, db_default="", default="")
    opinion = models.CharField(_("审批意见"), max_length=1000, blank=True, db_default="", default="")
    decided_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = OfLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("审批")
        ordering = ["round", "position"]
        indexes = [
            # Whose turn it is: those decided pile up.
            models.Index(fields=["letter", "round", "position"], condition=Q(decision=""), name="approval_waiting")
        ]
        constraints = [
            models.UniqueConstraint(fields=["letter", "round", "position"], name="approval_step_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True) | ~Q(decision="") & Q(decided_at__isnull=False),
                name="approval_decided_at_a_time",
            ),
        ]


@pghistory.track()
class ServiceAttempt(models.Model):
    """One try to get the letter to its addressee."""

    class Method(models.TextChoices):
        MAIL = "mail", _("邮寄")
        HAND = "hand", _("直接送达")
        ELECTRONIC = "electronic", _("电子送达")
        POSTING = "posting", _("留置张贴")

    class State(models.TextChoices):
        SENT = "sent", _("在途")
        SERVED = "served", _("已送达")
        FAILED = "failed", _("未送达")

    letter = models.ForeignKey(SupervisionLetter, models.PROTECT, related_name="attempts")
    method = models.CharField(_("送达方式"), max_length=12, choices=Method)
    sent_on = models.DateField(_("发送日期"))
    sent_to = models.CharField(_("送达地址或收件人"), max_length=200)
    tracking_number = models.CharField(_("邮件号"), max_length=60, blank=True, db_default="", default="")
    state = models.CharField(_("结果"), max_length=8, choices=State, default=State.SENT)
    ended_on = models.DateField(_("结果日期"), null=True, blank=True)
    proof = models.CharField(_("送达凭证"), max_length=300, blank=True, db_default="", default="")
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("送达")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter"],
                condition=Q(state="sent"),
                name="attempt_one_at_a_time",
                violation_error_message=_("上一次发送还没有结果。"),
            ),
            models.CheckConstraint(
                condition=Q(state="sent", ended_on__isnull=True) | ~Q(state="sent") & Q(ended_on__gte=F("sent_on")),
                name="attempt_ends_after_sent",
                violation_error_message=_("结果日期不能早于发送日期。"),
            ),
        ]


@pghistory.track()
class Publication(models.Model):
    """How a public letter was made known, instead of service."""

    letter = models.OneToOneField(SupervisionLetter, models.PROTECT, related_name="publication")
    published_on = models.DateField(_("公布日期"))
    where = models.CharField(_("公布载体"), max_length=200)
    address = models.CharField(_("链接"), max_length=300, blank=True, db_default="", default="")
    employers_reached = models.PositiveIntegerField(_("覆盖用人单位数"), default=0, db_default=0)
    workers_reached = models.PositiveIntegerField(_("覆盖职工数"), default=0, db_default=0)

    objects = OfLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("公布")


@pghistory.track()
class Reply(models.Model):
    """What the addressee answered; the scan is in the folder."""

    class How(models.TextChoices):
        PAPER = "paper", _("书面")
        MAIL = "mail", _("邮寄")
        ONLINE = "online", _("网上")

    letter = models.ForeignKey(SupervisionLetter, models.PROTECT, related_name="replies")
    received_on = models.DateField(_("收到日期"))
    how = models.CharField(_("答复方式"), max_length=8, choices=How)
    text = models.TextField(_("答复要点"), blank=True, db_default="", default="")
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("答复")
        ordering = ["received_on", "pk"]


@pghistory.track()
class ReplyPoint(models.Model):
    """What a reply says to one demand."""

    class Stance(models.TextChoices):
        DONE = "done", _("称已整改")
        PROMISES = "promises", _("承诺整改")
        DISPUTES = "disputes", _("提出异议")
        REFUSES = "refuses", _("拒绝")

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="points")
    demand = models.ForeignKey(Demand, models.PROTECT, related_name="points")
    stance = models.CharField(_("态度"), max_length=8, choices=Stance)
    text = models.CharField(_("内容"), max_length=500, blank=True, db_default="", default="")
    promised_on = models.DateField(_("承诺日期"), null=True, blank=True)

    class Meta:
        ordering = ["demand__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["reply", "demand"], name="reply_point_once")]
