"""Every address of the API, under /api/v1/."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from cases.api.aid_cases import AidCaseViewSet
from cases.api.consultations import ConsultationViewSet
from mediation.api.mediations import MediationViewSet
from mediation.api.referrals import ReferralViewSet
from monitoring_letters.api.leads import LeadViewSet
from monitoring_letters.api.letters import SupervisionLetterViewSet
from unionlaw.api.pages import NoSuchRoute, ReadingPage, Root, SchemaView
from unionlaw.deadlines.api.views import DeadlineViewSet
from unionlaw.matters.api.views import MatterViewSet
from unionlaw.network.api.views import OrganisationViewSet
from unionlaw.notices.api.views import NoticeViewSet
from unionlaw.registers.api.views import EmployerViewSet, WorkerViewSet
from unionlaw.reports.api.files import ReportFileViewSet
from unionlaw.reports.api.views import IndicatorViewSet, ReportViewSet

router = SimpleRouter(use_regex_path=False)
router.register("matters", MatterViewSet, basename="matters")
router.register("consultations", ConsultationViewSet, basename="consultations")
router.register("aid-cases", AidCaseViewSet, basename="aid-cases")
router.register("mediations", MediationViewSet, basename="mediations")
router.register("mediation-referrals", ReferralViewSet, basename="mediation-referrals")
router.register("leads", LeadViewSet, basename="leads")
router.register("supervision-letters", SupervisionLetterViewSet, basename="supervision-letters")
router.register("deadlines", DeadlineViewSet, basename="deadlines")
router.register("workers", WorkerViewSet, basename="workers")
router.register("employers", EmployerViewSet, basename="employers")
router.register("organisations", OrganisationViewSet, basename="organisations")
router.register("reports", ReportViewSet, basename="reports")
router.register("report-files", ReportFileViewSet, basename="report-files")
router.register("indicators", IndicatorViewSet, basename="indicators")
router.register("notices", NoticeViewSet, basename="notices")

app_name = "api"
urlpatterns = [
    path("", Root.as_view(), name="root"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", ReadingPage.as_view(), name="docs"),
    path("", include(router.urls)),
    re_path(r"^.*$", NoSuchRoute.as_view(), name="no-such-route"),
]
