"""The directory of who serves."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from unionlaw.api.views import Listed, Resource
from unionlaw.network.filters import OrganisationFilter
from unionlaw.network.models import Organisation
from unionlaw.web.lists.keyset import Sort
from unionlaw.web.lists.views import ListView
from unionlaw.web.policy import Right


class OrganisationRows(ListView):
    """What the API walks: the whole directory, by name."""

    sorts: Mapping[str, Sort] = {"name": Sort(_("名称"), "name", descending=False), "id": Sort(_("登记顺序"), "id")}
    default_sort = "name"
    filterset_class = OrganisationFilter

    def rows(self, actor: Any) -> QuerySet[Any]:
        return Organisation.objects.visible_to(actor)


class OrganisationOut(serializers.ModelSerializer[Any]):
    lineage = serializers.ListField(child=serializers.IntegerField(), read_only=True)

    class Meta:
        model = Organisation
        fields = [
            "id", "kind", "name", "short_name", "number_prefix", "region_code", "parent", "attached_to", "lineage",
            "address", "phone", "hours", "opened_on", "closed_on", "merged_into", "version",
        ]  # fmt: skip
        read_only_fields = fields


class OrganisationViewSet(Listed, Resource):
    """Organisations in and beside the union tree."""

    policy = Right("organisation.view")
    queryset = Organisation.objects.all()
    list_class = OrganisationRows
    serializer_class = OrganisationOut
