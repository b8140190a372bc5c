"""What security administrators do to posts: appoint, end, name a deputy."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.lib import clock
from unionlaw.network import reach
from unionlaw.network.forms import AppointForm, DeputyForm, EndPostForm
from unionlaw.network.models import Post
from unionlaw.network.services import people
from unionlaw.network.services.posts import possible_deputies
from unionlaw.network.views.people import PersonAction
from unionlaw.web import policy


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
