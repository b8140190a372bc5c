"""What a system administrator does about notices: what did not go out, and chat groups' robots."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from unionlaw.network import reach
from unionlaw.notices import lists
from unionlaw.notices.forms import RobotForm
from unionlaw.notices.models import Delivery, Robot
from unionlaw.notices.services import dead_letters, robots
from unionlaw.web import policy
from unionlaw.web.views import ActionView, ConfirmView, FormActionView, PageView


@policy.right("delivery.manage")
class DeadLetter(PageView):
    """One delivery that did not go out: to whom, by which channel, why; never what it says."""

    template_name = "notices/dead_letter.html"
    title = _("未送达的通知")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        delivery = find(self.actor, self.kwargs["pk"])
        context = super().get_context(delivery=delivery, facts=lists.facts(delivery), **extra)
        return {**context, "title": lists.receiver(delivery)}


def find(actor: Any, pk: int) -> Delivery:
    """The dead delivery. Raises Http404 outside the actor's office."""
    rows = dead_letters.dead_letters(actor)
    return get_object_or_404(lists.load_delivery(rows), pk=pk)


class _Decide(FormActionView):
    policy = policy.Right("delivery.manage")

    def get_object(self) -> Delivery:
        return find(self.actor, self.kwargs["pk"])

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(subtitle=lists.receiver(self.object), **extra)

    def get_cancel_url(self) -> str:
        return reverse("notices:dead_letter", args=[self.kwargs["pk"]])

    def get_success_url(self, result: Any) -> str:
        return reverse("notices:dead_letters")


class SendAgain(_Decide, ActionView):
    title = _("重新发送")
    submit_label = _("重新发送")
    success_message = _("已重新排队，稍后发送。")

    def perform(self, form: Any) -> Delivery:
        return dead_letters.send_again(delivery_id=self.kwargs["pk"], by=self.actor, at=self.at)


class Drop(_Decide, ConfirmView):
    title = _("不再发送")
    submit_label = _("不再发送")
    success_message = _("已停止发送，理由已记录。")
    danger = True

    def perform(self, form: Any) -> Delivery:
        return dead_letters.drop(delivery_id=self.kwargs["pk"], by=self.actor, at=self.at, **form.cleaned_data)


@policy.right("robot.manage")
class Robots(PageView):
    """The chat groups that hear urgent notices, by organisation."""

    template_name = "notices/robots.html"
    title = _("群机器人")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        rows = robots.robots(self.actor).order_by("organisation__lineage", "organisation_id", "pk")
        return super().get_context(robots=rows, **extra)


class AddRobot(FormActionView):
    policy = policy.Right("robot.manage")
    form_class = RobotForm
    title = _("添加群机器人")
    submit_label = _("添加")
    success_message = _("已添加。请发一条测试消息。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"organisations": reach.changeable(self.actor).order_by("lineage")}

    def get_cancel_url(self) -> str:
        return reverse("notices:robots")

    def get_success_url(self, result: Any) -> str:
        return reverse("notices:robots")

    def consequences(self) -> list[Any]:
        return [_g("该组织人员今后的紧急提醒会同时发到这个群；只写编号，不写姓名。")]

    def perform(self, form: Any) -> Robot:
        return robots.add_robot(by=self.actor, at=self.at, **form.cleaned_data)


class _RobotAction(ActionView):
    policy = policy.Right("robot.manage")

    def get_object(self) -> Robot:
        robot = robots.robots(self.actor).filter(pk=self.kwargs["pk"]).first()
        if robot is None:
            raise Http404
        return robot

    def get_context(self, **extra: Any) -> dict[str, Any]:
        subtitle = f"{self.object.name} · {self.object.organisation}"
        return super().get_context(subtitle=subtitle, **extra)

    def get_cancel_url(self) -> str:
        return reverse("notices:robots")

    def get_success_url(self, result: Any) -> str:
        return reverse("notices:robots")


class TryRobot(_RobotAction):
    title = _("发送测试消息")
    submit_label = _("发送测试消息")

    def perform(self, form: Any) -> str:
        return robots.try_out(robot_id=self.kwargs["pk"], by=self.actor, at=self.at)

    def get_success_message(self, result: str) -> str | Promise:
        if result:
            messages.error(self.request, _g("测试消息没有发出：%(why)s") % {"why": result})
            return ""
        return _("测试消息已发出，请到群里查看。")


class DeactivateRobot(_RobotAction):
    title = _("停用群机器人")
    submit_label = _("停用")
    success_message = _("已停用。")
    danger = True

    def perform(self, form: Any) -> Robot:
        return robots.deactivate_robot(robot_id=self.kwargs["pk"], by=self.actor, at=self.at)
