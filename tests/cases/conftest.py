"""What tests of legal-aid work start from: a cause, three editors, and cases walked to any status by the services."""

from datetime import date

import pytest

from tests.cases.pages import sign_in  # noqa: F401  fixture
from tests.cases.walk import Walk
from tests.matters.conftest import make_employer, make_worker  # noqa: F401  fixtures
from unionlaw.registers.models import Cause


@pytest.fixture
def wage_cause(db) -> Cause:
    return Cause.objects.get_or_create(
        list_version="2026",
        number="205(5)",
        defaults={"name": "追索劳动报酬纠纷", "position": 5, "valid_from": date(2026, 1, 1)},
    )[0]


@pytest.fixture
def injury_cause(db) -> Cause:
    return Cause.objects.get_or_create(
        list_version="2026",
        number="206(2)",
        defaults={"name": "工伤保险待遇纠纷", "position": 9, "valid_from": date(2026, 1, 1)},
    )[0]


@pytest.fixture
def walk(caseworker, supervisor, lawyer, wage_cause, make_worker, make_employer) -> Walk:  # noqa: F811
    return Walk(
        caseworker=caseworker,
        supervisor=supervisor,
        lawyer=lawyer,
        cause=wage_cause,
        make_worker=make_worker,
        make_employer=make_employer,
    )
