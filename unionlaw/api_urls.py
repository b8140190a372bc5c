"""Every address of the API, under /api/v1/."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from cases.api.aid_cases import AidCaseViewSet
from cases.api.consultations import ConsultationViewSet
from unionlaw.api.pages import NoSuchRoute, Root, SchemaView, reading
from unionlaw.matters.api.views import MatterViewSet
from unionlaw.network.api.views import OrganisationViewSet
from unionlaw.registers.api.views import EmployerViewSet, WorkerViewSet

router = SimpleRouter(use_regex_path=False)
router.register("matters", MatterViewSet, basename="matters")
router.register("consultations", ConsultationViewSet, basename="consultations")
router.register("aid-cases", AidCaseViewSet, basename="aid-cases")
router.register("workers", WorkerViewSet, basename="workers")
router.register("employers", EmployerViewSet, basename="employers")
router.register("organisations", OrganisationViewSet, basename="organisations")

app_name = "api"
urlpatterns = [
    path("", Root.as_view(), name="root"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", reading, name="docs"),
    path("", include(router.urls)),
    re_path(r"^.*$", NoSuchRoute.as_view(), name="no-such-route"),
]
