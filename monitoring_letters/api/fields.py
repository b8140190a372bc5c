"""Fields that the inputs of leads and letters share."""

from typing import Any

from rest_framework import serializers

from unionlaw.api.fields import Seen
from unionlaw.documents.models import Document
from unionlaw.network.models import Organisation


def organisation(**kwargs: Any) -> Seen:
    return Seen(queryset=Organisation.objects.all(), **{"required": False, "allow_null": True, **kwargs})


def document() -> Seen:
    return Seen(queryset=Document.objects.all(), required=False, allow_null=True, default=None)


def count(**kwargs: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=2**31 - 1, **kwargs)
