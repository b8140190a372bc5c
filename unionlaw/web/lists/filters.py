"""Filters of a list: what the URL asks for, what of it is understood, and the chips that take it away again."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from operator import ne
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django_filters import FilterSet
from django_filters.fields import DateRangeField
from django_filters.widgets import DateRangeWidget, RangeWidget

from unionlaw.web.lists.asked import asked
from unionlaw.web.lists.keyset import Branch

# Parameters of the list itself; everything else in the URL belongs to its FilterSet.
RESERVED = frozenset({"after", "before", "sort", "panel"})
MOST_BRANCHES = 24
FanOut = Mapping[str, str | Callable[[Any], list[dict[str, Any]]]]


@dataclass(frozen=True)
class Chip:
    """One condition in words, and the query string without it."""

    label: str
    value: str
    query: str


@dataclass
class Applied:
    """The filters of one request.

    `values` holds what was understood, by filter name; `errors` what was not, with a message for the field.
    """

    filterset: FilterSet | None = None
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)

    def narrow(self, queryset: QuerySet[Any], *, without: Iterable[str] = ()) -> QuerySet[Any]:
        """`queryset` of the list's model with every understood filter applied, except those named in `without`."""
        if self.filterset is None:
            return queryset
        if not self._is_plain:
            return self.filterset.filter_queryset(queryset)
        narrowed = queryset
        # In the order they are declared: a filter may gain from what an earlier one has left.
        for name in [name for name in self.values if name not in set(without)]:
            narrowed = self.filterset.filters[name].filter(narrowed, self.values[name])
        # Filters of several choices always ask for DISTINCT, which would read all matches before the first is shown.
        # It is only needed where a filter joined a table with several rows for one of ours.
        if narrowed.query.distinct and _to_many(narrowed) == _to_many(queryset):
            narrowed.query.distinct = queryset.query.distinct
        return narrowed

    def narrow_branches(
        self, branches: Sequence[Branch], model: type, fan_out: FanOut, order: str = ""
    ) -> list[Branch]:
        """The branches with the filters applied.

        A choice of several values in a filter named in `fan_out` becomes one branch per value: each can then be walked
        in order by an index that begins with that column, where `IN (…)` would have to sort all that match.

        Args:
            branches: as the list declares them.
            model: the list's own model; what a branch of another model does not answer itself narrows it by a subquery
                on the key it points with.
            fan_out: filter name -> column of the model that the filter compares, or what gives the conditions that
                together mean one value: a branch for each, and none where no row can have that value.
            order: the column that the list is sorted by. A filter set that has an index of another model with the rows
                of a value in this order (`in_order`, unionlaw/matters/beside_filters.py) gives branches of that model.
        """
        if not self.values:
            return list(branches)
        offer = getattr(self.filterset, "in_order", None) if self._is_plain else None
        in_order = offer(self.values, order) if offer else None
        choices = self._fanned(fan_out, sum(branch.queryset.model is model for branch in branches))
        narrowed = []
        for branch in self._walked(branches):
            if branch.queryset.model is not model:
                narrowed.append(replace(branch, queryset=self._narrow_other(branch, model)))
                continue
            if in_order and (found := in_order(branch)):
                narrowed += found
                continue
            # A branch that walks another table's index would gain nothing from being split by a column of this one.
            split = choices if branch.pk in {"id", "pk"} else {}
            queryset = self.narrow(branch.queryset, without=split)
            for picks in itertools.product(*split.values()):
                picked = queryset
                for pick in picks:
                    picked = picked.filter(**pick)
                narrowed.append(replace(branch, queryset=picked))
        return narrowed or [replace(branches[0], queryset=branches[0].queryset.none())]

    def _walked(self, branches: Sequence[Branch]) -> Iterator[Branch]:
        """Each branch for each part in which the filter set wants the list walked (`walks()`, mostly there is none)."""
        filterset: Any = self.filterset
        if not self._is_plain or not hasattr(filterset, "walks"):
            yield from branches
            return
        whole = filterset.walk
        for walk in filterset.walks():
            filterset.walk = walk
            yield from branches
        filterset.walk = whole

    def _narrow_other(self, branch: Branch, model: type) -> QuerySet[Any]:
        """The rows of a branch of another model: filters it answers are applied to it, the others by a subquery."""
        own = self.values.keys() & set(branch.answers) if self._is_plain else set()
        queryset = self.narrow(branch.queryset, without=self.values.keys() - own) if own else branch.queryset
        if own == self.values.keys():
            return queryset
        keys = self.narrow(model._default_manager.all(), without=own).values("pk")  # type: ignore[attr-defined]
        return queryset.filter(**{f"{branch.pk}__in": keys})

    @property
    def _is_plain(self) -> bool:
        """Whether the filters are applied one by one, so that some can be left out."""
        return self.filterset is not None and type(self.filterset).filter_queryset is FilterSet.filter_queryset

    def _fanned(self, fan_out: FanOut, times: int) -> dict[str, list[dict[str, Any]]]:
        if not self._is_plain:
            return {}
        found: dict[str, list[dict[str, Any]]] = {}
        for name, how in fan_out.items():
            value = self.values.get(name)
            if value is None:
                continue
            values = list(value) if isinstance(value, list | tuple | set | QuerySet) else [value]
            picks = [pick for one in values for pick in ([{how: one}] if isinstance(how, str) else how(one))]
            if times * len(picks) <= MOST_BRANCHES:
                times *= max(len(picks), 1)
                found[name] = picks
        return found


