"""Walking a list by keyset."""

import datetime as dt
import itertools
import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from tests.web.lists.conftest import MakeOrganisations
from tests.web.lists.site import SORTS
from unionlaw.network.models import Organisation
from unionlaw.web.lists.capped import capped_count
from unionlaw.web.lists.keyset import Branch, Cursor, Page, Sort, walk
from unionlaw.web.lists.tokens import BadToken, decode, encode

WAYS = list(itertools.product(["name", "opened", "prefix"], [False, True]))


def expected(sort: Sort, descending: bool) -> list[int]:
    """All keys in display order, worked out in Python: empty values last, ties by key."""
    rows = list(Organisation.objects.values_list(sort.field, "pk"))
    full = sorted((row for row in rows if row[0] is not None), reverse=descending)
    empty = sorted((row[1] for row in rows if row[0] is None), reverse=descending)
    return [pk for _value, pk in full] + empty


def forward(branches: list[Branch], sort: Sort, descending: bool, limit: int) -> list[Page]:
    pages = [walk(branches, sort, descending=descending, limit=limit)]
    while pages[-1].has_next:
        pages.append(walk(branches, sort, descending=descending, limit=limit, after=pages[-1].last))
    return pages


@pytest.mark.parametrize(("key", "descending"), WAYS)
def test_every_row_comes_once_in_order_with_ties_and_empty_values(
    make_organisations: MakeOrganisations, key: str, descending: bool
) -> None:
    make_organisations(47)
    pages = forward([Branch(Organisation.objects.all())], SORTS[key], descending, 5)
    assert [pk for page in pages for pk in page.ids] == expected(SORTS[key], descending)
    assert [page.has_previous for page in pages] == [False] + [True] * (len(pages) - 1)


@pytest.mark.parametrize(("key", "descending"), WAYS)
def test_going_back_shows_the_pages_one_came_by(
    make_organisations: MakeOrganisations, key: str, descending: bool
) -> None:
    make_organisations(47)
    branches = [Branch(Organisation.objects.all())]
    pages = forward(branches, SORTS[key], descending, 5)
    page = pages[-1]
    for earlier in reversed(pages[:-1]):
        page = walk(branches, SORTS[key], descending=descending, limit=5, before=page.first)
        assert page.ids == earlier.ids
        assert page.has_next
    assert not page.has_previous


def test_a_row_added_before_the_reader_moves_nothing(make_organisations: MakeOrganisations) -> None:
    make_organisations(20)
    branches, sort = [Branch(Organisation.objects.all())], SORTS["name"]
    first = walk(branches, sort, descending=False, limit=5)
    planned = walk(branches, sort, descending=False, limit=5, after=first.last)
    make_organisations(1, name="0最前")
    assert walk(branches, sort, descending=False, limit=5, after=first.last).ids == planned.ids


def test_going_back_past_new_rows_ends_on_a_full_first_page(make_organisations: MakeOrganisations) -> None:
    make_organisations(20)
    branches, sort = [Branch(Organisation.objects.all())], SORTS["name"]
    second = walk(branches, sort, descending=False, limit=5, after=walk(branches, sort, descending=False, limit=5).last)
    make_organisations(1, name="0最前")
    back = walk(branches, sort, descending=False, limit=5, before=second.first)
    assert len(back.ids) == 5
    assert back.has_previous
    top = walk(branches, sort, descending=False, limit=5, before=back.first)
    assert top.ids == walk(branches, sort, descending=False, limit=5).ids
    assert not top.has_previous


@pytest.mark.parametrize(("key", "descending"), WAYS)
def test_overlapping_branches_show_a_row_once(
    make_organisations: MakeOrganisations, key: str, descending: bool
) -> None:
    rows = make_organisations(41)
    half = [row.pk for row in rows[:25]]
    branches = [
        Branch(Organisation.objects.filter(pk__in=half)),
        Branch(Organisation.objects.exclude(pk__in=half[:10])),
        # Through the parent every child is found, and each of them is meant.
        Branch(
            Organisation.objects.filter(children__isnull=False),
            pk="children__id",
            columns={sort.field: f"children__{sort.field}" for sort in SORTS.values()},
        ),
    ]
    pages = forward(branches, SORTS[key], descending, 6)
    assert [pk for page in pages for pk in page.ids] == expected(SORTS[key], descending)
    assert capped_count(branches, 1000) == 42


def test_a_branch_that_repeats_rows_still_fills_its_pages(
    make_organisations: MakeOrganisations, city: Organisation
) -> None:
    make_organisations(30)
    doubled = Organisation.objects.filter(
        parent=city, parent__children__number_prefix="甲", parent__children__name__lt="区总工会0006"
    )
    branches = [Branch(doubled, repeats=3)]
    pages = forward(branches, SORTS["name"], False, 7)
    found = [pk for page in pages for pk in page.ids]
    assert len(found) == len(set(found)) == 30
    assert all(len(page.ids) == 7 for page in pages[:-1])
    assert capped_count(branches, 1000) == 30


