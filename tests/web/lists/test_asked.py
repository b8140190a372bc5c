from django.http import QueryDict
from django_filters import CharFilter, DateFromToRangeFilter, FilterSet, MultipleChoiceFilter

from unionlaw.network.models import Organisation
from unionlaw.web.lists.asked import asked


class Offered(FilterSet):
    name = CharFilter()
    kind = MultipleChoiceFilter(choices=[("a", "a"), ("b", "b")])
    opened = DateFromToRangeFilter()

    class Meta:
        model = Organisation
        fields: list[str] = []


def made(query: str) -> FilterSet:
    return asked(Offered, QueryDict(query), queryset=Organisation.objects.none())


def test_a_filter_set_has_the_filters_that_the_address_names():
    filterset = made("kind=a&kind=b&opened_after=2026-01-01&sort=name")
    assert list(filterset.filters) == ["kind", "opened"]
    assert filterset.form.cleaned_data["kind"] == ["a", "b"]
    assert filterset.form.cleaned_data["opened"].start.day == 1


def test_a_value_that_is_not_understood_brings_the_whole_form():
    filterset = made("kind=c")
    assert list(filterset.filters) == ["name", "kind", "opened"]
    assert "kind" in filterset.form.errors


def test_what_one_address_asks_changes_nothing_for_the_next():
    made("kind=a")
    assert list(made("name=x").filters) == ["name"]
    assert list(Offered.base_filters) == ["name", "kind", "opened"]
