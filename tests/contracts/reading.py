"""Which of the fields of a form a page reads: what it does not read cannot change its answer."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict


@contextmanager
def read_of(names: Collection[str]) -> Iterator[set[str]]:
    """Those of `names` that are asked for meanwhile, one by one or because everything is."""
    read: set[str] = set()
    get, get_list, get_all = MultiValueDict.__getitem__, MultiValueDict.getlist, MultiValueDict.lists

    def one(self: Any, name: str) -> Any:
        read.update({name} & set(names) & set(self))
        return get(self, name)

    def several(self: Any, name: str, default: Any = None) -> Any:
        read.update({name} & set(names) & set(self))
        return get_list(self, name, default)

    def everything(self: Any) -> Any:
        read.update(set(names) & set(self))
        return get_all(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MultiValueDict, "__getitem__", one)
        patch.setattr(MultiValueDict, "getlist", several)
        patch.setattr(MultiValueDict, "lists", everything)
        yield read
