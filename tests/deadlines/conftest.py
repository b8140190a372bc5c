"""What tests of time limits start from."""

from tests.api.conftest import call  # noqa: F401  fixture
from tests.cases.conftest import wage_cause, walk  # noqa: F401  fixtures
from tests.cases.pages import sign_in  # noqa: F401  fixture
from tests.deadlines.reminders import limit  # noqa: F401  fixture
from tests.matters.conftest import make_employer, make_worker, open_consultation  # noqa: F401  fixtures
