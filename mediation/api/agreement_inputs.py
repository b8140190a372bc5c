"""What agreements, confirmation and performance take over the API."""

from rest_framework import serializers

from mediation.models import Confirmation, Remedy
from unionlaw.api.fields import LONG, Day, FenField, Text, id_field
from unionlaw.api.inputs import Input, ReasonInput, VersionInput


class AgreementIn(VersionInput):
    separate = serializers.ListField(child=id_field(), required=False, default=list)
    terms = Text(max_length=LONG, default="")
    place = Text(max_length=120, default="")


class RevisionIn(VersionInput):
    agreement_id = id_field()
    terms = serializers.CharField(max_length=LONG)
    place = Text(max_length=120, default="")
    reason = Text(max_length=1000, default="")


class ConfirmationIn(VersionInput):
    agreement_id = id_field()
    route = serializers.ChoiceField(choices=Confirmation.Route.choices)
    organ_id = id_field(required=False, allow_null=True, default=None)
    claimant_agreed = serializers.BooleanField()
    respondent_agreed = serializers.BooleanField()


class FiledIn(VersionInput):
    confirmation_id = id_field()
    filed_on = serializers.DateField()


class DecidedIn(VersionInput):
    confirmation_id = id_field()
    decision = serializers.ChoiceField(choices=Confirmation.State.choices)
    decided_on = serializers.DateField()
    case_number = Text(max_length=60, default="")
    reason = Text(max_length=500, default="")


class InstalmentPaymentIn(Input):
    instalment_id = id_field()
    amount = FenField(min_value=1)


class MediationPaymentIn(VersionInput):
    lines = InstalmentPaymentIn(many=True)
    paid_on = serializers.DateField()
    proof = Text(max_length=200, default="")


class MediationPaymentCancelledIn(ReasonInput):
    payment_id = id_field()


class ReminderIn(VersionInput):
    instalment_id = id_field()
    how = serializers.CharField(max_length=60)


class BreachIn(VersionInput):
    instalment_id = id_field(required=False, allow_null=True, default=None)
    what = Text(max_length=300, default="")
    since_on = Day(default=None)
    whole = serializers.BooleanField(default=False)


class RemedyIn(VersionInput):
    breach_id = id_field()
    kind = serializers.ChoiceField(choices=Remedy.Kind.choices)
    note = Text(max_length=300, default="")
