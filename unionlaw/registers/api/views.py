"""Workers and employers: found, read and registered."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from unionlaw.api.views import ACTING_POST, IDEMPOTENCY_KEY, Listed, Resource
from unionlaw.registers import hooks, services
from unionlaw.registers.api.serializers import EmployerFull, EmployerIn, EmployerOut, WorkerIn, WorkerOut
from unionlaw.registers.filters import EmployerFilter, WorkerFilter
from unionlaw.registers.models import Employer, Worker
from unionlaw.web.lists.keyset import Branch, Sort
from unionlaw.web.lists.views import ListView
from unionlaw.web.policy import Right

SORTS: Mapping[str, Sort] = {"registered": Sort(_("登记时间"), "registered_at")}


class WorkerRows(ListView):
    """What the API walks: workers of the actor's tree, and those that a floor above admits."""

    sorts = SORTS
    default_sort = "-registered"
    filterset_class = WorkerFilter

    def rows(self, actor: Any) -> QuerySet[Any]:
        return Worker.objects.visible_to(actor).current()

    def branches(self, actor: Any) -> Sequence[Branch]:
        if actor.is_system or not actor.may("worker.view"):
            return [Branch(self.rows(actor))]
        current = Worker.objects.current()
        branches = [Branch(current.in_tree_of(actor))] if actor.reads_tree else []
        return [*branches, *(Branch(current.filter(extra)) for extra in hooks.extra_worker_visibility(actor))]


class EmployerRows(ListView):
    """What the API walks: all employers on record."""

    sorts = SORTS
    default_sort = "-registered"
    filterset_class = EmployerFilter

    def rows(self, actor: Any) -> QuerySet[Any]:
        return Employer.objects.visible_to(actor).current()


class WorkerViewSet(Listed, Resource):
    """Workers; identity numbers, phones and addresses are masked."""

    policy = Right("worker.view")
    policies = {"create": Right("worker.register")}
    queryset = Worker.objects.all()
    list_class = WorkerRows
    serializer_class = WorkerOut

    def load(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("employer", "organisation")

    @extend_schema(
        summary=str(_("登记职工")),
        request=WorkerIn,
        responses={201: WorkerOut},
        parameters=[ACTING_POST, IDEMPOTENCY_KEY],
    )
    def create(self, request: Request) -> Response:
        worker = services.register_worker(**self.data(WorkerIn), by=self.actor, at=self.at)
        return self.show_created(worker.pk)


class EmployerViewSet(Listed, Resource):
    """Employers."""

    policy = Right("employer.view")
    policies = {"create": Right("employer.register")}
    queryset = Employer.objects.all()
    list_class = EmployerRows
    serializer_class = EmployerOut
    detail_class = EmployerFull

    def load(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = rows.select_related("region", "industry")
        return rows if self.action == "list" else rows.prefetch_related("contacts")

    @extend_schema(
        summary=str(_("登记用人单位")),
        request=EmployerIn,
        responses={201: EmployerFull},
        parameters=[ACTING_POST, IDEMPOTENCY_KEY],
    )
    def create(self, request: Request) -> Response:
        employer = services.register_employer(**self.data(EmployerIn), by=self.actor, at=self.at)
        return self.show_created(employer.pk)
