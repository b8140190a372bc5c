"""What mediations take over the API. Rules are the services'; here are only types, choices and lengths."""

from rest_framework import serializers

from mediation.facts_sheet import QUESTIONS
from mediation.models import (
    Attendance,
    Consent,
    Mediation,
    MediatorAssignment,
    Offer,
    Origin,
    WarningSign,
)
from mediation.outcomes import FAILURE_CHOICES, REGISTRY
from unionlaw.api.fields import LONG, Day, FenField, Moment, Seen, Text, id_field
from unionlaw.api.inputs import Input, ReasonInput, VersionInput
from unionlaw.matters.models import Party
from unionlaw.matters.models.dispute import Head
from unionlaw.matters.models.matter import Channel
from unionlaw.network.models import Organisation, Post
from unionlaw.registers.models import Cause, Employer, Worker


class MediationClaimIn(Input):
    head = serializers.ChoiceField(choices=Head.choices)
    amount = FenField()
    basis = Text(max_length=300, default="")
    from_on = Day(default=None)
    to_on = Day(default=None)


class MediationApplicantIn(Input):
    worker = Seen(queryset=Worker.objects.all())
    claims = MediationClaimIn(many=True)
    representative = serializers.BooleanField(default=False)


class MediationIn(Input):
    origin = serializers.ChoiceField(choices=Origin.choices)
    received_on = serializers.DateField()
    applicants = MediationApplicantIn(many=True)
    employers = Seen(queryset=Employer.objects.all(), many=True)
    cause = serializers.PrimaryKeyRelatedField(queryset=Cause.objects.all())
    facts = serializers.CharField(max_length=LONG)
    referred_by = Seen(queryset=Organisation.objects.all(), required=False, allow_null=True, default=None)
    reference = Text(max_length=60, default="")
    form = serializers.ChoiceField(choices=Mediation.Form.choices, default=Mediation.Form.ON_SITE)
    track = serializers.ChoiceField(choices=Mediation.Track.choices, default=Mediation.Track.STANDARD)
    channel = serializers.ChoiceField(choices=Channel.choices, default=Channel.WINDOW)
    from_matter_id = id_field(required=False, allow_null=True, default=None)
    organisation = Seen(queryset=Organisation.objects.all(), required=False, allow_null=True, default=None)


class ConsentIn(VersionInput):
    party_ids = serializers.ListField(child=id_field(), min_length=1, max_length=1000)
    agreed = serializers.BooleanField()
    how = serializers.ChoiceField(choices=Consent.How.choices)
    said_on = serializers.DateField()
    said_by = Text(max_length=60)
    note = Text(max_length=300)


class AcceptIn(VersionInput):
    accepted_on = Day(default=None)


class DeclineIn(ReasonInput):
    advised = serializers.ChoiceField(choices=Mediation.Advised.choices)


class WarningJudgedIn(Input):
    sign_id = id_field()
    judgement = serializers.ChoiceField(choices=WarningSign.Judgement.choices)
    note = serializers.CharField(max_length=500)


class JudgementsIn(VersionInput):
    judged = WarningJudgedIn(many=True)


class OrganIn(VersionInput):
    organisation = serializers.PrimaryKeyRelatedField(queryset=Organisation.objects.all())


class OrganNumberIn(VersionInput):
    own_number = serializers.CharField(max_length=60)


class SignOffIn(VersionInput):
    opinion = serializers.CharField(max_length=500)


class MediatorIn(VersionInput):
    mediator = serializers.PrimaryKeyRelatedField(queryset=Post.objects.all())
    leads = serializers.BooleanField(default=False)
    chosen_by = serializers.ChoiceField(
        choices=MediatorAssignment.ChosenBy.choices, default=MediatorAssignment.ChosenBy.CENTRE
    )
    conflict_note = Text(max_length=500, default="")


class MediatorObjectionIn(ReasonInput):
    assignment_id = id_field()


