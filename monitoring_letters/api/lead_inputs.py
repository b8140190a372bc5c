"""What leads take. Rules are the services'; here are only types, choices and lengths."""

from rest_framework import serializers

from monitoring_letters.api.fields import count, organisation
from monitoring_letters.models import Lead, Topic
from unionlaw.api.fields import LONG, Day, FenField, Seen, Text, id_field
from unionlaw.api.inputs import Input, ReasonInput, VersionInput
from unionlaw.registers.models import Employer, Worker


class LeadIn(Input):
    source = serializers.ChoiceField(choices=Lead.Source.choices)  # type: ignore[assignment]
    employer = Seen(queryset=Employer.objects.all())
    topic = serializers.ChoiceField(choices=Topic.choices)
    content = serializers.CharField(max_length=LONG)
    reported_on = Day()
    reporter = Text(max_length=60)
    workers = Seen(queryset=Worker.objects.all(), many=True, required=False)
    workers_affected = count(required=False, allow_null=True)
    amount_involved = FenField(default=0)
    from_matter_id = id_field(required=False, allow_null=True)
    organisation = organisation()


class LeadChangeIn(VersionInput):
    topic = serializers.ChoiceField(choices=Topic.choices)
    content = serializers.CharField(max_length=LONG)
    workers_affected = count(required=False, allow_null=True, default=None)
    amount_involved = FenField(default=0)


class AssessmentIn(VersionInput):
    proposal = serializers.ChoiceField(choices=Lead.Proposal.choices)
    assessment = serializers.CharField(max_length=5000)


class JoinIn(VersionInput):
    into_id = id_field()


class LeadReferralIn(ReasonInput):
    organisation = organisation(default=None)
    referred_to = Text(max_length=120, default="")
