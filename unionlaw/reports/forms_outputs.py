"""What is asked of somebody who exports a report, a list, or has reports sent. Services check the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionlaw.lib.wording import shown
from unionlaw.matters.forms import PostChoiceField
from unionlaw.network.models import Post
from unionlaw.reports.models import Form, Layout
from unionlaw.reports.services.deliveries import LATEST_DAY
from unionlaw.reports.services.outputs import LONGEST_REASON
from unionlaw.reports.spans import Length

FORMS = (
    (Form.XLSX.value, _("XLSX（合计为公式）")),
    (Form.PDF.value, _("PDF（附图表）")),
    (Form.CSV.value, "CSV"),
)


class OutputForm(forms.Form):
    form = forms.ChoiceField(label=_("格式"), choices=FORMS, initial=Form.XLSX.value, widget=forms.RadioSelect)
    outside = forms.BooleanField(
        label=_("对外提供"),
        required=False,
        help_text=_(
            "提供给工会以外的单位或者个人。小于5的数以及可以推算出它们的数不写入文件，文件不附图表。"
            "每月只对外提供一级单位的一版，以先提供的为准：以后有变化的数、上级或者下级单位的数不再提供。"
        ),
    )
    reason = forms.CharField(
        label=_("用途"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("对外提供的必填，写明提供给谁、作何用"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class FactsForm(forms.Form):
    form = forms.ChoiceField(
        label=_("格式"), choices=((Form.XLSX.value, "XLSX"), (Form.CSV.value, "CSV")), initial=Form.XLSX.value,
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(label=_("用途"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}))


class LayoutChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(shown(obj.name))


class DeliveryForm(forms.Form):
    layout = LayoutChoice(queryset=Layout.objects.none(), label=_("版式"), empty_label=None)
    length = forms.ChoiceField(label=_("期间"), choices=Length.choices)
    form = forms.ChoiceField(label=_("格式"), choices=[(key, label) for key, label in Form.choices if key != Form.JSON])
    day = forms.IntegerField(
        label=_("每月几日"),
        min_value=1,
        max_value=LATEST_DAY,
        initial=5,
        help_text=_("1至28日，遇休息日顺延；发送上一期的报表"),
    )
    to_post = PostChoiceField(queryset=Post.objects.none(), label=_("接收人"), empty_label=_("请选择"))

    def __init__(self, *args: Any, layouts: Any, readers: Sequence[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"].queryset = layouts  # type: ignore[attr-defined]
        posts = Post.objects.filter(pk__in=[post.pk for post in readers]).select_related("user", "organisation")
        self.fields["to_post"].queryset = posts.order_by("-organisation__depth", "role", "pk")  # type: ignore[attr-defined]