class TimeIn(Input):
    starts_at = Moment()
    ends_at = Moment()
    room_id = id_field(required=False, allow_null=True, default=None)


class TimesIn(VersionInput):
    times = TimeIn(many=True)
    dropped = serializers.ListField(child=id_field(), required=False, default=list)


class TimeAnswerIn(Input):
    slot_id = id_field()
    can_come = serializers.BooleanField()
    party_id = id_field(required=False, allow_null=True, default=None)
    mediator_id = id_field(required=False, allow_null=True, default=None)


class TimeAnswersIn(VersionInput):
    answers = TimeAnswerIn(many=True)


class SessionIn(VersionInput):
    starts_at = Moment(required=False, allow_null=True, default=None)
    ends_at = Moment(required=False, allow_null=True, default=None)
    room_id = id_field(required=False, allow_null=True, default=None)
    place = Text(max_length=200, default="")
    online = serializers.BooleanField(default=False)
    link = Text(max_length=300, default="")
    slot_id = id_field(required=False, allow_null=True, default=None)


class SessionCancelledIn(ReasonInput):
    session_id = id_field()


class AttendanceIn(Input):
    attendance_id = id_field()
    came = serializers.ChoiceField(choices=Attendance.Came.choices)
    agent = Text(max_length=60, default="")
    identity_checked = serializers.BooleanField(default=False)
    identity_note = Text(max_length=120, default="")


class SessionHeldIn(VersionInput):
    session_id = id_field()
    attendances = AttendanceIn(many=True)
    minutes = serializers.CharField(max_length=LONG)
    guests = serializers.ListField(child=serializers.CharField(max_length=60), required=False, default=list)


class SessionAdjournedIn(ReasonInput):
    session_id = id_field()
    attendances = AttendanceIn(many=True)
    minutes = Text(max_length=LONG, default="")
    next_starts_at = Moment(required=False, allow_null=True, default=None)
    next_ends_at = Moment(required=False, allow_null=True, default=None)
    next_room_id = id_field(required=False, allow_null=True, default=None)
    next_place = Text(max_length=200, default="")


class AnswerIn(Input):
    question = serializers.ChoiceField(choices=[(question.key, question.label) for question in QUESTIONS])
    claimant = Text(max_length=2000, default="")
    respondent = Text(max_length=2000, default="")
    agreed = serializers.BooleanField(default=False)


class FactsSheetIn(VersionInput):
    answers = AnswerIn(many=True)


class OfferIn(VersionInput):
    side = serializers.ChoiceField(choices=Party.Side.choices)
    terms = serializers.CharField(max_length=5000)
    amount = FenField(default=0)
    session_id = id_field(required=False, allow_null=True, default=None)


class OfferAnswerIn(VersionInput):
    offer_id = id_field()
    state = serializers.ChoiceField(choices=Offer.State.choices)
    answer = Text(max_length=500, default="")
    counter_terms = Text(max_length=5000, default="")
    counter_amount = FenField(default=0)


class MediationOutcomeIn(Input):
    claim_id = id_field()
    code = serializers.ChoiceField(choices=[(code, spec.label) for code, spec in REGISTRY.items()])
    amount = FenField(default=0)
    reason = serializers.ChoiceField(choices=FAILURE_CHOICES, required=False, allow_blank=True, default="")
    instalments = serializers.IntegerField(min_value=1, max_value=36, default=1)
    pay_from = Day(default=None)
    promises = Text(max_length=500, default="")


class MediationOutcomesIn(VersionInput):
    lines = MediationOutcomeIn(many=True)
    decided_on = serializers.DateField()


class FailIn(VersionInput):
    reason = serializers.ChoiceField(choices=FAILURE_CHOICES)
    note = Text(max_length=1000, default="")


class HandOverIn(ReasonInput):
    to_organisation = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.all(), required=False, allow_null=True, default=None
    )
    to_name = Text(max_length=120, default="")
    document_ids = serializers.ListField(child=id_field(), required=False, default=list)
