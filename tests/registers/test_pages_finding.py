"""Finding people and employers by number and name, across the city and inside forms."""

from django.urls import reverse

from tests.registers.browsing import WRONG, html, signed_in
from tests.registers.people import citizen, credit_code


def test_finding_by_number_works_across_the_city_without_giving_the_page_away(zhang, neighbour):
    client = signed_in(neighbour)
    url = reverse("registers:worker_find")
    assert client.get(url).status_code == 200
    page = html(client.post(url, {"number": citizen()}))
    assert "张*" in page
    assert zhang.get_absolute_url() not in page
    assert "全市没有用这个号码" in html(client.post(url, {"number": "13900000000"}))
    assert client.post(url, {"number": ""}).status_code == 422


def test_the_check_fills_birth_date_and_sex_and_shows_who_is_registered(desk, zhang):
    url = reverse("registers:worker_check")
    page = html(desk.post(url, {"id_number": citizen(), "id_kind": "citizen"}))
    assert "男，1990年3月7日出生" in page
    assert 'value="1990-03-07"' in page
    assert "证件号码相同" in page
    assert "身份证号第18位应为" in html(desk.post(url, {"id_number": WRONG}))
    inline = html(desk.post(url + "?field=worker", {"worker-new-id_number": citizen()}))
    assert f'name="worker" value="{zhang.pk}"' in inline
    assert "id_birth_date" not in inline


def test_lookups_answer_posts_only(desk, zhang, factory):
    for name in ("registers:worker_lookup", "registers:employer_lookup"):
        assert "lookup-option" not in html(desk.get(reverse(name) + "?field=x&x-q=张"))
    workers = reverse("registers:worker_lookup") + "?field=worker"
    assert f'value="{zhang.pk}"' in html(desk.post(workers, {"worker-q": "zs"}))
    assert f'value="{zhang.pk}"' in html(desk.post(workers, {"worker-q": "138 1234 5678"}))
    assert "没有找到" in html(desk.post(workers, {"worker-q": "赵"}))
    employers = reverse("registers:employer_lookup") + "?field=employer"
    for query in ("飞影", credit_code()):
        assert f'value="{factory.pk}"' in html(desk.post(employers, {"employer-q": query}))