def test_counting_stops_at_the_cap(make_organisations: MakeOrganisations) -> None:
    make_organisations(30)
    assert capped_count([Branch(Organisation.objects.all())], 10) == 11
    assert capped_count([Branch(Organisation.objects.none())], 10) == 0


@pytest.mark.parametrize("cap", [10, 5_000])
def test_rows_of_two_branches_are_counted_once(make_organisations: MakeOrganisations, cap: int) -> None:
    """Under a high cap, too, where branches are first counted one by one."""
    make_organisations(8)
    everything = Branch(Organisation.objects.all())
    few = Branch(Organisation.objects.filter(pk__in=Organisation.objects.values("pk")[:3]))
    none = Branch(Organisation.objects.filter(name=""), repeats=2)
    total = Organisation.objects.count()
    assert capped_count([everything, none], cap) == min(total, cap + 1)
    assert capped_count([few, everything, none], cap) == min(total, cap + 1)
    assert capped_count([few, few], cap) == 3


@pytest.mark.parametrize(("cap", "counted"), [(3, 4), (10, 11), (200, 20), (20, 20), (19, 20)])
def test_a_first_page_reads_on_to_count(make_organisations: MakeOrganisations, cap: int, counted: int) -> None:
    """As far as the cap and one more; the page stays what it is without counting, and later ones do not count."""
    make_organisations(20)
    rows = Organisation.objects.filter(name__startswith="区总工会")
    assert rows.count() == 20
    branches, sort = [Branch(rows), Branch(rows.filter(name__gt="区总工会0005"))], SORTS["opened"]
    plain = walk(branches, sort, descending=False, limit=8)
    first = walk(branches, sort, descending=False, limit=8, cap=cap)
    assert first == replace(plain, count=counted)
    second = walk(branches, sort, descending=False, limit=8, after=first.last, cap=cap)
    assert second == walk(branches, sort, descending=False, limit=8, after=first.last)
    assert second.first is not None
    back = walk(branches, sort, descending=False, limit=9, before=second.first, cap=cap)
    assert (back.ids, back.count) == (walk(branches, sort, descending=False, limit=9).ids, counted), "the start again"


def test_nothing_visible_is_an_empty_page(db: None) -> None:
    assert walk([Branch(Organisation.objects.none())], SORTS["name"], descending=True, limit=5) == Page([])


def test_tokens_survive_the_trip_and_forgeries_do_not(make_organisations: MakeOrganisations) -> None:
    make_organisations(6)
    branch = Branch(Organisation.objects.all())
    for key, sort in SORTS.items():
        last = walk([branch], sort, descending=True, limit=3).last
        assert last is not None
        assert decode(encode(key, last), key, branch, sort) == last
    token = encode("name", Cursor("甲", 5))
    bad: list[tuple[str, str]] = [
        (token, "opened"),
        (token[:-2], "name"),
        ("x", "name"),
        ("\x00", "name"),
        (token + "你", "name"),
    ]
    bad.append((encode("name", Cursor(None, 5)), "name"))
    bad.append((encode("opened", Cursor("never", 5)), "opened"))
    for text, key in bad:
        with pytest.raises(BadToken):
            decode(text, key, branch, SORTS[key])


@pytest.mark.parametrize(("key", "descending"), [("name", False), ("name", True), ("opened", False), ("opened", True)])
def test_a_page_is_an_index_range_scan(
    make_organisations: MakeOrganisations, monkeypatch: pytest.MonkeyPatch, key: str, descending: bool
) -> None:
    """The cursor bounds the scan (Index Cond) and nothing is sorted, in both directions, from one ascending index."""
    make_organisations(3000)
    sort = SORTS[key]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        # Before the update: an index made after rows were updated in place is not used within the same transaction.
        cursor.execute(f"CREATE INDEX test_walk ON network_organisation ({sort.field}, id)")
        # Few rows without a value, as in real lists; were they many, walking the primary key would be as good.
        Organisation.objects.filter(name__gte="区总工会0300").update(opened_on=dt.date(2021, 1, 1))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ANALYZE network_organisation")
        # What is possible is asked for; what pays at a million rows does not yet pay at three thousand.
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    branch = [Branch(Organisation.objects.all())]
    pages = forward(branch, sort, descending, 900)
    plans: list[str] = []

    def explain(_branches: Any, sql: str, params: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {sql}", params)
            plans.append("\n".join(line for (line,) in cursor.fetchall()))
        return []

    monkeypatch.setattr("unionlaw.web.lists.keyset.execute", explain)
    walk(branch, sort, descending=descending, limit=50, after=pages[1].last)
    (plan,) = plans
    assert re.search(rf"Index Cond: \(.*ROW\(\(?{sort.field}", plan), plan
    assert "Seq Scan" not in plan
    assert not re.search(r"^\s*Filter:", plan, re.MULTILINE), plan