def apply(
    filterset_class: type[FilterSet] | None, data: QueryDict, queryset: QuerySet[Any], request: Any, *, always: bool
) -> Applied:
    """Read the filters from the URL.

    Args:
        filterset_class: the list's, shared with the API.
        data: the query string.
        queryset: visible rows, for choices that depend on them.
        request: handed to the FilterSet.
        always: build the form even when the URL has no filter, because it is about to be shown.
    """
    if filterset_class is None or not (always or any(value for key, value in data.items() if key not in RESERVED)):
        return Applied()
    make = filterset_class if always else partial(asked, filterset_class)
    filterset = make(data, queryset=queryset, request=request)
    form = filterset.form
    errors = {name: [str(message) for message in messages] for name, messages in form.errors.items()}
    if always or errors:
        _make_handy(form)
    values = {
        name: value for name, value in form.cleaned_data.items() if name in filterset.filters and not _is_empty(value)
    }
    return Applied(filterset, values, errors)


def chips(applied: Applied, query: QueryDict) -> list[Chip]:
    """One chip for each condition in force; of a choice of several, one for each value."""
    if applied.filterset is None:
        return []
    found = []
    for name, bound in applied.filterset.form.fields.items():
        if name not in applied.values:
            continue
        keys = _keys(name, bound.widget)
        label = str(bound.label or name)
        value = applied.values[name]
        if isinstance(value, list | tuple | set | QuerySet):
            for item in value:
                stored = str(getattr(item, "pk", item))
                found.append(Chip(label, _words(bound, item), _without(query, keys, partial(ne, stored))))
        else:
            found.append(Chip(label, _words(bound, value), _without(query, keys)))
    return found


def cleaned_query(data: QueryDict) -> QueryDict:
    """The query string as it is kept in links: without page, panel and empty parameters."""
    query = QueryDict(mutable=True)
    for key, values in data.lists():
        kept = [value for value in values if value]
        if kept and key not in {"after", "before", "panel"}:
            query.setlist(key, kept)
    return query


def _make_handy(form: forms.Form) -> None:
    """Controls people know: checkboxes for a choice of several, the browser's calendar for days, a name on each end."""
    for control in form.fields.values():
        if type(control.widget) is forms.SelectMultiple:
            boxes = forms.CheckboxSelectMultiple()
            boxes.choices = control.widget.choices
            control.widget = boxes
        elif isinstance(control.widget, RangeWidget):
            if isinstance(control, DateRangeField):
                ends = [forms.DateInput({"type": "date"}, format="%Y-%m-%d") for _end in range(2)]
                control.widget = DateRangeWidget()
                control.widget.widgets = ends
            for end, words in zip(control.widget.widgets, (_("%(what)s，从"), _("%(what)s，到")), strict=True):
                end.attrs["aria-label"] = words % {"what": control.label}


def _to_many(queryset: QuerySet[Any]) -> set[str]:
    """The joins of a queryset that can repeat its rows."""
    joins = queryset.query.alias_map.items()
    fields = ((alias, getattr(join, "join_field", None)) for alias, join in joins)
    return {alias for alias, field in fields if field is not None and (field.one_to_many or field.many_to_many)}


def _is_empty(value: Any) -> bool:
    if isinstance(value, QuerySet):
        return not value
    if isinstance(value, slice):
        return value.start is None and value.stop is None
    return value is None or value == "" or value == [] or value == ()


def _keys(name: str, widget: forms.Widget) -> list[str]:
    suffixes = getattr(widget, "suffixes", None)
    if suffixes:
        return [f"{name}_{suffix}" if suffix else name for suffix in suffixes]
    return [name + suffix for suffix in getattr(widget, "widgets_names", [""])]


def _without(query: QueryDict, keys: Iterable[str], keep: Callable[[str], bool] = lambda _value: False) -> str:
    left = query.copy()
    for key in keys:
        kept = [value for value in left.getlist(key) if keep(value)]
        left.setlist(key, kept) if kept else left.pop(key, None)
    return left.urlencode()


def _words(bound: forms.Field, value: Any) -> str:
    if isinstance(value, slice):
        start, stop = (_day(edge) for edge in (value.start, value.stop))
        if start and stop:
            return start if start == stop else _("%(start)s 至 %(stop)s") % {"start": start, "stop": stop}
        return _("%(start)s 起") % {"start": start} if start else _("%(stop)s 止") % {"stop": stop}
    if value is True or value is False:
        return _("是") if value else _("否")
    if not isinstance(bound, forms.ModelChoiceField):
        for code, label in _flat(getattr(bound, "choices", ())):
            if str(code) == str(value):
                return str(label)
    return _day(value)


def _flat(choices: Any) -> Iterable[tuple[Any, Any]]:
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield code, label


def _day(value: Any) -> str:
    if isinstance(value, dt.datetime):
        value = value.date()
    return "" if value is None else str(value)
