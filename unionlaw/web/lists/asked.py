"""The filter set of one request, with no more fields than the request asks about: making all of them takes longer than
finding the rows."""

from typing import Any

from django.http import QueryDict
from django_filters import FilterSet


def asked(filterset_class: type[FilterSet], data: QueryDict, **made_with: Any) -> FilterSet:
    """The filter set with those filters of which `data` has a parameter; with all of them where one is not understood,
    because the whole form is then shown.

    Args:
        filterset_class: the list's.
        data: the query string.
        made_with: what else the class is made with.
    """
    names = [name for name in filterset_class.base_filters if any(key.startswith(name) for key in data)]
    # A filter set copies what its attribute `base_filters` holds, be it its own or its class's.
    filterset: Any = object.__new__(filterset_class)
    filterset.base_filters = {name: filterset_class.base_filters[name] for name in names}
    filterset.__init__(data, **made_with)
    return filterset_class(data, **made_with) if filterset.form.errors else filterset
