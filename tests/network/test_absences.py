"""Leave: who records it, what it does not allow, and who is away on a day."""

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.cast import NOON, appoint
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.network.absences import away
from unionlaw.network.actors import Actor
from unionlaw.network.models import Absence, Organisation, PersonChange
from unionlaw.network.roles import Role
from unionlaw.network.services.absences import cancel_absence, record_absence

TODAY = NOON.date()
DAY = timedelta(days=1)


def leave(by: Actor, of: Actor | None = None, *, starts_on: date = TODAY, days: int = 5, reason: str = "") -> Absence:
    post = (of or by).post
    [absence] = record_absence(
        post_ids=[post.pk], starts_on=starts_on, ends_on=starts_on + (days - 1) * DAY, reason=reason, by=by, at=NOON
    )
    return absence


def test_whoever_is_on_leave_is_away_on_its_first_and_last_day_and_not_after(caseworker: Actor, supervisor: Actor):
    leave(caseworker, reason="年休假")
    both = [caseworker.post.pk, supervisor.post.pk]
    assert away(both, TODAY) == away(both, TODAY + 4 * DAY) == {caseworker.post.pk}
    assert away(both, TODAY - DAY) == away(both, TODAY + 5 * DAY) == set()
    change = PersonChange.objects.get(user=caseworker.user)
    assert (change.what, change.by_post, change.reason) == ("absent", caseworker.post, "年休假")


def test_leave_does_not_overlap_within_a_post(caseworker: Actor):
    leave(caseworker)
    with pytest.raises(Invalid) as error:
        leave(caseworker, starts_on=TODAY + 4 * DAY)
    assert error.value.field == "starts_on"
    leave(caseworker, starts_on=TODAY + 5 * DAY)


@pytest.mark.parametrize(("starts_on", "days"), [(TODAY, 0), (TODAY - 9 * DAY, 3), (TODAY, 400)])
def test_leave_that_makes_no_sense_is_refused_beside_its_last_day(starts_on: date, days: int, caseworker: Actor):
    with pytest.raises(Invalid) as error:
        leave(caseworker, starts_on=starts_on, days=days)
    assert error.value.field == "ends_on"


def test_leave_of_several_posts_is_recorded_at_once_but_only_of_one_person(
    caseworker: Actor, second_caseworker: Actor, town: Organisation
):
    other = appoint("cai", "蔡小岚", town, Role.SUPERVISOR)
    posts = [caseworker.post.pk, other.post.pk]
    assert len(record_absence(post_ids=posts, starts_on=TODAY, ends_on=TODAY, reason="", by=other, at=NOON)) == 2
    with pytest.raises(Missing):
        record_absence(
            post_ids=[*posts, second_caseworker.post.pk], starts_on=TODAY, ends_on=TODAY, reason="", by=other, at=NOON
        )


def test_superiors_and_the_system_administrator_record_leave_of_others(
    caseworker: Actor, supervisor: Actor, city_supervisor: Actor, system_admin: Actor
):
    for by in (supervisor, city_supervisor, system_admin):
        absence = leave(by, caseworker)
        assert absence.by_post == by.post
        cancel_absence(absence_id=absence.pk, by=by, at=NOON)


def test_nobody_else_does(
    caseworker: Actor, second_caseworker: Actor, neighbour_supervisor: Actor, security_admin: Actor, lawyer: Actor
):
    mine = leave(caseworker)
    for by in (second_caseworker, neighbour_supervisor, security_admin, lawyer):
        with pytest.raises(Refused):
            leave(by, caseworker, starts_on=TODAY + 90 * DAY)
        with pytest.raises(Refused):
            cancel_absence(absence_id=mine.pk, by=by, at=NOON)


def test_cancelled_leave_is_gone_before_it_began_and_ends_yesterday_after(caseworker: Actor):
    coming = leave(caseworker, starts_on=TODAY + 30 * DAY)
    cancel_absence(absence_id=coming.pk, by=caseworker, at=NOON)
    begun = leave(caseworker)
    cancel_absence(absence_id=begun.pk, by=caseworker, at=NOON + 2 * DAY)
    assert list(Absence.objects.values_list("starts_on", "ends_on")) == [(TODAY, TODAY + DAY)]
    with pytest.raises(Conflict):
        cancel_absence(absence_id=begun.pk, by=caseworker, at=NOON + 2 * DAY)
    with pytest.raises(Missing):
        cancel_absence(absence_id=coming.pk, by=caseworker, at=NOON)


def test_one_records_and_cancels_ones_own_leave_on_a_page(caseworker: Actor, client: Client, time_machine):
    time_machine.move_to(NOON, tick=False)
    client.force_login(caseworker.user)
    page = client.get("/network/absences/")
    assert "没有指定代理人" in page.content.decode()
    data = {"starts_on": "2026-11-23", "ends_on": "2026-11-27", "posts": [caseworker.post.pk], "reason": "探亲"}
    assert client.post("/network/absences/", data).status_code == 302
    page = client.get("/network/absences/").content.decode()
    assert "2026-11-27" in page
    assert "探亲" in page
    absence = Absence.objects.get()
    assert client.post(f"/network/absences/{absence.pk}/cancel/").status_code == 302
    assert not Absence.objects.exists()


def test_the_persons_page_shows_leave_to_all_and_its_reason_to_superiors(
    caseworker: Actor, supervisor: Actor, second_caseworker: Actor, client: Client, time_machine
):
    time_machine.move_to(NOON, tick=False)
    leave(caseworker, reason="住院")
    seen = {}
    for actor in (supervisor, second_caseworker):
        client.force_login(actor.user)
        seen[actor] = client.get(f"/network/people/{caseworker.user.pk}/").content.decode()
        assert "2026-11-24" in seen[actor]
    assert "住院" in seen[supervisor]
    assert "取消休假" in seen[supervisor]
    assert "登记休假" in seen[supervisor]
    assert "住院" not in seen[second_caseworker]
    assert "取消休假" not in seen[second_caseworker]


def test_a_stranger_finds_no_leave_to_cancel(
    caseworker: Actor, neighbour_supervisor: Actor, client: Client, time_machine
):
    time_machine.move_to(NOON, tick=False)
    absence = leave(caseworker)
    client.force_login(neighbour_supervisor.user)
    assert client.post(f"/network/absences/{absence.pk}/cancel/").status_code == 404
