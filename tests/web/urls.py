"""Routes that exist only to try the plumbing on: one small record that can be renamed."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from unionlaw.lib.errors import Invalid, Missing, Refused, Stale, Taken
from unionlaw.web import policy
from unionlaw.web.forms import DateField, MoneyField
from unionlaw.web.views import ConfirmView, FormActionView


@dataclass
class Record:
    name: str
    version: int

    def get_absolute_url(self) -> str:
        return "/record/"


RECORD = Record("张三", 3)


class RecordForm(forms.Form):
    groups = [("基本情况", ["name", "kind"])]
    name = forms.CharField(label="姓名", help_text="与身份证一致")
    kind = forms.ChoiceField(label="性别", choices=[("m", "男"), ("f", "女")], widget=forms.RadioSelect)
    amount = MoneyField(label="金额", required=False)
    on = DateField(label="日期", required=False)


@policy.signed_in("a test record")
class Rename(FormActionView):
    form_class = RecordForm
    title = "改名"
    success_message = "已改名。"

    def get_object(self) -> Record:
        return RECORD

    def get_draft_key(self) -> str:
        return "record.rename"

    def perform(self, form: Any) -> None:
        name = form.cleaned_data["name"]
        if name == "重名":
            raise Invalid({"name": "已有同名记录，请核对。", "": "整体有误。"})
        if name == "拒绝":
            raise Refused("这件事要负责人来办。")
        if name == "没有":
            raise Missing
        if name == "抢走":
            raise Taken("这件事刚被认领。", by="岑立")
        if self.version != RECORD.version:
            raise Stale("岑立刚刚改过这条记录。", changes=["姓名：张三 → 张三丰"])


@policy.signed_in("a test record")
class Remove(ConfirmView):
    title = "删除"
    danger = True

    def get_object(self) -> Record:
        return RECORD

    def perform(self, form: Any) -> None:
        assert form.cleaned_data["reason"]


@policy.Right("post.change", "audit.view")
def for_some(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


@policy.signed_in("a test page")
def for_staff(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


@policy.public("a test page")
def for_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


@policy.Closed("a test page")
def for_none(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


def for_whom(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


urlpatterns = [
    path("record/", Rename.as_view(), name="record"),
    path("record/remove/", Remove.as_view(), name="remove"),
    path("some/", for_some, name="some"),
    path("staff/", for_staff, name="staff"),
    path("all/", for_all, name="all"),
    path("none/", for_none, name="none"),
    path("whom/", for_whom, name="whom"),
    path("", include("unionlaw.urls")),
]
handler404 = "unionlaw.web.errors.not_found"
