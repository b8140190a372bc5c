"""Consultations and aid cases as the API shows them: the matter's fields first, then their own."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.models import (
    AidCase,
    Assignment,
    Consultation,
    Filing,
    FollowUp,
    Hearing,
    Material,
    SupplementRequest,
    WorkLog,
)
from unionlaw.api.fields import ChoiceOut
from unionlaw.matters.api.serializers import BesideMatterOut, MatterOut


class ConsultationOut(BesideMatterOut):
    class Meta:
        model = Consultation
        fields = ["visitor_name", "advice", "wants_aid"]
        read_only_fields = fields


class ConsultationFull(ConsultationOut):
    header_class = MatterOut


class MaterialOut(serializers.ModelSerializer[Any]):
    class Meta:
        model = Material
        fields = ["id", "key", "label", "required_for", "received_on", "waived_reason", "note"]
        read_only_fields = fields


class SupplementOut(serializers.ModelSerializer[Any]):
    items = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = SupplementRequest
        fields = ["items", "note", "requested_on", "due_on", "received_on"]
        read_only_fields = fields


class AssignmentOut(serializers.ModelSerializer[Any]):
    lawyer_name = serializers.CharField(source="lawyer.user.display_name", read_only=True)
    firm = serializers.CharField(source="lawyer.organisation.name", read_only=True)
    conflicts = serializers.ListField(read_only=True)

    class Meta:
        model = Assignment
        fields = [
            "id", "lawyer", "lawyer_name", "firm", "assigned_at", "answer", "answered_at", "reason", "conflicts",
            "conflict_reason",
        ]  # fmt: skip
        read_only_fields = fields


class HearingOut(serializers.ModelSerializer[Any]):
    class Meta:
        model = Hearing
        fields = ["id", "what", "stage", "starts_at", "place", "held", "result"]
        read_only_fields = fields


class FilingOut(serializers.ModelSerializer[Any]):
    class Meta:
        model = Filing
        fields = ["id", "what", "body", "filed_on", "reference", "note"]
        read_only_fields = fields


class WorkLogOut(serializers.ModelSerializer[Any]):
    class Meta:
        model = WorkLog
        fields = ["id", "worked_on", "minutes", "what", "post"]
        read_only_fields = fields


class FollowUpOut(serializers.ModelSerializer[Any]):
    satisfaction = ChoiceOut(FollowUp.Satisfaction.choices)

    class Meta:
        model = FollowUp
        fields = ["id", "asked_on", "how", "reached", "satisfaction", "comment", "recorded_by"]
        read_only_fields = fields


@extend_schema_field(FollowUpOut(many=True, help_text="empty for lawyers and partner organs"))
class FollowUps(serializers.Field[Any, Any, Any, Any]):
    """What workers say of their lawyer and of the union is for those who answer for the case."""

    def to_representation(self, rows: Any) -> Any:
        actor = self.context["request"].actor if "request" in self.context else None
        return FollowUpOut(rows.all(), many=True).data if actor is not None and actor.reads_tree else []


class AidCaseOut(BesideMatterOut):
    lawyer_name = serializers.CharField(source="lawyer.user.display_name", read_only=True, default="")
    ending = ChoiceOut(AidCase.Ending.choices)

    class Meta:
        model = AidCase
        fields = [
            "applied_on", "eligibility", "hardship_note", "limitation_on", "urgent", "decided_on", "decided_by",
            "decision_reason", "objection", "referred_to", "lawyer", "lawyer_name", "ending", "closing_note",
        ]  # fmt: skip
        read_only_fields = fields


class AidCaseFull(AidCaseOut):
    header_class = MatterOut
    supplement_request = SupplementOut(read_only=True, allow_null=True, default=None)
    materials = MaterialOut(many=True, read_only=True)
    assignments = AssignmentOut(many=True, read_only=True)
    hearings = HearingOut(many=True, read_only=True)
    filings = FilingOut(many=True, read_only=True)
    work_logs = WorkLogOut(many=True, read_only=True)
    follow_ups = FollowUps(read_only=True)

    class Meta(AidCaseOut.Meta):
        fields = [
            *AidCaseOut.Meta.fields, "supplement_request", "materials", "assignments", "hearings", "filings",
            "work_logs", "follow_ups",
        ]  # fmt: skip
        read_only_fields = fields
