"""Bulk matters look like those the services write, and the bench measures them."""

import json

import pytest
from django.core.management import call_command
from django.db import connection

from unionlaw.accounts.models import User
from unionlaw.bench import report
from unionlaw.bench.pages import Ratio
from unionlaw.matters.models import Counter, Grant, Matter
from unionlaw.matters.querysets import MatterQuerySet
from unionlaw.network.middleware import resolve_actor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bulk():
    call_command("load_reference", verbosity=0)
    call_command("seed_bulk", matters=400, verbosity=0)


def visible(username: str) -> MatterQuerySet:
    actor, _posts = resolve_actor(User.objects.get(username=username), None)
    return Matter.objects.visible_to(actor)


def test_bulk_rows_obey_every_constraint_and_every_wall(bulk):
    assert Matter.objects.count() == 400
    connection.check_constraints()
    assert visible("bench.manager").count() == 400
    assert 0 < visible("bench.supervisor1").count() < 400
    lawyers = Grant.objects.filter(viewer_key__startswith="post:").count()
    assert lawyers > 50
    # Rows were written with the checks of references off; none may point at nothing.
    assert (
        Matter.objects.filter(
            organisation__isnull=False, owner__user__isnull=False, dispute__cause__isnull=False
        ).count()
        == 400
    )
    assert Matter.objects.filter(consultation__isnull=True, aid_case__isnull=True).count() == 0


def test_bulk_numbers_go_on_where_the_counter_stands(bulk):
    for counter in Counter.objects.all():
        serials = sorted(
            Matter.objects.filter(
                number_organisation=counter.organisation_id, kind=counter.kind, year=counter.year
            ).values_list("serial", flat=True)
        )
        assert serials == list(range(1, counter.last + 1))


def test_bulk_rows_are_found_by_search_and_all_indexes_are_back(bulk):
    matter = Matter.objects.order_by("pk").first()
    assert matter in visible("bench.manager").matching(matter.claimant_names)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE tablename = 'matters_matter'")
        assert cursor.fetchone()[0] >= len(Matter._meta.indexes)


def test_the_report_says_which_page_was_worst():
    ratio = Ratio("P1", goal=1.1, floor=1.2)
    ratio.take(1.05, "town /matters/", "20 ms / 19 ms")
    ratio.take(1.15, "lawyer /matters/?due=week", "23 ms / 20 ms")
    assert "lawyer /matters/?due=week" in report.table([ratio])
    assert "floor" in report.table([ratio])
    assert json.loads(json.dumps(report.as_json([ratio])))["P1"]["ratio"] == 1.15
