"""What the API remembers of its own."""

from django.conf import settings
from django.db import models


class Answer(models.Model):
    """The answer given to a POST with an Idempotency-Key, kept so that the same request again changes nothing.

    Follows draft-ietf-httpapi-idempotency-key-header.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    route = models.CharField(max_length=200, help_text="the path that was posted to")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64, help_text="hash of post, query and body")
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "route", "key"], name="api_answer_once")]
        indexes = [models.Index(fields=["at"], name="api_answer_at")]
