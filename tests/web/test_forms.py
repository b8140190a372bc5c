"""What the house's form fields take."""

import pytest
from django.core.exceptions import ValidationError

from unionlaw.web.forms import DateTimeField


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59", "1899-12-31 10:00"])
def test_a_moment_in_a_year_nobody_means_is_asked_about(typed):
    with pytest.raises(ValidationError, match="请核对年份"):
        DateTimeField().clean(typed)


def test_a_moment_of_these_years_is_taken():
    assert DateTimeField().clean("2026-11-21 09:30").isoformat() == "2026-11-21T09:30:00+08:00"
    assert DateTimeField(required=False).clean("") is None
