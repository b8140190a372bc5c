"""Workers and employers as the API shows and takes them. Sealed values are masked, whoever asks."""

from typing import Any

from rest_framework import serializers

from unionlaw.api.fields import ChoiceOut, Day, MaskedField, Text
from unionlaw.api.inputs import Input
from unionlaw.registers.models import Employer, EmployerContact, Worker
from unionlaw.registers.models.worker import STORED_GROUPS, Household, IdKind, Sex


class WorkerOut(serializers.ModelSerializer[Any]):
    sex = ChoiceOut(Sex.choices)
    household_type = ChoiceOut(Household.choices)
    id_number = MaskedField()
    phone = MaskedField()
    address = MaskedField()
    employer_name = serializers.CharField(source="employer.name", read_only=True, default="")
    organisation_name = serializers.CharField(source="organisation.name", read_only=True)

    class Meta:
        model = Worker
        fields = [
            "id", "name", "id_kind", "id_number", "birth_date", "sex", "phone", "address", "household_type", "groups",
            "employer", "employer_name", "region", "organisation", "organisation_name", "merged_into", "registered_at",
            "updated_at", "version",
        ]  # fmt: skip
        read_only_fields = fields


class WorkerIn(Input):
    name = serializers.CharField(max_length=60)
    id_kind = serializers.ChoiceField(choices=IdKind.choices, default=IdKind.CITIZEN)
    id_number = Text(max_length=40)
    birth_date = Day()
    sex = serializers.ChoiceField(choices=Sex.choices, required=False, allow_blank=True)
    phone = Text(max_length=40)
    address = Text(max_length=200)
    household_type = serializers.ChoiceField(choices=Household.choices, required=False, allow_blank=True)
    groups = serializers.ListField(
        child=serializers.ChoiceField(choices=[(group.value, group.label) for group in STORED_GROUPS]), required=False
    )
    injury_note = Text(max_length=1000)
    employer_id = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**63 - 1)
    region_code = Text(max_length=12)


class ContactOut(serializers.ModelSerializer[Any]):
    phone = MaskedField()

    class Meta:
        model = EmployerContact
        fields = ["id", "name", "position", "phone"]
        read_only_fields = fields


class EmployerOut(serializers.ModelSerializer[Any]):
    size = ChoiceOut(Employer.Size.choices)
    region_name = serializers.CharField(source="region.full_name", read_only=True, default="")
    industry_name = serializers.CharField(source="industry.name", read_only=True, default="")

    class Meta:
        model = Employer
        fields = [
            "id", "name", "short_name", "uscc", "uscc_warning", "kind", "size", "address", "region", "region_name",
            "industry", "industry_name", "legal_representative", "merged_into", "registered_at", "updated_at",
            "version",
        ]  # fmt: skip
        read_only_fields = fields


class EmployerFull(EmployerOut):
    contacts = ContactOut(many=True, read_only=True)

    class Meta(EmployerOut.Meta):
        fields = [*EmployerOut.Meta.fields, "contacts"]
        read_only_fields = fields


class EmployerIn(Input):
    name = serializers.CharField(max_length=120)
    uscc = Text(max_length=30)
    short_name = Text(max_length=120)
    kind = serializers.ChoiceField(choices=Employer.Kind.choices, default=Employer.Kind.COMPANY)
    size = serializers.ChoiceField(choices=Employer.Size.choices, required=False, allow_blank=True)
    address = Text(max_length=200)
    region_code = Text(max_length=12)
    industry_code = Text(max_length=5)
    legal_representative = Text(max_length=60)
    contact_name = Text(max_length=60)
    contact_position = Text(max_length=60)
    contact_phone = Text(max_length=40)
