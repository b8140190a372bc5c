"""What system administrators do to people's accounts: one page for each service."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.accounts.models import User
from unionlaw.network import reach
from unionlaw.network.forms import NewPersonForm, PersonForm
from unionlaw.network.services import people
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
