"""What verbs take."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from unionlaw.api.fields import Text


class Input(serializers.Serializer):
    """Base of all inputs; inputs of changes carry the version that the caller saw (or send it as If-Match)."""


class VersionInput(Input):
    version = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text=_("看到的版本；已变则答复409"),
    )


class ReasonInput(VersionInput):
    reason = serializers.CharField(max_length=1000)


class NoteInput(VersionInput):
    note = Text(max_length=200)
