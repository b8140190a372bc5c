"""Workers and employers: found, read and registered."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from unionlaw.api.views import ACTING_POST, IDEMPOTENCY_KEY, Listed
from unionlaw.registers import services
from unionlaw.registers.api.serializers import EmployerFull, EmployerIn, EmployerOut, WorkerIn, WorkerOut
from unionlaw.registers.models import Employer, Worker
from unionlaw.registers.views.lists import EmployerList, WorkerList
from unionlaw.web.policy import Right


class WorkerViewSet(Listed):
    """Workers; identity numbers, phones and addresses are masked."""

    policy = Right("worker.view")
    policies = {"create": Right("worker.register")}
    queryset = Worker.objects.all()
    list_class = WorkerList
    serializer_class = WorkerOut

    def load(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("employer", "organisation")

    @extend_schema(
        summary=_("登记职工"),
        request=WorkerIn,
        responses={201: WorkerOut},
        parameters=[ACTING_POST, IDEMPOTENCY_KEY],
    )
    def create(self, request: Request) -> Response:
        worker = services.register_worker(**self.data(WorkerIn), by=self.actor, at=self.at)
        return self.show_created(worker.pk)


class EmployerViewSet(Listed):
    """Employers."""

    policy = Right("employer.view")
    policies = {"create": Right("employer.register")}
    queryset = Employer.objects.all()
    list_class = EmployerList
    serializer_class = EmployerOut
    detail_class = EmployerFull

    def load(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = rows.select_related("region", "industry")
        return rows if self.action == "list" else rows.prefetch_related("contacts")

    @extend_schema(
        summary=_("登记用人单位"),
        request=EmployerIn,
        responses={201: EmployerFull},
        parameters=[ACTING_POST, IDEMPOTENCY_KEY],
    )
    def create(self, request: Request) -> Response:
        employer = services.register_employer(**self.data(EmployerIn), by=self.actor, at=self.at)
        return self.show_created(employer.pk)
