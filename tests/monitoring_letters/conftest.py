"""What tests of letters start from: their people, and letters walked to any status by the services."""

import pytest

from tests.cases.pages import sign_in  # noqa: F401  fixture
from tests.cast import appoint
from tests.matters.conftest import make_employer, make_worker  # noqa: F401  fixtures
from tests.monitoring_letters.posting import at_noon, opened, post  # noqa: F401  fixtures
from tests.monitoring_letters.walk import Walk
from unionlaw.network.roles import Role


@pytest.fixture
def walk(caseworker, second_caseworker, supervisor, approver, lawyer, district, hr_bureau, make_worker, make_employer):  # noqa: F811
    return Walk(
        caseworker=caseworker,
        colleague=second_caseworker,
        supervisor=supervisor,
        approver=approver,
        lawyer=lawyer,
        bureau=hr_bureau,
        make_worker=make_worker,
        make_employer=make_employer,
    )


@pytest.fixture
def town_caseworker(town):
    return appoint("zhen", "甄镇", town, Role.CASEWORKER)
