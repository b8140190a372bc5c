"""Deliveries in a changing tree: they follow people and organisations, or end with a reason that is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cast import NOON
from tests.reports.rounds import layout
from tests.reports.test_deliveries import at, set_up
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post
from unionlaw.network.services.organisations import merge_organisations, move_organisation
from unionlaw.notices.models import Notice
from unionlaw.reports.models import Delivery, Layout, Output
from unionlaw.reports.services import deliveries, making, pivots

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def small(db: None) -> Layout:
    return layout()


@pytest.fixture
def merge(city: Any) -> Any:
    def merged(kept: Any, dropped: Any) -> None:
        merge_organisations(kept=kept, dropped=dropped, reason="区划调整", by=Actor.system("test"), at=at(12, 1))

    return merged


def test_it_follows_its_receiver_and_its_organisation_into_the_one_they_merged_into(
    merge, district, neighbour_district, neighbour, small, supervisor
):
    delivery = set_up(district, small, supervisor)
    merge(neighbour_district, district)
    delivery.refresh_from_db()
    assert delivery.organisation == neighbour_district
    assert delivery.to_post == delivery.made_by
    assert (delivery.to_post.user, delivery.to_post.organisation) == (supervisor.user, neighbour_district)
    assert deliveries.send_due(at=at(12, 7)) == 1
    making.work_off(now=lambda: at(12, 7))
    output = Output.objects.get()
    assert (output.state, output.organisation, output.asked_by) == ("done", neighbour_district, delivery.to_post)


def test_what_would_be_sent_twice_after_a_merger_ends_with_its_reason(
    merge, city, district, neighbour_district, small, manager
):
    old, kept = (set_up(one, small, manager) for one in (district, neighbour_district))
    merge(neighbour_district, district)
    assert deliveries.send_due(at=at(12, 7)) == 1
    old.refresh_from_db()
    kept.refresh_from_db()
    assert (old.ended_reason, kept.ended_at) == ("该单位已撤销或者并入其他单位", None)


def test_files_stay_with_the_person(merge, district, neighbour_district, small, supervisor):
    set_up(district, small, supervisor)
    deliveries.send_due(at=at(12, 7))
    making.work_off(now=lambda: at(12, 7))
    merge(neighbour_district, district)
    post = Post.objects.get(user=supervisor.user, organisation=neighbour_district)
    assert Output.objects.visible_to(Actor(user=supervisor.user, post=post)).count() == 1


def test_pivots_stay_with_the_person_and_with_the_union_they_are_shared_in(
    merge, district, neighbour_district, supervisor
):
    kept = {"indicator": "recovered", "rows": "cause", "columns": "", "length": "month", "members": {}}
    pivots.save_pivot(name="案由", shared=True, **kept, by=supervisor, at=NOON)
    merge(neighbour_district, district)
    post = Post.objects.get(user=supervisor.user, organisation=neighbour_district)
    [view] = pivots.pivots_of(Actor(user=supervisor.user, post=post))
    assert (view.post, view.organisation) == (post, neighbour_district)


def test_a_station_that_moved_to_another_district_is_sent_to_those_above_it_now(
    city, district, neighbour_district, station, small, supervisor, manager
):
    lost = set_up(station, small, supervisor)
    goes_on = set_up(station, small, manager)
    move_organisation(
        organisation_id=station.pk, new_parent=neighbour_district, reason="调整", by=Actor.system("test"),
        at=at(12, 1),
    )  # fmt: skip
    assert deliveries.send_due(at=at(12, 7)) == 1
    lost.refresh_from_db()
    goes_on.refresh_from_db()
    assert (lost.ended_reason, goes_on.ended_at) == ("接收人不再能查看该单位的报表", None)
    assert Notice.objects.get().post == supervisor.post
    assert lost in Delivery.objects.visible_to(supervisor)
