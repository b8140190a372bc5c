"""Fields that the inputs of leads and letters share."""

from typing import Any

from rest_framework import serializers

from unionlaw.documents.models import Document
from unionlaw.network.models import Organisation

LONG = 20_000
LARGEST_ID = 2**63 - 1


class Seen(serializers.PrimaryKeyRelatedField):
    """The id of a row that the actor may see; another one is as unknown as one that does not exist."""

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        actor = self.context["request"].actor if "request" in self.context else None
        if rows is None or actor is None or not hasattr(rows, "visible_to"):
            return rows
        rows = rows.visible_to(actor)
        return rows.current() if hasattr(rows, "current") else rows


def id_field(**kwargs: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=LARGEST_ID, **kwargs)


def organisation(**kwargs: Any) -> Seen:
    return Seen(queryset=Organisation.objects.all(), **{"required": False, "allow_null": True, **kwargs})


def document() -> Seen:
    return Seen(queryset=Document.objects.all(), required=False, allow_null=True, default=None)


def count(**kwargs: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=2**31 - 1, **kwargs)
