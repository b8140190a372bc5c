"""What an audit administrator reads, and the failed sign-ins of a security administrator."""

from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.accounts.models import User
from unionlaw.lib import clock
from unionlaw.lib.wording import sentences
from unionlaw.network import changes, reach, readings
from unionlaw.network.filters import OrganisationChangeFilter, PersonChangeFilter, ReadLogFilter
from unionlaw.network.models import OrganisationChange, PersonChange, Post, ReadLog
from unionlaw.network.roles import Role
from unionlaw.web import policy
from unionlaw.web.lists.cells import Badge, Choice, Moment, RowUrl
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.keyset import Sort
from unionlaw.web.lists.listing import Listing
from unionlaw.web.lists.views import ListView

AUDIT_TABS = [
    (gettext_lazy("查阅与导出"), "network:read_log"),
    (gettext_lazy("账号与岗位"), "network:person_changes"),
    (gettext_lazy("组织变更"), "network:organisation_changes"),
]


class AuditList(ListView):
    """What the three lists of an audit administrator share."""

    template_name = "network/list.html"
    title = gettext_lazy("审计")
    sorts = {"at": Sort(gettext_lazy("时间"), "at")}
    default_sort = "-at"
    export_right = "audit.export"
    search_hint = gettext_lazy("办理人姓名或用户名")
    empty_text = gettext_lazy("您的管理范围内还没有这类记录。")

    def context(self, listing: Listing) -> dict[str, Any]:
        here = self.request.path
        tabs = [{"label": label, "url": reverse(name), "current": reverse(name) == here} for label, name in AUDIT_TABS]
        return {"tabs": tabs, "back": reverse("network:administration")}


def _reader(row: ReadLog) -> str:
    return str(row.user or row.job or _("系统"))


def _place(post: Post | None) -> str:
    return f"{post.organisation.short_name} {Role(post.role).label}" if post else ""


def _lines(row: OrganisationChange | PersonChange) -> str | SafeString:
    return sentences(changes.lines(row.data))


_by = Column("by", gettext_lazy("办理人"), lambda row: str(row.by_user or row.job or _("系统")))
_reason = Column("reason", gettext_lazy("理由"), "reason")
_said = Column("data", gettext_lazy("内容"), _lines)


@policy.right("audit.view")
class ReadLogList(AuditList):
    list_key = "read_log"
    filterset_class = ReadLogFilter
    columns = (
        Column("at", gettext_lazy("时间"), Moment("at"), sort="at"),
        Column("who", gettext_lazy("查阅人"), _reader, phone="title"),
        Column("post", gettext_lazy("岗位"), lambda row: _place(row.post)),
        Column("action", gettext_lazy("动作"), Choice("action", dict(ReadLog.Action.choices))),
        Column("subject", gettext_lazy("对象"), readings.subject),
        Column("data", gettext_lazy("内容"), readings.said),
        _reason,
    )

    def rows(self, actor: Any) -> QuerySet[ReadLog]:
        return reach.read_log(actor)

    def display(self, rows: QuerySet[ReadLog]) -> QuerySet[ReadLog]:
        return rows.select_related("user", "post__organisation")


@policy.right("audit.view")
class PersonChangeList(AuditList):
    list_key = "person_changes"
    filterset_class = PersonChangeFilter
    columns = (
        Column("at", gettext_lazy("时间"), Moment("at"), sort="at"),
        Column("what", gettext_lazy("办理事项"), Choice("what", dict(PersonChange.What.choices)), phone="title"),
        Column(
            "person",
            gettext_lazy("涉及人员"),
            lambda row: str(row.user or row.data.get("after", {}).get("account", "")),
        ),
        _said,
        _by,
        _reason,
    )

    def rows(self, actor: Any) -> QuerySet[PersonChange]:
        return reach.person_changes(actor)

    def display(self, rows: QuerySet[PersonChange]) -> QuerySet[PersonChange]:
        return rows.select_related("user", "by_user")


@policy.right("audit.view")
class OrganisationChangeList(AuditList):
    list_key = "organisation_changes"
    filterset_class = OrganisationChangeFilter
    columns = (
        Column("at", gettext_lazy("时间"), Moment("at"), sort="at"),
        Column("what", gettext_lazy("变更"), Choice("what", dict(OrganisationChange.What.choices)), nowrap=True),
        Column("organisation", gettext_lazy("组织"), "organisation.name", phone="title"),
        _said,
        _by,
        _reason,
    )

    def rows(self, actor: Any) -> QuerySet[OrganisationChange]:
        return reach.organisation_changes(actor)

    def display(self, rows: QuerySet[OrganisationChange]) -> QuerySet[OrganisationChange]:
        return rows.select_related("organisation", "by_user")


def attempts(actor: Any) -> QuerySet[AccessAttempt]:
    """Failed sign-ins that concern the actor's office: at the top all, below those of its own people."""
    rows = AccessAttempt.objects.all()
    if not actor.may("account.secure"):
        return rows.none()
    if reach.everywhere(actor):
        return rows
    own = User.objects.filter(posts__in=Post.objects.filter(reach.within(actor, "organisation")))
    return rows.filter(username__in=own.values("username"))


def is_locked(row: AccessAttempt) -> bool:
    """Whether this row alone keeps the account out now."""
    recent = row.attempt_time >= clock.now() - settings.AXES_COOLOFF_TIME
    return bool(recent and row.failures_since_start >= settings.AXES_FAILURE_LIMIT)


@policy.right("account.secure")
class AttemptList(ListView):
    list_key = "attempts"
    title = gettext_lazy("登录失败与锁定")
    template_name = "network/list.html"
    columns = (
        Column("username", gettext_lazy("登录名"), "username", phone="title"),
        Column("person", gettext_lazy("姓名"), "person_name"),
        Column("address", gettext_lazy("来源地址"), "ip_address"),
        Column("failures", gettext_lazy("失败次数"), "failures_since_start", numeric=True),
        Column("at", gettext_lazy("最近一次"), Moment("attempt_time"), sort="at"),
        Column(
            "locked",
            gettext_lazy("状态"),
            Badge(is_locked, {True: gettext_lazy("已锁定"), False: ""}, {True: "danger"}),
        ),
    )
    sorts = {"at": Sort(gettext_lazy("最近一次"), "attempt_time")}
    default_sort = "-at"
    row_url = RowUrl("network:unlock")
    empty_text = gettext_lazy("最近没有登录失败的记录。登录成功后，之前的失败记录会自动清除。")

    def rows(self, actor: Any) -> QuerySet[AccessAttempt]:
        return attempts(actor)

    def display(self, rows: QuerySet[AccessAttempt]) -> QuerySet[AccessAttempt]:
        names = User.objects.filter(username=OuterRef("username")).values("display_name")
        return rows.annotate(person_name=Subquery(names[:1])).defer("get_data", "post_data")

    def context(self, listing: Listing) -> dict[str, Any]:
        return {"back": reverse("network:administration")}
