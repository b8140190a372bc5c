"""The page of approval ladders: own and inherited steps, changing them, who changed what."""

import pytest

from monitoring_letters.models import LadderChange
from monitoring_letters.services.ladders import roles_for

pytestmark = pytest.mark.django_db


def test_steps_are_set_inherited_and_written_down(district, town, supervisor, sign_in):
    client, url = sign_in(supervisor), f"/letters/ladders/{district.pk}/"
    assert "平台默认" in client.get(url).content.decode()
    answer = client.post(f"{url}opinion/single/", {"step0": "letter_approver", "step1": "manager"})
    assert answer.headers["Location"] == url
    assert roles_for(town, "opinion", "single") == ("letter_approver", "manager")
    text = client.get(url).content.decode()
    assert "本单位设定" in text
    assert "函书审批人 → 管理者" in text
    assert f"沿用{district.name}" in client.get(f"/letters/ladders/{town.pk}/").content.decode()
    client.post(f"{url}opinion/single/", {})
    assert roles_for(town, "opinion", "single") == roles_for(town, "recommendation", "single")
    changes = list(LadderChange.objects.order_by("pk").values_list("before", "after", "user"))
    steps = ["letter_approver", "manager"]
    assert changes == [([], steps, supervisor.user.pk), (steps, [], supervisor.user.pk)]


def test_words_that_no_name_can_hold_find_nothing(supervisor, sign_in):
    assert sign_in(supervisor).get("/letters/ladders/", {"q": "a\0b"}).status_code == 200


def test_nothing_changed_leaves_no_trace(district, supervisor, sign_in):
    sign_in(supervisor).post(f"/letters/ladders/{district.pk}/notice/single/", {})
    assert not LadderChange.objects.exists()


@pytest.mark.parametrize("sent", [{"step0": "lawyer"}, {"step0": "manager", "step1": "manager"}])
def test_steps_are_of_those_who_may_approve_and_of_each_once(district, supervisor, sign_in, sent):
    answer = sign_in(supervisor).post(f"/letters/ladders/{district.pk}/notice/single/", sent)
    assert answer.status_code == 422


def test_other_trees_and_unknown_ladders_are_not_found(city, district, supervisor, sign_in):
    client = sign_in(supervisor)
    assert client.get(f"/letters/ladders/{city.pk}/").status_code == 404
    assert client.get(f"/letters/ladders/{district.pk}/opinion/industry/").status_code == 404
    text = client.get("/letters/ladders/").content.decode()
    assert district.name in text
    assert f"/letters/ladders/{city.pk}/" not in text
