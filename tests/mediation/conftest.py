"""What tests of mediations start from."""

from tests.cases.pages import sign_in  # noqa: F401  fixture
from tests.matters.conftest import make_employer, make_worker  # noqa: F401  fixtures
from tests.mediation.opening import opening, wage_cause  # noqa: F401  fixtures
from tests.mediation.settling import confirming_organ, settling  # noqa: F401  fixtures
from tests.mediation.stage import hr_mediator, stage  # noqa: F401  fixtures
