"""Deputies of a post."""

import pytest

from tests.cast import NOON
from unionlaw.lib.errors import Invalid
from unionlaw.network.actors import Actor
from unionlaw.network.models import PersonChange
from unionlaw.network.services import people


def test_a_deputy_comes_from_the_same_desk(
    caseworker: Actor, second_caseworker: Actor, supervisor: Actor, neighbour: Actor, security_admin: Actor
) -> None:
    for wrong in (supervisor, neighbour, caseworker):
        with pytest.raises(Invalid) as error:
            people.set_deputy(post_id=caseworker.post.pk, deputy=wrong.post, by=security_admin, at=NOON)
        assert error.value.field == "deputy"
    people.set_deputy(post_id=caseworker.post.pk, deputy=second_caseworker.post, by=security_admin, at=NOON)
    people.set_deputy(post_id=caseworker.post.pk, deputy=None, by=security_admin, at=NOON)
    changes = PersonChange.objects.filter(user=caseworker.user).order_by("pk")
    assert [c.data["after"]["deputy"] for c in changes] == ["岑立", ""]
