"""What system and security administrators do to accounts and posts: one page for each service."""

from typing import Any

from axes.models import AccessAttempt
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.accounts.models import User
from unionlaw.lib import clock
from unionlaw.network import reach
from unionlaw.network.forms import (
    AppointForm,
    DeputyForm,
    EndPostForm,
    NewPersonForm,
    PersonForm,
    UnlockForm,
)
from unionlaw.network.models import Post
from unionlaw.network.services import people, security
from unionlaw.network.services.posts import possible_deputies
from unionlaw.network.views.audit import attempts
from unionlaw.web import policy
from unionlaw.web.forms import ReasonForm
from unionlaw.web.views import FormActionView


class PersonAction(FormActionView):
    """A page that changes one person's account."""

    template_name = "network/action.html"
    form_class: type[forms.BaseForm] | None = ReasonForm
    object: User

    def get_object(self) -> Any:
        return get_object_or_404(reach.people(self.actor), pk=self.kwargs["pk"])

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(subtitle=str(self.object), **extra)

    def get_cancel_url(self) -> str:
        return reverse("network:person", args=[self.object.pk])

    def get_success_url(self, result: Any) -> str:
        return reverse("network:person", args=[self.object.pk])


class ShownOnce(PersonAction):
    """Ends with a password on a page that is kept nowhere: not in the session, not in a message, not in a cache."""

    made: people.NewPerson | None = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        if self.made is None:
            return response
        context = {"title": _("初始密码"), "person": self.made.user, "password": self.made.password}
        page = TemplateResponse(request, "network/password.html", context)
        add_never_cache_headers(page)
        return page


class CreatePerson(ShownOnce):
    policy = policy.Right("person.change")
    form_class = NewPersonForm
    title = gettext_lazy("新增人员")
    submit_label = gettext_lazy("建立账号")

    def get_object(self) -> None:
        return None

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return {**super().get_context(**extra), "subtitle": ""}

    def get_cancel_url(self) -> str:
        return reverse("network:people")

    def get_success_url(self, result: Any) -> str:
        return reverse("network:people")

    def consequences(self) -> list[Any]:
        return [
            _("显示一次初始密码，请当面交给本人；本人首次登录时须更换。"),
            _("安全管理员任命岗位之后，此人才能使用系统。"),
        ]

    def perform(self, form: Any) -> people.NewPerson:
        self.made = people.create_person(by=self.actor, at=self.at, **form.cleaned_data)
        return self.made


class AmendPerson(PersonAction):
    policy = policy.Right("person.change")
    form_class = PersonForm
    title = gettext_lazy("修改人员资料")
    success_message = gettext_lazy("资料已修改。")

    def get_initial(self) -> dict[str, Any]:
        return {"display_name": self.object.display_name, "email": self.object.email}

    def perform(self, form: Any) -> User:
        return people.amend_person(user=self.object, by=self.actor, at=self.at, **form.cleaned_data)


class Deactivate(PersonAction):
    policy = policy.Right("person.change")
    title = gettext_lazy("停用账号")
    submit_label = gettext_lazy("停用")
    success_message = gettext_lazy("账号已停用。")
    danger = True

    def consequences(self) -> list[Any]:
        return [_("立即退出其全部会话，接口令牌作废。"), _("其岗位自今日起终止；恢复账号后需重新任命。")]

    def perform(self, form: Any) -> User:
        return people.deactivate_person(user=self.object, by=self.actor, at=self.at, **form.cleaned_data)


class Reactivate(PersonAction):
    policy = policy.Right("person.change")
    title = gettext_lazy("恢复账号")
    submit_label = gettext_lazy("恢复")
    success_message = gettext_lazy("账号已恢复。")

    def perform(self, form: Any) -> User:
        return people.reactivate_person(user=self.object, by=self.actor, at=self.at, **form.cleaned_data)


class Appoint(PersonAction):
    policy = policy.Right("post.change")
    form_class = AppointForm
    title = gettext_lazy("任命岗位")
    submit_label = gettext_lazy("任命")
    success_message = gettext_lazy("已任命。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"organisations": reach.changeable(self.actor).order_by("lineage")}

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": clock.today()}

    def perform(self, form: Any) -> Post:
        return people.appoint(user=self.object, by=self.actor, at=self.at, **form.cleaned_data)


class PostAction(PersonAction):
    """A page that changes one post."""

    policy = policy.Right("post.change")
    object: Any  # a Post

    def get_object(self) -> Any:
        rows = Post.objects.visible_to(self.actor).select_related("user", "organisation", "deputy")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return {**super().get_context(**extra), "subtitle": f"{self.object} · {self.object.organisation}"}

    def get_cancel_url(self) -> str:
        return reverse("network:person", args=[self.object.user_id])

    def get_success_url(self, result: Any) -> str:
        return reverse("network:person", args=[self.object.user_id])


class EndPost(PostAction):
    form_class = EndPostForm
    title = gettext_lazy("免去岗位")
    submit_label = gettext_lazy("免去")
    success_message = gettext_lazy("已免去。")
    danger = True

    def get_initial(self) -> dict[str, Any]:
        return {"ends_on": clock.today()}

    def consequences(self) -> list[Any]:
        return [_("最后任职日之后的第一次点击起，不能再用这个岗位办理任何事。"), _("其经办的事项留在原处，等待移交。")]

    def perform(self, form: Any) -> None:
        people.end_post(post_id=self.object.pk, by=self.actor, at=self.at, **form.cleaned_data)


class Deputy(PostAction):
    form_class = DeputyForm
    title = gettext_lazy("指定代理人")
    success_message = gettext_lazy("代理人已更新。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"deputies": possible_deputies(self.object, on=clock.today()).select_related("user")}

    def get_initial(self) -> dict[str, Any]:
        return {"deputy": self.object.deputy_id}

    def perform(self, form: Any) -> Post:
        return people.set_deputy(post_id=self.object.pk, by=self.actor, at=self.at, **form.cleaned_data)


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
