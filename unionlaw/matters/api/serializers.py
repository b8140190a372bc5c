"""Matters as the API shows them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from unionlaw.api.fields import FenField, Shown
from unionlaw.matters import statuses, vocabulary
from unionlaw.matters.models import Claim, ClaimOutcome, Event, Matter, MatterLink, Party, Payment
from unionlaw.matters.models.matter import Kind


class StatusLabel(serializers.CharField):
    def to_representation(self, value: Any) -> str:
        return str(statuses.status_def(value).label)


class HeaderOut(serializers.ModelSerializer[Any]):
    """What lists show of a matter."""

    id = serializers.IntegerField(source="pk", read_only=True)
    status = serializers.CharField(source="status_id", read_only=True)
    status_label = StatusLabel(source="status_id", read_only=True)
    organisation_name = serializers.CharField(source="organisation.name", read_only=True)
    owner_name = serializers.CharField(source="owner.user.display_name", read_only=True, default="")
    cause_name = serializers.CharField(source="cause.name", read_only=True, default="")
    next_step = Shown(label=_("下一步"))

    class Meta:
        model = Matter
        fields = [
            "id", "number", "kind", "title", "summary", "status", "status_label", "phase", "organisation",
            "organisation_name", "owner", "owner_name", "priority", "green_channel", "group", "channel", "cause",
            "cause_name", "claimant_names", "respondent_names", "opened_at", "closed_at", "closed_reason", "next_step",
            "next_due_on", "updated_at", "version",
        ]  # fmt: skip
        read_only_fields = fields


class BesideMatterOut(serializers.ModelSerializer[Any]):
    """A row beside a matter, shown as one thing with it: the header's fields come first."""

    header_class: type[serializers.BaseSerializer[Any]] = HeaderOut

    def get_fields(self) -> dict[str, Any]:
        header = self.header_class(context=self.context).get_fields()  # type: ignore[attr-defined]
        for name, field in header.items():
            field.source = "matter" if field.source == "*" else f"matter.{field.source or name}"
        return {**header, **super().get_fields()}


class PaymentOut(serializers.ModelSerializer[Any]):
    amount = FenField(read_only=True)

    class Meta:
        model = Payment
        fields = ["id", "matter", "amount", "paid_on", "proof", "cancelled_reason"]
        read_only_fields = fields


class OutcomeOut(serializers.ModelSerializer[Any]):
    amount = FenField(read_only=True)

    class Meta:
        model = ClaimOutcome
        fields = ["id", "matter", "code", "amount", "decided_on", "instrument", "instrument_number"]
        read_only_fields = fields


class ClaimOut(serializers.ModelSerializer[Any]):
    amount = FenField(read_only=True)
    outcomes = OutcomeOut(many=True, read_only=True)
    payments = PaymentOut(many=True, read_only=True)
    received = serializers.SerializerMethodField()

    class Meta:
        model = Claim
        fields = ["id", "head", "amount", "from_on", "to_on", "basis", "outcomes", "payments", "received"]
        read_only_fields = fields

    def get_received(self, claim: Claim) -> int:
        return received(claim)


class PartyOut(serializers.ModelSerializer[Any]):
    name = serializers.CharField(read_only=True)
    claims = ClaimOut(many=True, read_only=True)

    class Meta:
        model = Party
        fields = ["id", "side", "worker", "employer", "organisation", "name", "representative", "claims"]
        read_only_fields = fields


class LinkOut(serializers.Serializer[Any]):
    matter = serializers.IntegerField()
    number = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    relation = serializers.ChoiceField(choices=MatterLink.Relation.choices)
    outward = serializers.BooleanField(help_text="true: this matter … that one; false: the other way round")


