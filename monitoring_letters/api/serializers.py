"""Leads and letters as the API shows them: the matter's fields first, then their own."""

from typing import Any, ClassVar

from rest_framework import serializers

from monitoring_letters import models
from monitoring_letters.models import Demand, Lead, SupervisionLetter
from unionlaw.api.fields import ChoiceOut, FenField
from unionlaw.matters.api.serializers import BesideMatterOut, MatterOut


class _WithInternals(BesideMatterOut):
    """A partner organ gets neither how the union weighs a lead or letter nor what was handed to others."""

    internal: ClassVar[dict[str, Any]] = {}
    """Field → what an outsider gets instead."""

    def for_outside(self, shown: dict[str, Any], actor: Any) -> None:
        """What else is left out."""

    def to_representation(self, instance: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(instance)
        actor = getattr(self.context.get("view"), "actor", None)
        if actor is not None and actor.is_outside:
            shown |= self.internal
            self.for_outside(shown, actor)
        return shown


class LeadOut(_WithInternals):
    internal: ClassVar[dict[str, Any]] = {"reporter": "", "proposal": "", "assessment": "", "assessed_by": None}
    employer_name = serializers.CharField(source="employer.name", read_only=True)
    amount_involved = FenField(read_only=True)
    proposal = ChoiceOut(Lead.Proposal.choices)

    class Meta:
        model = Lead
        # Where the lead comes from; the matter's channel is among the header's fields.
        fields = [
            "source", "employer", "employer_name", "topic", "reported_on", "reporter", "workers_affected",
            "amount_involved", "proposal", "assessment", "assessed_by", "joined_into", "referred_to",
        ]  # fmt: skip
        read_only_fields = fields


class LeadFull(LeadOut):
    header_class = MatterOut


class FindingOut(serializers.ModelSerializer[Any]):
    class Meta:
        model = models.Finding
        fields = ["id", "position", "text", "evidence", "document"]
        read_only_fields = fields


class DemandOut(serializers.ModelSerializer[Any]):
    amount = FenField(read_only=True)
    judgement = ChoiceOut(Demand.Judgement.choices)

    class Meta:
        model = Demand
        fields = [
            "id", "position", "text", "basis", "claim", "amount", "judgement", "judged_on", "judgement_note",
            "promised_on",
        ]  # fmt: skip
        read_only_fields = fields


class SupervisorOut(serializers.ModelSerializer[Any]):
    class Meta:
        model = models.Supervisor
        fields = ["name", "certificate", "post"]
        read_only_fields = fields


class InquiryOut(serializers.ModelSerializer[Any]):
    supervisors = SupervisorOut(many=True, read_only=True)

    class Meta:
        model = models.Inquiry
        fields = ["id", "purpose", "held_on", "place", "heard", "record", "cooperative", "document", "supervisors"]
        read_only_fields = fields


class ApprovalOut(serializers.ModelSerializer[Any]):
    role = serializers.CharField(read_only=True)
    decision = ChoiceOut(models.Approval.Decision.choices)
    decided_by_name = serializers.CharField(source="decided_by.user.display_name", read_only=True, default="")

    class Meta:
        model = models.Approval
        fields = [
            "round", "position", "role", "organisation", "decision", "opinion", "decided_by", "decided_by_name",
            "decided_at",
        ]  # fmt: skip
        read_only_fields = fields


class AttemptOut(serializers.ModelSerializer[Any]):
    class Meta:
        model = models.ServiceAttempt
        fields = [
            "id", "method", "sent_on", "sent_to", "tracking_number", "state", "ended_on", "proof", "document",
        ]  # fmt: skip
        read_only_fields = fields


class PublicationOut(serializers.ModelSerializer[Any]):
    class Meta:
        model = models.Publication
        fields = ["published_on", "where", "address", "employers_reached", "workers_reached"]
        read_only_fields = fields


class PointOut(serializers.ModelSerializer[Any]):
    class Meta:
        model = models.ReplyPoint
        fields = ["demand", "stance", "text", "promised_on"]
        read_only_fields = fields


class ReplyOut(serializers.ModelSerializer[Any]):
    points = PointOut(many=True, read_only=True)

    class Meta:
        model = models.Reply
        fields = ["id", "received_on", "how", "text", "document", "points"]
        read_only_fields = fields


class LinkedOut(serializers.ModelSerializer[Any]):
    class Meta:
        model = models.LinkedInstrument
        fields = ["id", "kind", "organisation", "body", "number", "sent_on", "note", "answered_on", "outcome"]
        read_only_fields = fields


class LetterOut(_WithInternals):
    employer_name = serializers.CharField(source="employer.name", read_only=True, default="")
    authority_name = serializers.CharField(source="authority.name", read_only=True, default="")
    result = ChoiceOut(SupervisionLetter.Result.choices)

    class Meta:
        model = SupervisionLetter
        fields = [
            "instrument", "reach", "topic", "employer", "employer_name", "authority", "authority_name", "audience",
            "document_number", "issued_on", "served_on", "reply_by", "corrected_on", "result",
        ]  # fmt: skip
        read_only_fields = fields


class LetterFull(LetterOut):
    header_class = MatterOut
    internal: ClassVar[dict[str, Any]] = {
        "exception": "",
        "reviewer": None,
        "closing_note": "",
        "approvals": [],
        "inquiries": [],
    }
    statement = serializers.CharField(source="facts", read_only=True, help_text="the facts as the letter states them")
    copies: Any = serializers.SlugRelatedField(slug_field="organisation_id", many=True, read_only=True)
    findings = FindingOut(many=True, read_only=True)
    demands = DemandOut(many=True, read_only=True)
    inquiries = InquiryOut(many=True, read_only=True)
    approvals = ApprovalOut(many=True, read_only=True)
    attempts = AttemptOut(many=True, read_only=True)
    publication = PublicationOut(read_only=True, allow_null=True, default=None)
    replies = ReplyOut(many=True, read_only=True)
    linked = LinkedOut(many=True, read_only=True)

    class Meta(LetterOut.Meta):
        fields = [
            *LetterOut.Meta.fields, "statement", "legal_basis", "exception", "reply_to", "signatory", "reviewer",
            "round", "paper", "closing_note", "copies", "findings", "demands", "inquiries", "approvals", "attempts",
            "publication", "replies", "linked",
        ]  # fmt: skip
        read_only_fields = fields

    def for_outside(self, shown: dict[str, Any], actor: Any) -> None:
        own = actor.organisation.pk
        shown["linked"] = [row for row in shown["linked"] if row["organisation"] == own]
        for demand in shown["demands"]:
            demand["judgement_note"] = ""
