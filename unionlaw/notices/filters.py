"""Filters of the inbox, the same for the page and the API."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from unionlaw.notices import kinds
from unionlaw.notices.models import Notice, Urgency

STATES = [("unread", _("未读")), ("read", _("已读"))]


def _labels() -> list[tuple[str, Any]]:
    """The first code of each label that kinds have, for the menu."""
    found: dict[str, tuple[str, Any]] = {}
    for kind in kinds.all_kinds():
        label = kind.label or kind.code
        found.setdefault(str(label), (kind.code, label))
    return sorted(found.values())


class NoticeFilter(filters.FilterSet):
    state = filters.ChoiceFilter(choices=STATES, method="by_state", label=_("状态"))
    kind = filters.ChoiceFilter(choices=_labels, method="by_kind", label=_("种类"))
    urgency = filters.ChoiceFilter(choices=Urgency.choices, label=_("紧急程度"))

    class Meta:
        model = Notice
        fields: list[str] = []

    def by_state(self, queryset: QuerySet[Notice], name: str, value: str) -> QuerySet[Notice]:
        return queryset.filter(read_at__isnull=value == "unread")

    def by_kind(self, queryset: QuerySet[Notice], name: str, value: str) -> QuerySet[Notice]:
        """Kinds of one label go together: "督办" holds the question and its answer."""
        chosen = kinds.find(value)
        label = str(chosen.label or chosen.code) if chosen else value
        return queryset.filter(
            kind__in=[kind.code for kind in kinds.all_kinds() if str(kind.label or kind.code) == label]
        )
