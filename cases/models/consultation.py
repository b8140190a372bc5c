"""Advice given at a window, by phone, at a station or online."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.querysets import BesideMatterQuerySet


@pghistory.track()
class Consultation(models.Model):
    """What is asked stands in `matter.summary`, who asks and against whom in `matter.dispute`."""

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="consultation")
    visitor_name = models.CharField(
        _("来访人称呼"), max_length=40, blank=True, db_default="", help_text=_("不愿登记身份时填写")
    )
    advice = models.TextField(_("答复意见"), blank=True, db_default="")
    wants_aid = models.BooleanField(_("有意申请援助"), default=False, db_default=False)

    objects = BesideMatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("咨询")
