"""The inbox and the list of what did not go out."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from unionlaw.lib import clock
from unionlaw.lib.wording import shown
from unionlaw.network.roles import Role
from unionlaw.notices import bulk, channels, kinds, visibility, wording
from unionlaw.notices.filters import NoticeFilter
from unionlaw.notices.models import Delivery, Notice
from unionlaw.notices.services import dead_letters
from unionlaw.web import format as fmt
from unionlaw.web import policy
from unionlaw.web.lists.cells import Cell, Moment, RowUrl
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.keyset import Sort
from unionlaw.web.lists.listing import Listing
from unionlaw.web.lists.views import ListView, Preset


class Said(Cell):
    """What a notice says; of one whose matter its reader may not see any more only that."""

    def __init__(self) -> None:
        super().__init__(lambda row: row.said.title)

    def html(self, row: Any) -> str:
        marks = SafeString("")
        if row.read_at is None:
            marks += fmt.badge(_g("未读"), "active")
        if row.urgency == "urgent":
            marks += fmt.badge(_g("紧急"), "danger")
        if row.late:
            marks += fmt.badge(_g("补发"), "soon")
        title = format_html(
            '<span class="notice-title{}">{}</span>', " is-unread" if row.read_at is None else "", row.said.title
        )
        body = format_html('<span class="notice-body">{}</span>', row.said.body) if row.said.body else ""
        return SafeString(f'{title}{body}<span class="notice-marks">{marks}</span>')


def kind_label(row: Any) -> str:
    kind = kinds.find(row.kind)
    return str(kind.label or "") if kind else ""


def told_post(row: Any) -> str:
    return f"{row.post.organisation.short_name} {Role(row.post.role).label}"


@policy.right("notice.view")
class Inbox(ListView):
    list_key = "notices"
    title = _("我的消息")
    template_name = "notices/inbox.html"
    filterset_class = NoticeFilter
    columns = (
        Column("said", _("消息"), Said(), phone="title"),
        Column("kind", _("种类"), kind_label, phone="hide"),
        Column("post", _("收到消息的岗位"), told_post, wide=True, phone="hide"),
        Column("at", _("时间"), Moment("created_at"), sort="at"),
        Column("read", _("阅读"), Moment("read_at"), wide=True, phone="hide"),
    )
    sorts = {"at": Sort(_("时间"), "created_at")}
    default_sort = "-at"
    row_url = RowUrl("notices:notice")
    bulk_actions = (bulk.MarkRead(),)
    presets = (Preset(_("未读"), "state=unread"), Preset(_("紧急"), "urgency=urgent"))
    empty_text = _("还没有消息。期限提醒、督办和指派会出现在这里。")

    def rows(self, actor: Any) -> QuerySet[Notice]:
        return Notice.objects.visible_to(actor)

    def display(self, rows: QuerySet[Notice]) -> QuerySet[Notice]:
        return rows.select_related("user", "post__organisation", "matter")

    def decorate(self, rows: list[Any]) -> None:
        say(rows)

    def context(self, listing: Listing) -> dict[str, Any]:
        return {}


def say(rows: list[Any]) -> None:
    """Give each notice `said`, in words, and `visible`: whether its reader may still see what it is about."""
    visible = visibility.still_visible(rows, clock.today())
    for row in rows:
        row.visible = row.pk in visible
        row.said = wording.words_or_less(row) if row.visible else wording.out_of_sight()


def receiver(row: Any) -> str:
    """The person or chat group a delivery is for."""
    if row.robot:
        return str(row.robot.name)
    owner = row.digest or row.notice
    return str(owner.user)


def _place(row: Any) -> str:
    return str(row.notice.post.organisation.short_name) if row.notice else ""


def _what(row: Any) -> str:
    if row.digest_id:
        return _g("每日汇总")
    kind = kinds.find(row.notice.kind)
    return str(kind.label or kind.code) if kind else row.notice.kind


def _channel(row: Any) -> str:
    return str(channels.LABELS.get(row.channel, row.channel))


def load_delivery(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """With what `receiver` and `facts` read."""
    return rows.select_related("robot", "notice__user", "notice__post__organisation", "digest__user", "handled_by")


def facts(row: Delivery) -> list[tuple[Any, Any]]:
    """What an administrator may know of a delivery: all but what it says."""
    found = [
        (_("收件人"), receiver(row)),
        (_("组织"), _place(row)),
        (_("通知"), _what(row)),
        (_("渠道"), _channel(row)),
        (_("生成时间"), fmt.table_time(row.created_at)),
        (_("发送次数"), row.attempts),
        (_("原因"), shown(row.last_error)),
    ]
    if row.handled_at:
        found.append((_("上次处理"), f"{fmt.table_time(row.handled_at)} {row.handled_by or ''}"))
    return found


@policy.right("delivery.manage")
class DeadLetters(ListView):
    list_key = "dead_letters"
    title = _("未送达的通知")
    template_name = "notices/dead_letters.html"
    columns = (
        Column("to", _("收件人"), receiver, phone="title"),
        Column("place", _("组织"), _place),
        Column("what", _("通知"), _what),
        Column("channel", _("渠道"), _channel),
        Column("attempts", _("发送次数"), "attempts", numeric=True, phone="hide"),
        Column("error", _("原因"), lambda row: shown(row.last_error)),
        Column("at", _("生成时间"), Moment("created_at"), sort="at"),
    )
    sorts = {"at": Sort(_("生成时间"), "id")}
    default_sort = "-at"
    row_url = RowUrl("notices:dead_letter")
    bulk_actions = (bulk.SendAgain(), bulk.Drop())
    bulk_columns = ("what", "channel", "error")
    empty_text = _("没有未送达的通知。")

    def rows(self, actor: Any) -> QuerySet[Delivery]:
        return dead_letters.dead_letters(actor)

    def display(self, rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
        return load_delivery(rows)

    def context(self, listing: Listing) -> dict[str, Any]:
        return {"back": reverse("network:administration")}
