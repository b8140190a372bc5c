"""What each person opened last: the way back to it, and what somebody has not looked at yet."""

from django.db import models


class Visit(models.Model):
    """The last time a person opened the page of a matter. Not a record of reading: that is ReadLog."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="visits")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "matter"], name="visit_once")]
        indexes = [models.Index(fields=["user", "-at"], name="visit_latest")]
