"""Arranging reports: the layouts, and the parts of one."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from unionlaw.lib.errors import Refused
from unionlaw.lib.wording import listed, shown
from unionlaw.reports import dimensions, indicators
from unionlaw.reports.chart_kinds import KINDS
from unionlaw.reports.forms import LayoutForm, NameForm, PartForm
from unionlaw.reports.models import Layout
from unionlaw.reports.services import layouts as services
from unionlaw.web import policy
from unionlaw.web.views import ActionView, FormActionView, PageView


class LayoutList(PageView):
    policy = policy.Right("report.layout")
    template_name = "reports/layouts.html"
    title = gettext_lazy("报表版式")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        found = [
            layout
            for layout in Layout.objects.select_related("organisation").order_by("retired_on", "pk")
            if services.known_to(self.actor, layout)
        ]
        rows = [
            {"layout": one, "name": shown(one.name), "own": not services.editing_refusal(one, self.actor)}
            for one in found
        ]
        return super().get_context(rows=rows, may_read=self.actor.may("report.read"), **extra)


class OfLayout:
    """What pages of one layout share."""

    actor: Any
    kwargs: dict[str, Any]

    def get_object(self) -> Any:
        layout = get_object_or_404(Layout.objects.select_related("organisation"), pk=self.kwargs["pk"])
        if not services.known_to(self.actor, layout):
            raise Http404
        return layout

    def get_cancel_url(self) -> str:
        return reverse("reports:layout", args=[self.kwargs["pk"]])

    def get_success_url(self, result: Any) -> str:
        return self.get_cancel_url()


class LayoutPage(OfLayout, PageView):
    """One layout, part by part."""

    policy = policy.Right("report.layout")
    template_name = "reports/layout.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        layout = self.get_object()
        self.title = shown(layout.name)
        refusal = services.editing_refusal(layout, self.actor)
        parts = [
            (part, heading, [_said(part, one) for one in getattr(layout, part)])
            for part, heading in (("blocks", _("表格")), ("charts", _("图表")))
        ]
        return super().get_context(
            layout=layout, refusal=refusal, parts=parts, may_read=self.actor.may("report.read"), **extra
        )


class CopyLayout(OfLayout, FormActionView):
    policy = policy.Right("report.layout")
    form_class = NameForm
    title = gettext_lazy("复制版式")
    submit_label = pgettext_lazy("button", "复制")
    back_label = gettext_lazy("报表版式")
    success_message = gettext_lazy("已复制，可以按需要调整。")

    def get_initial(self) -> dict[str, Any]:
        return {"name": _("%(name)s（副本）") % {"name": shown(self.object.name)}}

    def perform(self, form: Any) -> Layout:
        return services.copy_layout(layout_id=self.object.pk, by=self.actor, at=self.at, **form.cleaned_data)

    def get_success_url(self, result: Layout) -> str:
        return reverse("reports:layout", args=[result.pk])


class Editing(OfLayout, FormActionView):
    """Base of what only those who maintain the layout may do; others are told why not before they type."""

    policy = policy.Right("report.layout")
    object: Layout

    def get_object(self) -> Any:
        layout = super().get_object()
        if reason := services.editing_refusal(layout, self.actor):
            raise Refused(reason)
        self.back_label = shown(layout.name)
        return layout


class RenameLayout(Editing):
    form_class = LayoutForm
    title = gettext_lazy("修改名称和说明")
    success_message = gettext_lazy("已保存。")

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.object.name, "description": self.object.description}

    def perform(self, form: Any) -> Layout:
        return services.rename_layout(
            layout_id=self.object.pk, version=self.version, by=self.actor, at=self.at, **form.cleaned_data
        )


class RetireLayout(Editing, ActionView):
    title = gettext_lazy("停用版式")
    submit_label = gettext_lazy("停用")
    success_message = gettext_lazy("已停用。")
    danger = True

    def consequences(self) -> list[Any]:
        return [_("停用后不能再用它出报表；已经做出的报表不受影响。")]

    def perform(self, form: Any) -> Layout:
        return services.retire_layout(layout_id=self.object.pk, version=self.version, by=self.actor, at=self.at)

    def get_success_url(self, result: Any) -> str:
        return reverse("reports:layouts")


class PutPart(Editing):
    """A new block or chart, or another in the place of one."""

    template_name = "reports/part.html"
    success_message = gettext_lazy("已保存。")

    @property
    def title(self) -> Any:  # type: ignore[override]
        if self.kwargs["part"] == "charts":
            return _("修改图表") if self.index is not None else _("增加图表")
        return _("修改表格") if self.index is not None else _("增加表格")

    @cached_property
    def index(self) -> int | None:
        return self.kwargs.get("index")

    def get_object(self) -> Any:
        layout = super().get_object()
        if self.kwargs["part"] not in services.PARTS:
            raise Http404
        if self.index is not None and self.index >= len(getattr(layout, self.kwargs["part"])):
            raise Http404
        return layout

    def make_form(self, data: Any = None) -> Any:
        part = self.kwargs["part"]
        content = getattr(self.object, part)[self.index] if self.index is not None else None
        return PartForm(data, part=part, content=content)

    def perform(self, form: Any) -> Layout:
        return services.put_part(
            layout_id=self.object.pk,
            part=self.kwargs["part"],
            index=self.index,
            content=form.as_content(),
            version=self.version,
            by=self.actor,
            at=self.at,
        )


class MovePart(Editing, ActionView):
    """`up` posted: one place up, else one down."""

    title = gettext_lazy("调整顺序")

    def perform(self, form: Any) -> Layout:
        return services.move_part(
            layout_id=self.object.pk,
            part=self.kwargs["part"],
            index=self.kwargs["index"],
            up="up" in self.request.POST,
            version=self.version,
            by=self.actor,
            at=self.at,
        )


class RemovePart(Editing, ActionView):
    title = gettext_lazy("去掉这一部分")
    submit_label = gettext_lazy("去掉")
    success_message = gettext_lazy("已去掉。")
    danger = True

    def get_context(self, **extra: Any) -> dict[str, Any]:
        parts, index = getattr(self.object, self.kwargs["part"], []), self.kwargs["index"]
        said = _said(self.kwargs["part"], parts[index]) if index < len(parts) else {"title": "", "indicators": ""}
        subtitle = _("%(dimension)s：%(member)s") % {"dimension": said["title"], "member": said["indicators"]}
        return super().get_context(subtitle=subtitle if said["title"] else "", **extra)

    def perform(self, form: Any) -> Layout:
        return services.remove_part(
            layout_id=self.object.pk,
            part=self.kwargs["part"],
            index=self.kwargs["index"],
            version=self.version,
            by=self.actor,
            at=self.at,
        )


def _said(part: str, content: dict[str, Any]) -> dict[str, str]:
    """A part in words."""
    by = content.get("by", "")
    names = [str(indicators.indicator(key).name) if indicators.is_known(key) else key for key in content["indicators"]]
    kind = KINDS.get(content.get("kind", ""))
    return {
        "title": shown(content["title"]),
        "by": str(dimensions.dimension(by).name) if dimensions.is_known(by) else "",
        "kind": str(kind.name) if kind else "",
        "indicators": listed(names),
    }
