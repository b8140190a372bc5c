"""Mediations as the API shows them: the matter's fields first, then their own. What is said in private is not here."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mediation import models
from mediation.facts_sheet import QUESTIONS
from mediation.models import Mediation
from mediation.outcomes import FAILURE_CHOICES
from unionlaw.api.fields import ChoiceOut, FenField
from unionlaw.matters.api.serializers import BesideMatterOut, MatterOut


class MediationOut(BesideMatterOut):
    failed_reason = ChoiceOut(FAILURE_CHOICES)
    advised = ChoiceOut(Mediation.Advised.choices)

    class Meta:
        model = Mediation
        # The header has the matter's own `channel`.
        fields = [
            "origin", "referred_by", "reference", "received_on", "form", "track", "accepted_on", "advised",
            "concluded_on", "effective_on", "failed_reason",
        ]  # fmt: skip
        read_only_fields = fields


class _Rows(serializers.ModelSerializer[Any]):
    pass


class ConsentOut(_Rows):
    class Meta:
        model = models.Consent
        fields = ["id", "party", "agreed", "how", "said_on", "said_by", "note"]
        read_only_fields = fields


class ParticipationOut(_Rows):
    organisation_name = serializers.CharField(source="organisation.name", read_only=True)

    class Meta:
        model = models.Participation
        fields = [
            "id", "organisation", "organisation_name", "leads", "own_number", "joined_on", "left_on", "opinion",
            "signed_off_at",
        ]  # fmt: skip
        read_only_fields = fields


class MediatorOut(_Rows):
    name = serializers.CharField(source="post.user.display_name", read_only=True)
    ended = ChoiceOut(models.MediatorAssignment.Ended.choices)

    class Meta:
        model = models.MediatorAssignment
        fields = ["id", "post", "name", "participation", "leads", "chosen_by", "assigned_on", "ended_on", "ended"]
        read_only_fields = fields


class SessionOut(_Rows):
    class Meta:
        model = models.Session
        fields = ["id", "number", "starts_at", "ends_at", "room", "place", "online", "state"]
        read_only_fields = fields


class OfferOut(_Rows):
    amount = FenField(read_only=True)

    class Meta:
        model = models.Offer
        fields = ["id", "session", "side", "amount", "terms", "made_at", "state", "answer", "answers_offer"]
        read_only_fields = fields


class InstalmentOut(_Rows):
    amount = FenField(read_only=True)

    class Meta:
        model = models.Instalment
        fields = ["id", "claim", "number", "due_on", "amount"]
        read_only_fields = fields


class ConfirmationOut(_Rows):
    class Meta:
        model = models.Confirmation
        fields = [
            "id", "route", "organ", "state", "filed_on", "accepted_on", "decided_on", "case_number", "reason",
        ]  # fmt: skip
        read_only_fields = fields


class AgreementOut(_Rows):
    total = FenField(read_only=True)
    instalments = InstalmentOut(many=True, read_only=True)
    confirmations = ConfirmationOut(many=True, read_only=True)

    class Meta:
        model = models.Agreement
        fields = [
            "id", "version", "joint", "party", "state", "terms", "place", "total", "effective_on", "instalments",
            "confirmations",
        ]  # fmt: skip
        read_only_fields = fields


class BreachOut(_Rows):
    arrears = FenField(read_only=True)

    class Meta:
        model = models.Breach
        fields = ["id", "instalment", "what", "arrears", "since_on", "cured_on"]
        read_only_fields = fields


class WarningOut(_Rows):
    judgement = ChoiceOut(models.WarningSign.Judgement.choices)

    class Meta:
        model = models.WarningSign
        fields = ["id", "sign", "detail", "judgement", "note"]
        read_only_fields = fields


@extend_schema_field(WarningOut(many=True, help_text="empty for partner organs"))
class Warnings(serializers.Field[Any, Any, Any, Any]):
    """Signs of a sham and how they were judged: how the union weighs a case is not for partner organs."""

    def to_representation(self, rows: Any) -> Any:
        actor = self.context["request"].actor if "request" in self.context else None
        return [] if actor is None or actor.is_outside else WarningOut(rows.all(), many=True).data


class MediationFull(MediationOut):
    header_class = MatterOut
    warning_signs = Warnings(read_only=True)
    consents = ConsentOut(many=True, read_only=True)
    participations = ParticipationOut(many=True, read_only=True)
    mediators = MediatorOut(many=True, read_only=True)
    sessions = SessionOut(many=True, read_only=True)
    offers = OfferOut(many=True, read_only=True)
    agreements = AgreementOut(many=True, read_only=True)
    breaches = BreachOut(many=True, read_only=True)

    class Meta(MediationOut.Meta):
        fields = [
            *MediationOut.Meta.fields, "warning_signs", "consents", "participations", "mediators", "sessions",
            "offers", "agreements", "breaches",
        ]  # fmt: skip
        read_only_fields = fields


class AnswerOut(serializers.Serializer[Any]):
    question = serializers.ChoiceField(choices=[(question.key, question.label) for question in QUESTIONS])
    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.CharField(help_text="date, money or text")
    claimant = serializers.CharField(allow_blank=True)
    respondent = serializers.CharField(allow_blank=True)
    agreed = serializers.BooleanField()


class FactsSheetOut(serializers.Serializer[Any]):
    """The facts sheet (要素表), all ten questions in the order in which tribunal and court ask them."""

    number = serializers.CharField()
    answers = AnswerOut(many=True)


def facts_sheet(mediation: Mediation) -> dict[str, Any]:
    """The sheet of a mediation; questions that were not answered are empty."""
    sheet = models.FactsSheet.objects.filter(mediation=mediation).first()
    known = sheet.answers if sheet else {}
    empty = {"claimant": "", "respondent": "", "agreed": False}
    return {
        "number": mediation.matter.number,
        "answers": [
            {"question": q.key, "label": str(q.label), "kind": q.kind, **empty, **known.get(q.key, {})}
            for q in QUESTIONS
        ],
    }


class ReferralOut(serializers.ModelSerializer[Any]):
    """What became of what an organ passed on, for that organ."""

    id = serializers.IntegerField(source="pk", read_only=True)
    number = serializers.CharField(source="matter.number", read_only=True)
    title = serializers.CharField(source="matter.title", read_only=True)
    centre = serializers.CharField(source="matter.organisation.name", read_only=True)
    status = serializers.CharField(source="matter.status_id", read_only=True)
    status_label = serializers.SerializerMethodField()
    live = serializers.BooleanField(source="matter.is_live", read_only=True)
    next_due_on = serializers.DateField(source="matter.next_due_on", read_only=True, allow_null=True)
    closed_at = serializers.DateTimeField(source="matter.closed_at", read_only=True, allow_null=True)
    version = serializers.IntegerField(source="matter.version", read_only=True)

    class Meta:
        model = Mediation
        fields = [
            "id", "number", "reference", "title", "centre", "origin", "received_on", "accepted_on", "status",
            "status_label", "live", "next_due_on", "closed_at", "version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_status_label(self, mediation: Mediation) -> str:
        from unionlaw.matters import statuses

        return str(statuses.status_def(mediation.matter.status_id).public_label)


class ReferralClaimOut(serializers.Serializer[Any]):
    worker = serializers.CharField()
    head = serializers.CharField()
    claimed = FenField()
    outcome = serializers.CharField(allow_blank=True, help_text='"" while there is none')
    amount = FenField()


class ReferralResultOut(serializers.Serializer[Any]):
    """How it ended, claim by claim, and what the papers are."""

    number = serializers.CharField()
    reference = serializers.CharField()
    ended = serializers.CharField(allow_blank=True, help_text='how it ended, "" while it goes on')
    failed_reason = serializers.CharField(allow_blank=True)
    settled = serializers.IntegerField(help_text="claims settled, in full or in part")
    failed = serializers.IntegerField()
    agreed_amount = FenField()
    paid_amount = FenField()
    effective_on = serializers.DateField(allow_null=True)
    claims = ReferralClaimOut(many=True)
    confirmations = ConfirmationOut(many=True)
