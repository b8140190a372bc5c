"""Time limits as the API shows them, and what its verbs take."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from unionlaw.api.fields import Day, Text
from unionlaw.api.inputs import VersionInput
from unionlaw.deadlines.arithmetic.explain import explain, load
from unionlaw.deadlines.models import Deadline, DeadlineChange, Extension, RuleVersion, State
from unionlaw.deadlines.wording import called, said


class DeadlineOut(serializers.ModelSerializer[Any]):
    """What lists show of a time limit."""

    rule = serializers.CharField(source="rule_version.rule.key", read_only=True)
    name = serializers.SerializerMethodField()
    matter_number = serializers.CharField(source="matter.number", read_only=True)
    matter_title = serializers.CharField(source="matter.title", read_only=True)
    matter_kind = serializers.CharField(source="matter.kind", read_only=True)
    organisation_name = serializers.CharField(source="organisation.name", read_only=True)
    responsible_name = serializers.CharField(source="responsible.user.display_name", read_only=True, default="")
    state = serializers.ChoiceField(choices=State.choices, read_only=True)
    confidence = serializers.ChoiceField(
        source="rule_version.confidence", choices=RuleVersion.Confidence.choices, read_only=True
    )

    class Meta:
        model = Deadline
        fields = [
            "id", "rule", "name", "label", "matter", "matter_number", "matter_title", "matter_kind", "organisation",
            "organisation_name", "responsible", "responsible_name", "state", "start_on", "due_on", "provisional",
            "confidence", "met_on", "version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_name(self, deadline: Deadline) -> str:
        return called(deadline)


class ChangeOut(serializers.ModelSerializer[Any]):
    what = serializers.ChoiceField(choices=DeadlineChange.What.choices, read_only=True)
    who = serializers.SerializerMethodField()

    class Meta:
        model = DeadlineChange
        fields = ["what", "at", "before_on", "after_on", "reason", "who"]
        read_only_fields = fields

    def get_who(self, change: DeadlineChange) -> str:
        return change.by_user.display_name if change.by_user else change.job


class ExtensionOut(serializers.ModelSerializer[Any]):
    state = serializers.ChoiceField(choices=Extension.State.choices, read_only=True)

    class Meta:
        model = Extension
        fields = ["id", "length", "reason", "consent", "state", "asked_at", "decided_at", "decision"]
        read_only_fields = fields


@extend_schema_field(serializers.ListField(child=serializers.CharField()))
class Explanation(serializers.Field):
    """The arithmetic in words, a line for each step, in the language of the request."""

    def to_representation(self, value: Any) -> list[str]:
        return explain(load(value))


class DeadlineFull(DeadlineOut):
    """A time limit with its arithmetic, its reminders, and what was done to it."""

    explanation = Explanation(read_only=True)
    citation = serializers.SerializerMethodField()
    consequence = serializers.SerializerMethodField()
    unit = serializers.ChoiceField(source="rule_version.unit", choices=RuleVersion.Unit.choices, read_only=True)
    length = serializers.IntegerField(source="rule_version.length", read_only=True)
    reminders = serializers.ListField(source="step_at", child=serializers.DateTimeField(), read_only=True)
    changes = ChangeOut(many=True, read_only=True)
    extensions = ExtensionOut(many=True, read_only=True)

    class Meta(DeadlineOut.Meta):
        fields = [
            *DeadlineOut.Meta.fields, "external_due_on", "fixed_on", "extended_by", "unit", "length", "explanation",
            "citation", "consequence", "reminders", "acknowledged_at", "snoozed_until", "changes", "extensions",
        ]  # fmt: skip
        read_only_fields = fields

    def get_citation(self, deadline: Deadline) -> str:
        return said(deadline.rule_version, "citation")

    def get_consequence(self, deadline: Deadline) -> str:
        return said(deadline.rule_version, "consequence")


class ExtendIn(VersionInput):
    length = serializers.IntegerField(min_value=1, max_value=3650, help_text=_("单位与期限相同"))
    reason = serializers.CharField(max_length=500)
    consent = Text(max_length=500, help_text=_("规则要求同意的，写明谁在何时以何种方式同意"))


class MeetIn(VersionInput):
    on = Day(required=True, allow_null=False)
    reason = Text(max_length=500)
