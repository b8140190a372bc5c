"""Reports that are sent regularly: which there are, a new one, the end of one."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.lib.text import storable
from unionlaw.lib.wording import shown
from unionlaw.network.models import Organisation
from unionlaw.reports import asking, layouts, reach
from unionlaw.reports.forms_outputs import DeliveryForm
from unionlaw.reports.models import Delivery
from unionlaw.reports.services import deliveries
from unionlaw.web import policy
from unionlaw.web.views import ActionView, FormActionView, PageView

MOST_SHOWN = 200


class DeliveryList(PageView):
    """Those of the actor's tree, the running ones first."""

    policy = policy.Right("report.read")
    template_name = "reports/deliveries.html"
    title = gettext_lazy("定期发送")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        seen = Delivery.objects.visible_to(self.actor).select_related(
            "organisation", "layout", "to_post__user", "to_post__organisation"
        )
        found = list(seen.order_by("-ended_at", "organisation__lineage", "day")[:MOST_SHOWN])
        next_on = deliveries.next_sendings([one for one in found if not one.ended_at], timezone.localdate(self.at))
        rows = [
            {
                "delivery": one, "next_on": next_on.get(one.pk),
                "name": shown(one.layout.name), "ended": shown(one.ended_reason),
                "may_end": not one.ended_at and not deliveries.ending_refusal(one, self.actor),
            }
            for one in found
        ]  # fmt: skip
        return super().get_context(rows=sorted(rows, key=lambda row: row["delivery"].ended_at is not None), **extra)


class SetUpDelivery(FormActionView):
    """`?organisation=` whose report it is; the actor's own when left out."""

    policy = policy.Right("report.read")
    form_class = DeliveryForm
    title = gettext_lazy("设定期发送")
    submit_label = gettext_lazy("保存")
    back_label = gettext_lazy("定期发送")
    success_message = gettext_lazy("已设好。报表到日子生成，接收人会收到消息。")
    template_name = "reports/delivery_form.html"

    def get_object(self) -> Organisation:
        return asking.organisation_in(self.request.GET, self.actor)

    @property
    def current_version(self) -> None:
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate(self.at)
        return {
            "layouts": layouts.usable_by(self.object),
            "readers": deliveries.readers_of(self.object, today),
        }

    def get_initial(self) -> dict[str, Any]:
        chosen = layouts.usable_by(self.object).filter(key=storable(self.request.GET.get("layout", ""))).first()
        return {
            "layout": chosen, "length": asking.length_in(self.request.GET),
            "to_post": self.actor.post.pk if self.actor.post else None,
        }  # fmt: skip

    def consequences(self) -> list[Any]:
        return [
            _("接收人收到站内消息，按其通知设置发邮件；邮件里只有链接，不附文件。"),
            _("接收人离任后自动结束。"),
        ]

    def perform(self, form: Any) -> Delivery:
        data = form.cleaned_data
        return deliveries.set_up_delivery(
            organisation_id=self.object.pk, layout_id=data["layout"].pk, length=data["length"], form=data["form"],
            day=data["day"], to_post_id=data["to_post"].pk, by=self.actor, at=self.at,
        )  # fmt: skip

    def get_success_url(self, result: Any) -> str:
        return reverse("reports:deliveries")

    def get_cancel_url(self) -> str:
        return reverse("reports:deliveries")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(
            subtitle=self.object.name, organisations=reach.near(self.actor, self.object), chosen=self.object, **extra
        )


class EndDelivery(ActionView):
    policy = policy.Right("report.read")
    title = gettext_lazy("结束定期发送")
    submit_label = gettext_lazy("结束")
    success_message = gettext_lazy("已结束。")
    danger = True

    def get_object(self) -> Delivery:
        found = Delivery.objects.visible_to(self.actor).select_related("organisation", "layout", "to_post__user")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def consequences(self) -> list[Any]:
        said = {"name": self.object.to_post.user.display_name, "title": shown(self.object.layout.name)}
        return [_("以后不再向%(name)s发送%(title)s。已经生成的文件不受影响。") % said]

    def perform(self, form: Any) -> Delivery:
        return deliveries.end_delivery(delivery_id=self.object.pk, by=self.actor, at=self.at)

    def get_success_url(self, result: Any) -> str:
        return reverse("reports:deliveries")

    def get_cancel_url(self) -> str:
        return reverse("reports:deliveries")
