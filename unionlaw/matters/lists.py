"""The list of matters, and the parts of it that lists of one kind share."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionlaw.lib import clock
from unionlaw.matters import bulk, panels, statuses
from unionlaw.matters.filters import MatterFilter
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.web import format as fmt
from unionlaw.web import policy
from unionlaw.web.lists.cells import Badge, Cell, Choice, Date, Words
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.keyset import Branch, Sort
from unionlaw.web.lists.listing import Listing
from unionlaw.web.lists.views import ListView, Preset


class Due(Cell):
    """The next time limit with the days left."""

    def __init__(self) -> None:
        super().__init__("next_due_on")

    def html(self, row: Any) -> str:
        return str(fmt.due_badge(row.next_due_on, clock.today())) or super().html(row)


class Title(Cell):
    """The title, with the marks that make a matter go first."""

    def __init__(self) -> None:
        super().__init__("title")

    def html(self, row: Any) -> str:
        marks = ""
        if row.green_channel:
            marks += " " + fmt.badge(_g("绿色通道"), "done")
        if row.group:
            marks += " " + fmt.badge(_g("群体性"), "soon")
        return SafeString(super().html(row) + marks)


def _status_labels() -> dict[str, Any]:
    return {status.code: status.label for status in statuses.all_statuses()}


class StatusBadge(Badge):
    """The status in its phase's colour; labels are read with the first row, after all apps declared them."""

    def __init__(self) -> None:
        super().__init__("status_id", lazy(_status_labels, dict)(), fmt.PHASE_TONES, tone="phase")


KIND_LABELS = dict(Kind.choices)
SORTS = {
    "opened": Sort(_("受理时间"), "opened_at"),
    "due": Sort(_("期限"), "next_due_on", nullable=True, descending=False),
}
NUMBER = Column("number", _("编号"), "number", nowrap=True)
TITLE = Column("title", _("标题"), Title(), phone="title")
KIND = Column("kind", _("种类"), Choice("kind", KIND_LABELS), phone="hide", wide=True)
STATUS = Column("status", _("状态"), StatusBadge())
NEXT = Column("next", _("下一步"), Words("next_step"), phone="hide", wide=True)
HOLDER = Column("organisation", _("承办单位"), "organisation.short_name", phone="hide")
OWNER = Column("owner", _("经办人"), "owner.user.display_name")
DUE = Column("due", _("期限"), Due(), sort="due")
OPENED = Column("opened", _("受理"), Date("opened_at"), sort="opened", phone="hide")
UPDATED = Column("updated", _("更新"), Date("updated_at"), phone="hide", wide=True)


def _statuses_in(phase: str, kind: str) -> list[dict[str, Any]]:
    return [{"status": code} for code in statuses.codes(phase=phase, kind=kind)]


class MatterListBase(ListView):
    """What every list of matters has; lists of one kind name `kind` and their own key, title and columns."""

    kind = ""
    columns: Sequence[Column] = (NUMBER, TITLE, STATUS, NEXT, HOLDER, OWNER, DUE, OPENED, UPDATED)
    sorts = SORTS
    default_sort = "-opened"
    filterset_class = MatterFilter
    by_key: Collection[str] = ()
    """Filters of this kind's own that narrow whatever has the matter's key, grants too (unionlaw/matters/beside.py)."""
    fan_out = {"status": "status", "kind": "kind", "channel": "channel", "cause": "cause"}
    search_hint = _("编号、标题、当事人、拼音首字母、摘要")
    bulk_actions = bulk.ACTIONS
    bulk_columns = ("number", "status", "owner")
    shown_columns: tuple[str, ...] = (
        "number",
        "title",
        "kind",
        "status",
        "phase",
        "next_step",
        "next_due_on",
        "opened_at",
        "updated_at",
        "green_channel",
        "group",
        "organisation__short_name",
        "owner__user__display_name",
    )
    """What is read of each row; a kind's list adds what it shows besides, and joins its own row in `display`."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        # A phase is walked status by status: the newest matters are hardly ever closed ones.
        if cls.fan_out:
            cls.fan_out = {**cls.fan_out, "phase": partial(_statuses_in, kind=cls.kind)}

    @staticmethod
    def row_url(row: Any) -> str:
        return panels.url_of(row.kind, row.pk)

    def rows(self, actor: Any) -> QuerySet[Any]:
        rows = Matter.objects.visible_to(actor)
        return rows.filter(kind=self.kind) if self.kind else rows

    def branches(self, actor: Any) -> Sequence[Branch]:
        branches = Matter.objects.visible_branches(actor)
        if not self.kind:
            return branches
        # Matters and grants alike have a kind.
        return [
            replace(
                branch,
                queryset=branch.queryset.filter(kind=self.kind),
                answers={*branch.answers, *self.by_key} if branch.answers else (),
            )
            for branch in branches
        ]

    def display(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("organisation", "owner__user").only(*self.shown_columns)


class MatterList(MatterListBase):
    policy = policy.Right("matter.view")
    list_key = "matters"
    title = pgettext_lazy("list", "事项")
    columns = (NUMBER, TITLE, KIND, STATUS, NEXT, HOLDER, OWNER, DUE, OPENED, UPDATED)
    export_right = "matter.export"
    presets = (
        Preset(_("全部"), ""),
        Preset(_("在办"), "phase=open&phase=waiting&phase=suspended"),
        Preset(_("我经办的"), "mine=true"),
        Preset(_("已逾期"), "due=overdue&sort=due"),
    )
    empty_text = _("没有符合条件的事项。可以放宽筛选条件，或者从“咨询”登记一件。")

    def context(self, listing: Listing) -> dict[str, Any]:
        return {}
