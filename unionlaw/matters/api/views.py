"""Matters of every kind, read; and what can be done with any of them."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from unionlaw.api.inputs import Input
from unionlaw.api.views import ACTING_POST, Listed, verb
from unionlaw.matters.api.serializers import EventOut, HeaderOut, MatterOut, load_header, load_matter
from unionlaw.matters.lists import MatterList
from unionlaw.matters.models import Event, Matter
from unionlaw.matters.services import care
from unionlaw.web.policy import Right

MOST_EVENTS = 200


class TextInput(Input):
    text = serializers.CharField(max_length=1000)


class MatterViewSet(Listed):
    """Matters of every kind."""

    policy = Right("matter.view")
    queryset = Matter.objects.all()
    list_class = MatterList
    serializer_class = HeaderOut
    detail_class = MatterOut

    def load(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return load_header(rows) if self.action == "list" else load_matter(rows, self.actor)

    @extend_schema(
        operation_id="matters_events",
        summary=_("时间线，最新的在前"),
        parameters=[ACTING_POST],
        responses=EventOut(many=True),
        filters=False,
    )
    @action(detail=True, pagination_class=None, filter_backends=())
    def events(self, request: Request, id: int) -> Response:
        if not Matter.objects.visible_to(self.actor).filter(pk=id).exists():
            raise Http404
        return Response(EventOut(timeline(self.actor, id), many=True).data)

    add_note = verb(
        "add_note", care.add_note, TextInput, gives=MatterOut, right="matter.note", label=_("添加备注"),
        operation="matters_add_note", path="notes",
    )  # fmt: skip
    claim = verb(
        "claim", care.claim_matter, Input, gives=MatterOut, right="matter.claim", label=_("认领"),
        operation="matters_claim",
    )  # fmt: skip


def timeline(actor: Any, matter_id: int) -> QuerySet[Event]:
    """The newest events of a matter; a partner organ reads what organs may."""
    events = Event.objects.filter(matter__in=Matter.objects.visible_to(actor).filter(pk=matter_id))
    if actor.is_outside:
        events = events.exclude(audience=Event.Audience.STAFF)
    return events.select_related("user").order_by("-sequence")[:MOST_EVENTS]
