"""One's own notices: opening one, marking all as read, the count in the top bar, and how one wants to be told."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from unionlaw.notices import visibility, wording
from unionlaw.notices.context import bell
from unionlaw.notices.forms import PreferenceForm
from unionlaw.notices.models import Preference
from unionlaw.notices.services import preferences, reading
from unionlaw.web import policy
from unionlaw.web.views import ActionView, FormActionView, PageView

STOP_POLLING = 286
"""htmx asks no more after an answer with this status."""


@policy.right("notice.view")
class OpenNotice(PageView):
    """Marks a notice as read and leads to what it is about; shows the notice itself where there is no such page."""

    template_name = "notices/notice.html"
    title = _("消息")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        notice = reading.mark_read(notice_id=self.kwargs["pk"], by=self.actor, at=self.at)
        visible = notice.pk in visibility.still_visible([notice], timezone.localdate(self.at))
        other_post = notice.post_id != self.actor.post.pk and visible and notice.matter_id is not None
        url = wording.url(notice) if visible else ""
        if url and not other_post:
            return HttpResponseRedirect(url)
        said = wording.words_or_less(notice) if visible else wording.out_of_sight()
        return self.render(notice=notice, said=said, url=url, other_post=other_post)


@policy.right("notice.view")
class ReadAll(ActionView):
    title = _("全部标为已读")
    submit_label = _("全部标为已读")

    def get_cancel_url(self) -> str:
        return reverse("notices:inbox")

    def perform(self, form: Any) -> int:
        return reading.mark_all_read(by=self.actor, at=self.at)

    def get_success_url(self, result: Any) -> str:
        return reverse("notices:inbox")

    def get_success_message(self, result: int) -> str:
        return ngettext("已标记%(count)s条消息。", "已标记%(count)s条消息。", result) % {"count": result}


@policy.public("tells a number to whom it concerns, and whoever is signed out to stop asking")
@never_cache
@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """The bell with the number of unread notices, asked for every minute by open pages."""
    actor = getattr(request, "actor", None)
    if not getattr(actor, "post", None):
        return HttpResponse(status=STOP_POLLING)
    return render(request, "notices/bell.html", {"bell": bell(actor)})


@policy.signed_in("one's own preferences")
class Preferences(FormActionView):
    """通知设置."""

    form_class = PreferenceForm
    title = _("通知设置")
    success_message = _("通知设置已保存。")
    back_label = _("账号与安全")
    template_name = "notices/preferences.html"

    def get_object(self) -> Preference:
        return preferences.preference_of(self.actor.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"phone": str(self.object.phone) if self.object.phone else ""}

    def get_initial(self) -> dict[str, Any]:
        wish: Preference = self.object
        return {"email": wish.email, "digest": wish.digest, "sms": wish.sms, "language": wish.language}

    def get_cancel_url(self) -> str:
        return reverse("accounts:overview")

    def get_success_url(self, result: Any) -> str:
        return reverse("notices:preferences")

    def perform(self, form: Any) -> Preference:
        return preferences.set_preference(by=self.actor, **form.cleaned_data)
