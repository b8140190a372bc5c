"""The directory of who serves."""

from typing import Any

from rest_framework import serializers

from unionlaw.api.views import Listed
from unionlaw.network.models import Organisation
from unionlaw.network.views.lists import OrganisationList
from unionlaw.web.policy import Right


class OrganisationOut(serializers.ModelSerializer[Any]):
    lineage = serializers.ListField(child=serializers.IntegerField(), read_only=True)

    class Meta:
        model = Organisation
        fields = [
            "id", "kind", "name", "short_name", "number_prefix", "region_code", "parent", "attached_to", "lineage",
            "address", "phone", "hours", "opened_on", "closed_on", "merged_into", "version",
        ]  # fmt: skip
        read_only_fields = fields


class OrganisationViewSet(Listed):
    """Organisations in and beside the union tree."""

    policy = Right("organisation.view")
    queryset = Organisation.objects.all()
    list_class = OrganisationList
    serializer_class = OrganisationOut
