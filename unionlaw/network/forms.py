"""Forms of organisations, people and posts. They check only whether something was typed; services check the rest."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionlaw.network import structure
from unionlaw.network.models import Organisation, Post
from unionlaw.network.roles import Role
from unionlaw.web.forms import DateField, ReasonForm


class OrganisationChoice(forms.ModelChoiceField):
    """A choice of organisations as the tree has them, each level set in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Organisation.objects.none(), **{"empty_label": _("请选择"), **kwargs})

    def label_from_instance(self, obj: Organisation) -> str:
        return "　" * (len(obj.lineage) - 1) + obj.name


def _choose(field: forms.Field, queryset: QuerySet[Any]) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queryset


class OrganisationDetails(forms.Form):
    """What can be said of any organisation."""

    name = forms.CharField(label=_("名称"), max_length=120)
    short_name = forms.CharField(
        label=_("简称"), max_length=40, required=False, help_text=_("列表和手机上显示；留空则与名称相同。")
    )
    number_prefix = forms.CharField(
        label=_("编号代字"), max_length=20, required=False, help_text=_("如“穗工”；留空则用上级的代字。")
    )
    region_code = forms.CharField(label=_("行政区划代码"), max_length=12, required=False)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    phone = forms.CharField(label=_("公开电话"), max_length=40, required=False)
    hours = forms.CharField(
        label=_("服务时间"), max_length=120, required=False, help_text=_("如“周二至周六 9:00—12:00”。")
    )
    opened_on = DateField(label=_("成立日期"), required=False)


class FoundForm(OrganisationDetails):
    """Args: unions, where it may stand or for whom it may work; under, the union it was asked for, if any."""

    kind = forms.ChoiceField(label=_("类型"))
    union = OrganisationChoice(
        label=_("上级工会"), help_text=_("律师事务所和协作单位不在组织树内，这里选它为哪一级工会服务。")
    )

    groups = [
        (_("在组织中的位置"), ["union", "kind", "name", "short_name"]),
        (_("编号"), ["number_prefix", "region_code"]),
        (_("对外公开的信息"), ["address", "phone", "hours", "opened_on"]),
    ]

    def __init__(
        self, *args: Any, unions: QuerySet[Organisation], under: Organisation | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["union"], unions)
        kinds = [
            (kind.value, kind.label)
            for kind in Organisation.Kind
            if kind in structure.ATTACHED
            or (under.kind in structure.PARENTS[kind] if under else structure.PARENTS[kind])
        ]
        self.fields["kind"].choices = [("", _("请选择")), *kinds]  # type: ignore[attr-defined]


class AmendForm(OrganisationDetails):
    attached_to = OrganisationChoice(label=_("所服务的工会"))

    groups = [
        (_("名称与编号"), ["name", "short_name", "attached_to", "number_prefix", "region_code"]),
        (_("对外公开的信息"), ["address", "phone", "hours", "opened_on"]),
    ]

    def __init__(self, *args: Any, unions: QuerySet[Organisation] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unions is None:
            del self.fields["attached_to"]
        else:
            _choose(self.fields["attached_to"], unions)


class MoveForm(ReasonForm):
    parent = OrganisationChoice(label=_("新的上级"))

    field_order = ["parent", "reason"]

    def __init__(self, *args: Any, parents: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["parent"], parents)


class MergeForm(ReasonForm):
    kept = OrganisationChoice(label=_("并入哪个组织"))

    field_order = ["kept", "reason"]

    def __init__(self, *args: Any, others: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["kept"], others)


class PersonForm(forms.Form):
    display_name = forms.CharField(label=_("姓名"), max_length=60)
    email = forms.EmailField(label=_("电子邮箱"), required=False, help_text=_("用于本人重设密码；没有可留空。"))


class NewPersonForm(PersonForm):
    username = forms.CharField(
        label=_("用户名"),
        max_length=30,
        help_text=_("登录用，3至30个小写字母、数字、点或横线，如“chen.yi”。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    field_order = ["display_name", "username", "email"]


class AppointForm(forms.Form):
    organisation = OrganisationChoice(label=_("组织"))
    role = forms.ChoiceField(label=_("岗位"), choices=[("", _("请选择")), *Role.choices])
    starts_on = DateField(label=_("任职日期"))
    ends_on = DateField(label=_("离任日期"), required=False, help_text=_("任期未定可留空。"))
    licence_number = forms.CharField(
        label=_("执业证号"), max_length=40, required=False, help_text=_("仅工会律师填写。")
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["organisation"], organisations)


class EndPostForm(ReasonForm):
    ends_on = DateField(label=_("最后任职日"), help_text=_("这一天仍可使用该岗位，次日起失效。"))

    field_order = ["ends_on", "reason"]


class DeputyChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Post) -> str:
        return str(obj.user)


class DeputyForm(forms.Form):
    deputy = DeputyChoice(Post.objects.none(), label=_("代理人"), required=False, empty_label=_("不指定"))

    def __init__(self, *args: Any, deputies: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["deputy"], deputies)


class AbsenceForm(forms.Form):
    starts_on = DateField(label=_("休假开始"))
    ends_on = DateField(label=_("休假结束"), help_text=_("最后一天，含当天。"))
    posts = forms.MultipleChoiceField(label=_("岗位"), widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label=_("说明"), max_length=200, required=False, help_text=_("只有本人、上级负责人和管理员看得到。")
    )

    def __init__(self, *args: Any, posts: Sequence[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(post.pk), f"{post.organisation.name} · {post.get_role_display()}") for post in posts]
        self.fields["posts"].choices = choices  # type: ignore[attr-defined]


class UnlockForm(ReasonForm):
    scope = forms.ChoiceField(
        label=pgettext_lazy("lock", "解除"),
        choices=[("account", _("这个账号")), ("address", _("这个来源地址")), ("both", _("账号和来源地址"))],
        widget=forms.RadioSelect,
        initial="account",
    )

    field_order = ["scope", "reason"]
