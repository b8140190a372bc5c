"""Reports that a worker makes for the API: asked for, then looked at until they are there."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from unionlaw.api.views import ACTING_POST, IDEMPOTENCY_KEY, Resource
from unionlaw.documents.files import open_file
from unionlaw.lib import clock
from unionlaw.reports import asking
from unionlaw.reports.api.serializers import ReportFileIn, ReportFileOut
from unionlaw.reports.computed import computed_report
from unionlaw.reports.models import Form, Output
from unionlaw.reports.services import outputs
from unionlaw.reports.tasks_outputs import make_outputs
from unionlaw.reports.waking import wake
from unionlaw.web.policy import Right


class ReportFileViewSet(Resource):
    """A report as JSON, made in the background: the way for what is to leave the union."""

    policy = Right("report.read")
    queryset = Output.objects.all()
    serializer_class = ReportFileOut
    pagination_class = None
    filter_backends = ()

    @extend_schema(
        operation_id="report_files_create",
        summary=gettext_lazy("申请生成一份报表"),
        request=ReportFileIn,
        responses={202: ReportFileOut},
        parameters=[ACTING_POST, IDEMPOTENCY_KEY],
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Put it in line; the same one that is in line already is given back. Location says where to look."""
        body = self.data(ReportFileIn)
        with transaction.atomic():
            found = outputs.ask_once(**self._asked(body), by=self.actor, at=self.at)
            wake(make_outputs)
        said = self._shown(found, None)
        return Response(said, status=status.HTTP_202_ACCEPTED, headers={"Location": said["url"], "Retry-After": "2"})

    @extend_schema(
        operation_id="report_files_read",
        summary=gettext_lazy("一份申请生成的报表"),
        responses={200: ReportFileOut},
        parameters=[ACTING_POST],
    )
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """How far it is; once it is made, the report, whose taking away is written down."""
        found = self.get_queryset().filter(pk=kwargs["id"], form=Form.JSON).first()
        if found is None:
            raise Http404
        return Response(self._shown(found, self._content(found) if found.state == Output.State.DONE else None))

    def _asked(self, body: dict[str, Any]) -> dict[str, Any]:
        more = {"form": Form.JSON.value, "outside": body["outside"], "reason": body["reason"]}
        query: Any = {key: str(value) for key, value in body.items() if key not in more}
        if "report" in query:
            report = computed_report(self.actor, body["report"])
            span = {"length": report.round.length, "last_month": report.round.end_on}
            return {"organisation": report.organisation, "report": report, **span, **more}
        organisation = asking.organisation_in(query, self.actor)
        span = {"length": asking.length_in(query), "last_month": asking.month_in(query, clock.today())}
        return {"organisation": organisation, "layout": asking.layout_in(query, organisation), **span, **more}

    def _content(self, found: Output) -> Any:
        opened = outputs.open_output(output_id=found.pk, by=self.actor, at=self.at)
        assert opened.file is not None
        try:
            with open_file(opened.file.sha256) as file:
                return json.loads(file.read())
        except FileNotFoundError:
            raise Http404 from None

    def _shown(self, found: Output, report: Any) -> dict[str, Any]:
        return {
            "id": found.pk, "state": found.state, "progress": found.progress, "error": found.error,
            "outside": found.outside, "url": reverse("api:report-files-detail", args=[found.pk]), "report": report,
        }  # fmt: skip
