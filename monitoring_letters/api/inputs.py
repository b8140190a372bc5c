"""What letters take. Rules are the services'; here are only types, choices and lengths."""

from rest_framework import serializers

from monitoring_letters.api.fields import count, document, organisation
from monitoring_letters.models import (
    Demand,
    Instrument,
    LinkedInstrument,
    OrganReport,
    Reach,
    Reply,
    ReplyPoint,
    ServiceAttempt,
    Topic,
)
from unionlaw.api.fields import LONG, Day, FenField, Seen, Text, id_field
from unionlaw.api.inputs import Input, ReasonInput, VersionInput
from unionlaw.network.models import Organisation, Post
from unionlaw.registers.models import Employer


class DraftIn(Input):
    instrument = serializers.ChoiceField(choices=Instrument.choices)
    topic = serializers.ChoiceField(choices=Topic.choices)
    employer = Seen(queryset=Employer.objects.all(), required=False, allow_null=True)
    reach = serializers.ChoiceField(choices=Reach.choices, default=Reach.SINGLE)
    audience = Text(max_length=200)
    title = Text(max_length=200)
    facts = Text(max_length=LONG)
    lead_id = id_field(required=False, allow_null=True)
    from_matter_id = id_field(required=False, allow_null=True)
    organisation = organisation()


class LetterChangeIn(VersionInput):
    topic = serializers.ChoiceField(choices=Topic.choices, required=False)
    authority = organisation(default=None)
    audience = Text(max_length=200)
    title = Text(max_length=200)
    facts = Text(max_length=LONG)
    legal_basis = Text(max_length=LONG)
    exception = Text(max_length=500)
    reply_by = Day(default=None)
    reply_to = Text(max_length=200)
    signatory = Text(max_length=60)


class FindingIn(Input):
    text = serializers.CharField(max_length=1000)
    evidence = Text(max_length=500, default="")
    document = document()


class FindingsIn(VersionInput):
    findings = FindingIn(many=True)


class DemandIn(Input):
    text = serializers.CharField(max_length=500)
    basis = Text(max_length=300, default="")
    claim_id = id_field(required=False, allow_null=True, default=None)
    amount = FenField(default=0)


class DemandsIn(VersionInput):
    demands = DemandIn(many=True)


class CopiesIn(VersionInput):
    organisations = Seen(queryset=Organisation.objects.all(), many=True)


class SupervisorIn(Input):
    name = serializers.CharField(max_length=40)
    certificate = Text(max_length=40, default="")
    post = serializers.PrimaryKeyRelatedField(
        queryset=Post.objects.all(), required=False, allow_null=True, default=None
    )


class InquiryIn(VersionInput):
    held_on = serializers.DateField()
    place = Text(max_length=200, default="")
    heard = Text(max_length=200, default="")
    text = serializers.CharField(max_length=LONG)
    supervisors = SupervisorIn(many=True)
    cooperative = serializers.BooleanField(default=True)
    document = document()


class InquiryRemovedIn(VersionInput):
    inquiry_id = id_field()


class ReviewIn(VersionInput):
    reviewer_post_id = id_field(required=False, allow_null=True)


class OpinionIn(VersionInput):
    opinion = Text(max_length=1000)


class IssueIn(VersionInput):
    sealed = serializers.BooleanField(default=False)


class CorrectionIn(ReasonInput):
    title = Text(max_length=200)
    facts = Text(max_length=LONG)
    legal_basis = Text(max_length=LONG)
    reply_by = Day()
    reply_to = Text(max_length=200)
    sealed = serializers.BooleanField(default=False)


class EarlyCorrectionIn(VersionInput):
    corrected_on = serializers.DateField()
    note = serializers.CharField(max_length=5000)


class ServiceIn(VersionInput):
    method = serializers.ChoiceField(choices=ServiceAttempt.Method.choices)
    sent_to = serializers.CharField(max_length=200)
    sent_on = serializers.DateField()
    tracking_number = Text(max_length=60)


class ServedIn(VersionInput):
    attempt_id = id_field()
    served_on = serializers.DateField()
    proof = serializers.CharField(max_length=300)
    document = document()


class NotServedIn(ReasonInput):
    attempt_id = id_field()
    failed_on = serializers.DateField()


class PublicationIn(VersionInput):
    published_on = serializers.DateField()
    where = serializers.CharField(max_length=200)
    address = Text(max_length=300)
    employers_reached = count(default=0)
    workers_reached = count(default=0)


class PointIn(Input):
    demand_id = id_field()
    stance = serializers.ChoiceField(choices=ReplyPoint.Stance.choices)
    text = Text(max_length=500, default="")
    promised_on = Day(default=None)


class ReplyIn(VersionInput):
    received_on = serializers.DateField()
    how = serializers.ChoiceField(choices=Reply.How.choices)
    text = Text(max_length=LONG)
    points = PointIn(many=True, required=False, default=list)
    document = document()


class JudgementIn(Input):
    demand_id = id_field()
    judgement = serializers.ChoiceField(choices=Demand.Judgement.choices)
    note = Text(max_length=500, default="")
    promised_on = Day(default=None)


class JudgedIn(VersionInput, JudgementIn):
    pass


class ReinspectionIn(InquiryIn):
    judgements = JudgementIn(many=True, required=False, default=list)


class LinkedIn(VersionInput):
    kind = serializers.ChoiceField(choices=LinkedInstrument.Kind.choices)
    organisation = organisation(default=None)
    body = Text(max_length=120, default="")
    sent_on = serializers.DateField()
    number = Text(max_length=60)
    note = Text(max_length=500)
    reply_by = Day()


class OrganReportIn(VersionInput):
    state = serializers.ChoiceField(choices=OrganReport.State.choices)
    number = Text(max_length=60, default="")
    note = Text(max_length=500, default="")


class LinkedAnswerIn(VersionInput):
    linked_id = id_field()
    answered_on = serializers.DateField()
    outcome = serializers.CharField(max_length=500)


class NextIn(ReasonInput):
    authority = organisation()
    organisation = organisation()


class LetterClosingIn(VersionInput):
    closing_note = serializers.CharField(max_length=5000)


class LetterPaymentIn(VersionInput):
    demand_id = id_field()
    amount = FenField(min_value=1)
    paid_on = serializers.DateField()
    proof = Text(max_length=200)


class LetterPaymentCancelledIn(ReasonInput):
    payment_id = id_field()
