"""What security administrators do about accounts in trouble: sign out, a new password, no second factor, unlock."""

from typing import Any

from axes.models import AccessAttempt
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.accounts.models import User
from unionlaw.network.forms import UnlockForm
from unionlaw.network.services import people, security
from unionlaw.network.views.audit import attempts
from unionlaw.network.views.people import PersonAction, ShownOnce
from unionlaw.web import policy


class SignOut(PersonAction):
    policy = policy.Right("account.secure")
    title = gettext_lazy("退出其全部会话")
    submit_label = gettext_lazy("全部退出")

    def get_success_message(self, result: Any) -> str:
        return _("已退出%(n)s个会话，接口令牌已作废。") % {"n": result}

    def perform(self, form: Any) -> int:
        return security.sign_out(user=self.object, by=self.actor, at=self.at, **form.cleaned_data)


class RenewPassword(ShownOnce):
    policy = policy.Right("account.secure")
    title = gettext_lazy("重设密码")
    submit_label = gettext_lazy("重设")

    def consequences(self) -> list[Any]:
        return [
            _("旧密码立即失效，其全部会话退出。"),
            _("显示一次新密码，请核实身份后当面交给本人；本人登录时须更换。"),
        ]

    def perform(self, form: Any) -> User:
        password = security.renew_password(user=self.object, by=self.actor, at=self.at, **form.cleaned_data)
        self.made = people.NewPerson(self.object, password)
        return self.object


class RemoveSecondFactor(PersonAction):
    policy = policy.Right("account.secure")
    title = gettext_lazy("解除两步验证")
    submit_label = gettext_lazy("解除")
    success_message = gettext_lazy("两步验证已解除，本人下次登录时可重新设置。")
    danger = True

    def consequences(self) -> list[Any]:
        return [_("其全部会话退出；在重新设置之前，只凭密码即可登录。请先核实身份。")]

    def perform(self, form: Any) -> int:
        return security.remove_second_factor(user=self.object, by=self.actor, at=self.at, **form.cleaned_data)


class Unlock(PersonAction):
    policy = policy.Right("account.secure")
    form_class = UnlockForm
    title = gettext_lazy("解除锁定")
    submit_label = gettext_lazy("解除")
    success_message = gettext_lazy("已解除，可以重新登录。")
    object: Any  # an AccessAttempt

    def get_object(self) -> AccessAttempt:
        return get_object_or_404(attempts(self.actor), pk=self.kwargs["pk"])

    def get_context(self, **extra: Any) -> dict[str, Any]:
        row = self.object
        told = _("%(account)s，来自%(address)s，失败%(n)s次")
        values = {"account": row.username, "address": row.ip_address, "n": row.failures_since_start}
        return {**super().get_context(**extra), "subtitle": told % values}

    def get_cancel_url(self) -> str:
        return reverse("network:attempts")

    def get_success_url(self, result: Any) -> str:
        return reverse("network:attempts")

    def perform(self, form: Any) -> int:
        scope = form.cleaned_data["scope"]
        return security.unlock(
            account=self.object.username or "" if scope != "address" else "",
            ip_address=self.object.ip_address or "" if scope != "account" else "",
            reason=form.cleaned_data["reason"],
            by=self.actor,
            at=self.at,
        )
