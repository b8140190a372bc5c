"""For partner organs: pass a dispute on, follow it, read its result. An organ's token sees that organ's only."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from mediation.api.inputs import MediationClaimIn
from mediation.api.serializers import ReferralOut, ReferralResultOut
from mediation.lists import MediationList
from mediation.models import Mediation, Origin
from mediation.services import referring
from unionlaw.api.fields import LONG, Text
from unionlaw.api.inputs import Input
from unionlaw.api.views import ACTING_POST, IDEMPOTENCY_KEY, Listed
from unionlaw.matters.models import Matter
from unionlaw.matters.services.facts import ClaimInput
from unionlaw.network.models import Organisation
from unionlaw.registers.models import Cause
from unionlaw.web import policy
from unionlaw.web.lists.keyset import Branch


class ReferredPersonIn(Input):
    name = serializers.CharField(max_length=60)
    id_number = Text(max_length=30, default="")
    phone = Text(max_length=30, default="")
    claims = MediationClaimIn(many=True)


class ReferredEmployerIn(Input):
    name = serializers.CharField(max_length=120)
    uscc = Text(max_length=30, default="")


class MediationReferralIn(Input):
    origin = serializers.ChoiceField(choices=Origin.choices)
    reference = serializers.CharField(max_length=60, help_text=_("本单位案号；同一案号只能移送一次"))
    received_on = serializers.DateField()
    people = ReferredPersonIn(many=True)
    employers = ReferredEmployerIn(many=True)
    cause = serializers.PrimaryKeyRelatedField(queryset=Cause.objects.all())
    facts = serializers.CharField(max_length=LONG)
    to = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.all(), required=False, allow_null=True, default=None
    )
    track = serializers.ChoiceField(choices=Mediation.Track.choices, default=Mediation.Track.STANDARD)


class ReferralList(MediationList):
    """Those that `referring.referrals` gives, along the same indexes as the page's list."""

    list_key = "mediation_referrals"

    def rows(self, actor: Any) -> QuerySet[Any]:
        return super().rows(actor).filter(pk__in=referring.referrals(actor).values("pk"))

    def branches(self, actor: Any) -> Sequence[Branch]:
        own = Mediation.objects.filter(referred_by__isnull=False)
        if actor.is_outside:
            own = own.filter(referred_by=actor.organisation)
        found = []
        for branch in super().branches(actor):
            key = "pk" if branch.queryset.model is Matter else "matter_id"
            found.append(replace(branch, queryset=branch.queryset.filter(Exists(own.filter(pk=OuterRef(key))))))
        return found


class ReferralViewSet(Listed):
    """Mediations that partner organs passed on."""

    policy = policy.Right("mediation.refer")
    queryset = Mediation.objects.all()
    list_class = ReferralList
    serializer_class = ReferralOut

    def get_queryset(self) -> QuerySet[Any]:
        return self.load(referring.referrals(self.actor))

    def load(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("matter__organisation")

    @extend_schema(
        summary=_("移送调解"),
        request=MediationReferralIn,
        responses={201: ReferralOut},
        parameters=[ACTING_POST, IDEMPOTENCY_KEY],
    )
    def create(self, request: Request) -> Response:
        body = self.data(MediationReferralIn)
        people = [
            referring.PersonInput(**{**person, "claims": [ClaimInput(**claim) for claim in person["claims"]]})
            for person in body.pop("people")
        ]
        employers = [referring.EmployerInput(**employer) for employer in body.pop("employers")]
        mediation = referring.refer_by_facts(**body, people=people, employers=employers, by=self.actor, at=self.at)
        return self.show_created(mediation.pk)

    @extend_schema(
        operation_id="mediation_referrals_result",
        summary=_("调解结果"),
        responses={200: ReferralResultOut},
        parameters=[ACTING_POST],
        filters=False,
    )
    @action(detail=True, methods=["get"], url_path="result", pagination_class=None, filter_backends=())
    def result(self, request: Request, id: int) -> Response:
        mediation = referring.referral_of(self.actor, id)
        return Response(ReferralResultOut(referring.result_of(mediation)).data)
