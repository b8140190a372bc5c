"""管理: what each of the three administrators finds there, and nothing of what the others do."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from unionlaw.network.roles import Role
from unionlaw.web import policy
from unionlaw.web.views import PageView


@dataclass(frozen=True)
class Task:
    """A thing to do, with a line on what it is for."""

    label: str | Promise
    about: str | Promise
    url_name: str
    icon: str
    query: str = ""

    @property
    def url(self) -> str:
        return reverse(self.url_name) + self.query


TASKS: dict[Role, list[Task]] = {
    Role.SYSTEM_ADMIN: [
        Task(_("设立组织"), _("新的工会、站点、联调中心、律所或协作单位。"), "network:found", "building-plus"),
        Task(
            _("变更、调整、合并、撤销组织"),
            _("从组织树中打开一个组织，再选要做的事。"),
            "network:organisations",
            "sitemap",
        ),
        Task(_("新增人员"), _("建立登录账号；岗位由安全管理员任命。"), "network:create_person", "user-plus"),
        Task(_("修改、停用账号"), _("在人员列表中找到此人。"), "network:people", "users"),
        Task(
            _("期限规则与提醒级别"),
            _("法定和内部期限怎么算、提醒谁；改动先看会影响哪些期限。"),
            "deadlines:rules",
            "hourglass",
        ),
        Task(
            _("工作日历"),
            _("放假和调休：导入、更正、公布下一年的安排。"),
            "deadlines:calendar_now",
            "calendar",
        ),
        Task(_("搁置的提醒"), _("写不出的期限提醒：查明原因后恢复。"), "deadlines:put_aside", "bell-x"),
        Task(
            _("报表版式"),
            _("报表列哪些指标、按什么分组、画哪些图；先复制标准版式再改。"),
            "reports:layouts",
            "layout-grid",
        ),
        Task(_("群机器人"), _("把紧急提醒发到企业微信群、钉钉群。"), "notices:robots", "robot"),
        Task(
            _("未送达的通知"),
            _("多次发送未成功的邮件、短信和群消息：重新发送，或写明理由后放弃。"),
            "notices:dead_letters",
            "mail-exclamation",
        ),
    ],
    Role.SECURITY_ADMIN: [
        Task(_("任命、免去岗位"), _("在人员列表中找到此人。"), "network:people", "id-badge-2"),
        Task(
            _("等待任命的人员"),
            _("账号已建立，还没有在任岗位。"),
            "network:people",
            "user-question",
            "?state=without_post",
        ),
        Task(_("登录失败与锁定"), _("谁连续输错密码，来自哪里；核实后解除锁定。"), "network:attempts", "lock"),
        Task(_("重设密码、解除两步验证、退出会话"), _("在人员列表中找到此人。"), "network:people", "shield-lock"),
    ],
    Role.AUDIT_ADMIN: [
        Task(_("查阅与导出记录"), _("谁在何时因何查看了敏感信息，导出了什么。"), "network:read_log", "eye"),
        Task(_("账号与岗位的变更"), _("管理员对人员和岗位做了什么。"), "network:person_changes", "user-cog"),
        Task(
            _("组织的变更"), _("设立、变更、调整、合并、撤销。"), "network:organisation_changes", "building-community"
        ),
    ],
}


@policy.right("admin.view")
class Administration(PageView):
    """The acting administrator's tasks."""

    template_name = "network/administration.html"
    title = _("管理")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(tasks=TASKS.get(self.actor.role, []), **extra)
