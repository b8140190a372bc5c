"""休假与代理: one's own leave, and leave recorded for somebody by their superiors."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.accounts.models import User
from unionlaw.lib import clock
from unionlaw.network import reach
from unionlaw.network.forms import AbsenceForm
from unionlaw.network.models import Absence, Post
from unionlaw.network.services import absences
from unionlaw.web import policy
from unionlaw.web.views import ActionView, FormActionView


class RecordAbsence(FormActionView):
    """Leave of the person `pk`, recorded by a superior."""

    policy = policy.Right("absence.record_others")
    form_class = AbsenceForm
    title = gettext_lazy("登记休假")
    submit_label = gettext_lazy("登记")
    success_message = gettext_lazy("休假已登记。")
    object: User

    def get_object(self) -> Any:
        return get_object_or_404(reach.people(self.actor), pk=self.kwargs["pk"])

    @cached_property
    def posts(self) -> list[Post]:
        """The person's open posts for which this actor may record leave."""
        found = Post.objects.open(on=clock.today()).filter(user=self.object)
        found = found.select_related("organisation__attached_to", "deputy__user")
        return [post for post in found if absences.may_record(self.actor, post)]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(subtitle=str(self.object), **extra)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"posts": self.posts}

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": clock.today(), "posts": [post.pk for post in self.posts]}

    def consequences(self) -> list[Any]:
        lines = []
        for post in self.posts:
            values: dict[str, Any] = {"post": f"{post.organisation} · {post.get_role_display()}"}
            if post.deputy:
                lines.append(_("%(post)s：期间的期限提醒改发给代理人%(name)s。") % {**values, "name": post.deputy.user})
            else:
                lines.append(_("%(post)s：没有指定代理人，期间的期限提醒发给上级负责人。") % values)
        return lines

    def perform(self, form: Any) -> list[Absence]:
        data = form.cleaned_data
        return absences.record_absence(
            post_ids=[int(pk) for pk in data["posts"]],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            reason=data["reason"],
            by=self.actor,
            at=self.at,
        )

    def get_cancel_url(self) -> str:
        return reverse("network:person", args=[self.object.pk])

    def get_success_url(self, result: Any) -> str:
        return self.get_cancel_url()


class OwnAbsences(RecordAbsence):
    """One's own posts with who stands in, one's leave, and the form to record more."""

    policy = policy.Right("absence.record")
    template_name = "network/absences.html"
    title = gettext_lazy("休假与代理")

    def get_object(self) -> Any:
        return self.actor.user

    def get_context(self, **extra: Any) -> dict[str, Any]:
        today = clock.today()
        rows = Absence.objects.filter(post__user=self.object).select_related("post__organisation", "by_post__user")
        found = list(rows.order_by("-starts_on", "-pk")[:60])
        standing_in = Post.objects.open(on=today).filter(deputy__user=self.object)
        return {
            **super().get_context(**extra),
            "subtitle": "",
            "posts": self.posts,
            "coming": [absence for absence in reversed(found) if absence.ends_on >= today],
            "past": [absence for absence in found if absence.ends_on < today],
            "standing_in": standing_in.select_related("user", "organisation"),
        }

    def get_cancel_url(self) -> str:
        return ""

    def get_success_url(self, result: Any) -> str:
        return reverse("network:absences")


class CancelAbsence(ActionView):
    """Take leave back: one's own, or of somebody within one's office."""

    policy = policy.Right("absence.record")
    title = gettext_lazy("取消休假")
    submit_label = gettext_lazy("取消休假")
    success_message = gettext_lazy("休假已取消，期限提醒恢复发给本人。")
    object: Absence

    def get_object(self) -> Any:
        absence = get_object_or_404(_of(self.actor), pk=self.kwargs["pk"])
        if not absences.may_record(self.actor, absence.post):
            raise Http404
        return absence

    def get_context(self, **extra: Any) -> dict[str, Any]:
        told = _("%(post)s，%(start)s 至 %(end)s") % {
            "post": f"{self.object.post} · {self.object.post.organisation}",
            "start": self.object.starts_on.isoformat(),
            "end": self.object.ends_on.isoformat(),
        }
        return super().get_context(subtitle=told, **extra)

    def get_cancel_url(self) -> str:
        if self.object.post.user_id == self.actor.user.pk:
            return reverse("network:absences")
        return reverse("network:person", args=[self.object.post.user_id])

    def get_success_url(self, result: Any) -> str:
        return self.get_cancel_url()

    def perform(self, form: Any) -> None:
        absences.cancel_absence(absence_id=self.object.pk, by=self.actor, at=self.at)


def _of(actor: Any) -> QuerySet[Absence]:
    rows = Absence.objects.select_related("post__user", "post__organisation__attached_to")
    if actor.may("absence.record_others"):
        return rows.filter(Q(post__user=actor.user) | reach.within(actor, "post__organisation"))
    return rows.filter(post__user=actor.user)
