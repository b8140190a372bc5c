"""Consultations: recorded, answered, sent elsewhere."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cases import states
from cases.api.inputs import AdviceIn, ConsultationIn, ReferralIn
from cases.api.serializers import ConsultationFull, ConsultationOut
from cases.models import Consultation
from cases.services import consultations as services
from cases.views.consultations import List as ConsultationList
from unionlaw.api.views import ACTING_POST, IDEMPOTENCY_KEY, Listed, verb
from unionlaw.matters.api.serializers import load_header, load_matter
from unionlaw.web.policy import Right


def _verb(name: str, service: Any, takes: Any, path: str) -> Any:
    transition = states.consultation.by_verb[service.__name__]
    return verb(
        name, service, takes, gives=ConsultationFull, right=transition.right, label=transition.label,
        operation=f"consultations_{name}", path=path,
    )  # fmt: skip


class ConsultationViewSet(Listed):
    """Consultations."""

    policy = Right("consultation.view")
    policies = {"create": Right("consultation.record")}
    queryset = Consultation.objects.all()
    list_class = ConsultationList
    serializer_class = ConsultationOut
    detail_class = ConsultationFull

    def load(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = rows.select_related("matter")
        return load_header(rows, "matter__") if self.action == "list" else load_matter(rows, self.actor, "matter__")

    @extend_schema(
        summary=_("登记咨询"),
        request=ConsultationIn,
        responses={201: ConsultationFull},
        parameters=[ACTING_POST, IDEMPOTENCY_KEY],
    )
    def create(self, request: Request) -> Response:
        consultation = services.record_consultation(**self.data(ConsultationIn), by=self.actor, at=self.at)
        return self.show_created(consultation.pk)

    answer = _verb("answer", services.answer_consultation, AdviceIn, "answer")
    refer = _verb("refer", services.refer_consultation, ReferralIn, "refer")