class _OfMatter(serializers.Field[Any, Any, Any, Any]):
    """A value worked out from what was loaded with the matter. A field, so that rows beside a matter can borrow it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", read_only=True, **kwargs)


@extend_schema_field(FenField(help_text="sum of all claims, in fen"))
class Claimed(_OfMatter):
    def to_representation(self, matter: Any) -> int:
        return sum(claim.amount for claim in _claims(matter))


@extend_schema_field(FenField(help_text="what reached the workers and is credited to this matter, in fen"))
class Recovered(_OfMatter):
    def to_representation(self, matter: Any) -> int:
        payments = (payment for claim in _claims(matter) for payment in claim.payments.all())
        return sum(p.amount for p in payments if p.matter_id == matter.pk and not p.cancelled_reason)


@extend_schema_field(LinkOut(many=True))
class Links(_OfMatter):
    def to_representation(self, matter: Any) -> list[dict[str, Any]]:
        found = [(link.to_matter, link.relation, True) for link in matter.links_out.all()]
        found += [(link.from_matter, link.relation, False) for link in matter.links_in.all()]
        return [
            {"matter": m.pk, "number": m.number, "kind": m.kind, "relation": relation, "outward": outward}
            for m, relation, outward in found
        ]


class MatterOut(HeaderOut):
    """A matter in full: parties, claims, outcomes, money, links along the chain."""

    dispute = serializers.IntegerField(source="dispute_id", read_only=True, allow_null=True)
    stage = serializers.CharField(source="dispute.stage", read_only=True, default="")
    facts = serializers.CharField(source="dispute.facts", read_only=True, default="")
    infringed_on = serializers.DateField(source="dispute.infringed_on", read_only=True, allow_null=True, default=None)
    employment_ended_on = serializers.DateField(
        source="dispute.employment_ended_on", read_only=True, allow_null=True, default=None
    )
    parties = PartyOut(source="dispute.parties", many=True, read_only=True, default=())
    claimed = Claimed()
    recovered = Recovered()
    links = Links()

    class Meta(HeaderOut.Meta):
        fields = [
            *HeaderOut.Meta.fields, "dispute", "stage", "facts", "infringed_on", "employment_ended_on", "parties",
            "claimed", "recovered", "links",
        ]  # fmt: skip
        read_only_fields = fields


def received(claim: Claim) -> int:
    """Fen of the payments that were prefetched."""
    return sum(payment.amount for payment in claim.payments.all() if not payment.cancelled_reason)


def _claims(matter: Matter) -> Iterable[Claim]:
    return (claim for party in matter.dispute.parties.all() for claim in party.claims.all()) if matter.dispute else ()


def load_header(rows: QuerySet[Any], path: str = "") -> QuerySet[Any]:
    """Join what HeaderOut reads; `path` leads to the matter ("matter__")."""
    rows = rows.select_related(f"{path}organisation", f"{path}owner__user", f"{path}cause", f"{path}dispute")
    return rows.defer(f"{path}search_text")


def load_matter(rows: QuerySet[Any], actor: Any, path: str = "") -> QuerySet[Any]:
    """Load what MatterOut reads. Of a dispute that walked through several matters, only what `actor` may know."""
    visible = Matter.objects.visible_to(actor)
    dispute = f"{path}dispute__parties"
    outcomes, payments = ClaimOutcome.objects.filter(matter__in=visible), Payment.objects.filter(matter__in=visible)
    return load_header(rows, path).prefetch_related(
        Prefetch(dispute, Party.objects.select_related("worker", "employer", "organisation").order_by("pk")),
        Prefetch(f"{dispute}__claims", Claim.objects.order_by("pk")),
        Prefetch(f"{dispute}__claims__outcomes", outcomes.order_by("pk")),
        Prefetch(f"{dispute}__claims__payments", payments.order_by("paid_on", "pk")),
        Prefetch(f"{path}links_out", _links(Q(to_matter__in=visible)).select_related("to_matter")),
        Prefetch(f"{path}links_in", _links(Q(from_matter__in=visible)).select_related("from_matter")),
    )


def _links(condition: Q) -> QuerySet[MatterLink]:
    return MatterLink.objects.filter(condition).order_by("pk")


class EventOut(serializers.ModelSerializer[Any]):
    label = serializers.SerializerMethodField()  # type: ignore[assignment]
    who = serializers.SerializerMethodField()

    class Meta:
        model = Event
        fields = [
            "sequence",
            "name",
            "label",
            "happened_at",
            "recorded_at",
            "who",
            "post",
            "reason",
            "data",
            "audience",
        ]
        read_only_fields = fields

    def get_label(self, event: Event) -> str:
        return str(vocabulary.get(event.name).label)

    def get_who(self, event: Event) -> str:
        return event.user.display_name if event.user else event.job
