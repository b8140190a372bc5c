"""What has been told of the demo, so that a telling that was cut short goes on where it stopped."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Told(models.Model):
    """One step of the demo, written in the transaction that told it. The first one keeps who is where in the city."""

    step = models.CharField(_("步骤"), max_length=80, primary_key=True)
    told_at = models.DateTimeField(_("时间"))
    data = models.JSONField(default=dict, db_default={})

    class Meta:
        verbose_name = _("演示步骤")

    def __str__(self) -> str:
        return self.step
