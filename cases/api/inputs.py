"""What consultations and aid cases take. Rules are the services'; here are only types, choices and lengths."""

from rest_framework import serializers

from cases.models import AidCase, Filing, FollowUp, Hearing, Material
from unionlaw.api.fields import LONG, Day, FenField, Moment, Seen, Text, id_field
from unionlaw.api.inputs import Input, ReasonInput, VersionInput
from unionlaw.matters.models import ClaimOutcome
from unionlaw.matters.models.dispute import Head, Stage
from unionlaw.matters.models.matter import Channel
from unionlaw.network.models import Organisation
from unionlaw.registers.models import Cause, Employer, Worker


class ConsultationIn(Input):
    question = serializers.CharField(max_length=LONG)
    channel = serializers.ChoiceField(choices=Channel.choices)
    workers = Seen(queryset=Worker.objects.all(), many=True, required=False)
    employers = Seen(queryset=Employer.objects.all(), many=True, required=False)
    visitor_name = Text(max_length=40)
    cause = serializers.PrimaryKeyRelatedField(
        queryset=Cause.objects.selectable(), required=False, allow_null=True, default=None
    )
    advice = Text(max_length=LONG)
    wants_aid = serializers.BooleanField(default=False)
    organisation = Seen(queryset=Organisation.objects.all(), required=False, allow_null=True)


class AdviceIn(VersionInput):
    advice = serializers.CharField(max_length=LONG)


class ReferralIn(ReasonInput):
    referred_to = serializers.CharField(max_length=120)


class ClaimIn(Input):
    head = serializers.ChoiceField(choices=Head.choices)
    amount = FenField()
    basis = Text(max_length=300)
    from_on = Day()
    to_on = Day()


class ApplicantIn(Input):
    worker = Seen(queryset=Worker.objects.all())
    claims = ClaimIn(many=True)
    representative = serializers.BooleanField(default=False)


class ApplicationIn(Input):
    applicants = ApplicantIn(many=True)
    employers = Seen(queryset=Employer.objects.all(), many=True)
    cause = serializers.PrimaryKeyRelatedField(queryset=Cause.objects.selectable())
    facts = serializers.CharField(max_length=LONG)
    eligibility = serializers.ChoiceField(choices=AidCase.Eligibility.choices)
    channel = serializers.ChoiceField(choices=Channel.choices)
    hardship_note = Text(max_length=500)
    infringed_on = Day()
    employment_ended_on = Day()
    limitation_on = Day()
    consultation_id = id_field(required=False, allow_null=True)
    from_matter_id = id_field(required=False, allow_null=True)
    organisation = Seen(queryset=Organisation.objects.all(), required=False, allow_null=True)
    applied_on = Day()


class SupplementIn(VersionInput):
    items = serializers.ListField(child=serializers.CharField(max_length=120), allow_empty=False, max_length=50)
    due_on = serializers.DateField()
    note = Text(max_length=500)


class UrgentGrantIn(ReasonInput):
    preservation = serializers.BooleanField(default=False)


class ObjectionIn(VersionInput):
    objection = serializers.CharField(max_length=LONG)


class MaterialReceivedIn(VersionInput):
    material_id = id_field()
    note = Text(max_length=200)


class MaterialWaivedIn(ReasonInput):
    material_id = id_field()


class MaterialIn(VersionInput):
    label = serializers.CharField(max_length=120)  # type: ignore[assignment]
    required_for = serializers.ChoiceField(choices=Material.RequiredFor.choices)


class AssignmentIn(VersionInput):
    lawyer_post_id = id_field()
    conflict_reason = Text(max_length=500)


class StageIn(VersionInput):
    stage = serializers.ChoiceField(choices=Stage.choices)


class HearingIn(VersionInput):
    what = serializers.ChoiceField(choices=Hearing.What.choices)
    starts_at = Moment()
    place = Text(max_length=200, default="")
    stage = serializers.ChoiceField(choices=Stage.choices, required=False, allow_null=True)


class HearingResultIn(VersionInput):
    hearing_id = id_field()
    held = serializers.BooleanField()
    result = serializers.CharField(max_length=LONG)


class FilingIn(VersionInput):
    what = serializers.ChoiceField(choices=Filing.What.choices)
    body = serializers.CharField(max_length=120)
    filed_on = serializers.DateField()
    reference = Text(max_length=60)
    note = Text(max_length=300)


class WorkIn(VersionInput):
    worked_on = serializers.DateField()
    minutes = serializers.IntegerField(min_value=1, max_value=1440)
    what = serializers.CharField(max_length=500)


class OutcomeIn(Input):
    claim_id = id_field()
    code = serializers.ChoiceField(choices=[(code.value, code.label) for code in ClaimOutcome.OF_CASES])
    amount = FenField()
    received = FenField(default=0)
    received_on = Day()


class OutcomesIn(VersionInput):
    outcomes = OutcomeIn(many=True, allow_empty=False)
    decided_on = serializers.DateField()
    instrument = serializers.ChoiceField(choices=ClaimOutcome.Instrument.choices)
    instrument_number = Text(max_length=60)


class PaymentIn(VersionInput):
    claim_id = id_field()
    amount = FenField(min_value=1)
    paid_on = serializers.DateField()
    proof = Text(max_length=200)


class PaymentCancelledIn(ReasonInput):
    payment_id = id_field()


class ClosingIn(VersionInput):
    ending = serializers.ChoiceField(choices=AidCase.Ending.choices)
    closing_note = serializers.CharField(max_length=10_000)


class FollowUpIn(VersionInput):
    asked_on = serializers.DateField()
    how = serializers.ChoiceField(choices=FollowUp.How.choices)
    reached = serializers.BooleanField()
    satisfaction = serializers.ChoiceField(choices=FollowUp.Satisfaction.choices, required=False, allow_blank=True)
    comment = Text(max_length=2000)


class FactsIn(VersionInput):
    cause = serializers.PrimaryKeyRelatedField(queryset=Cause.objects.selectable())
    facts = serializers.CharField(max_length=LONG)
    infringed_on = Day(default=None)
    employment_ended_on = Day(default=None)
    limitation_on = Day(default=None)


class NewApplicantIn(VersionInput):
    worker = Seen(queryset=Worker.objects.all())
    claims = ClaimIn(many=True)


class NewRespondentIn(VersionInput):
    employer = Seen(queryset=Employer.objects.all())


class NewClaimIn(VersionInput):
    party_id = id_field()
    claim = ClaimIn()


class AmendedClaimIn(VersionInput):
    claim_id = id_field()
    claim = ClaimIn()


class RepresentativesIn(VersionInput):
    party_ids = serializers.ListField(child=id_field(), allow_empty=False, max_length=100)
