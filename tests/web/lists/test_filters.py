"""How filters reach the statement."""

from typing import Any

import pytest
from django.http import QueryDict

from tests.web.lists.site import OrganisationFilter
from unionlaw.network.models import Organisation
from unionlaw.web.lists import filters
from unionlaw.web.lists.keyset import Branch

pytestmark = pytest.mark.django_db


def applied(query: str) -> filters.Applied:
    rows = Organisation.objects.all()
    return filters.apply(OrganisationFilter, QueryDict(query), rows, None, always=False)


def test_a_choice_of_several_does_not_make_the_statement_distinct() -> None:
    narrowed = applied("kind=station&kind=court").narrow(Organisation.objects.all())
    assert not narrowed.query.distinct


def test_distinct_stays_where_a_filter_repeats_rows() -> None:
    found = applied("kind=station&kind=court")
    assert found.filterset is not None
    found.filterset.filters["kind"].field_name = "children__kind"
    assert found.narrow(Organisation.objects.all()).query.distinct


def branches(query: str, *of: Branch) -> list[Any]:
    return applied(query).narrow_branches(of, Organisation, {"kind": "kind"})


def test_a_choice_of_several_becomes_a_branch_for_each() -> None:
    found = branches("kind=station&kind=court", Branch(Organisation.objects.all()))
    assert [str(b.queryset.order_by().query).rsplit("WHERE", 1)[1].strip() for b in found] == [
        '"network_organisation"."kind" = station',
        '"network_organisation"."kind" = court',
    ]


def test_a_branch_along_another_index_stays_whole() -> None:
    through = Branch(Organisation.objects.filter(children__isnull=False), pk="children__id")
    assert len(branches("kind=station&kind=court", through)) == 1


def test_too_many_choices_stay_one_statement() -> None:
    many = "&".join(f"kind={code}" for code in Organisation.Kind.values)
    crowd = [Branch(Organisation.objects.all())] * 3
    assert len(branches(many, *crowd)) == 3
