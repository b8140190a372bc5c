"""A wage lead becomes a 提示函, then a 意见书, then a 建议书; the money that came is counted once."""

import pytest

from monitoring_letters import states
from unionlaw.matters.models import Event

pytestmark = pytest.mark.django_db


def names(letter):
    return list(Event.objects.filter(matter=letter.pk).order_by("sequence").values_list("name", flat=True))


@pytest.mark.parametrize("status", [status.code for status in states.supervision_letter.statuses])
def test_a_letter_can_be_walked_to_every_status(walk, status):
    letter = walk.to(status)
    assert letter.matter.status_id == status


@pytest.mark.parametrize("status", [status.code for status in states.lead.statuses])
def test_a_lead_can_be_walked_to_every_status(walk, status):
    assert walk.lead_to(status).matter.status_id == status
