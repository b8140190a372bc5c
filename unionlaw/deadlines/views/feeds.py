"""Calendar feeds: the feed itself, and the page where its secret address is made and revoked."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from unionlaw.deadlines import feeds, summaries
from unionlaw.deadlines.models import CalendarFeed
from unionlaw.deadlines.services import feeds as services
from unionlaw.lib import clock
from unionlaw.lib.errors import Missing
from unionlaw.web import policy
from unionlaw.web.views import ActionView, FormActionView


@policy.public("a calendar program has no session: the secret address is the key, and its post's sight the wall")
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The feed as iCalendar. An unknown or revoked address, and one whose post has ended, is not there."""
    at = clock.now()
    try:
        found, actor = services.open_feed(token=token, at=at)
    except Missing:
        raise Http404 from None
    body = feeds.calendar_text(
        found,
        feeds.limits_of(found, actor, timezone.localdate(at)),
        url=lambda limit: request.build_absolute_uri(reverse("deadlines:detail", args=[limit.pk])),
        host=request.get_host().partition(":")[0],
    )
    services.note_reading(feed=found, at=at)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=300"
    response["X-Robots-Tag"] = "noindex"
    return response


class FeedForm(forms.Form):
    scope = forms.ChoiceField(
        label=gettext_lazy("范围"),
        choices=[
            (CalendarFeed.Scope.PERSONAL, gettext_lazy("个人：由我负责的期限")),
            (CalendarFeed.Scope.TEAM, gettext_lazy("本单位：本单位承办的，或由本单位人员负责的期限")),
        ],
        widget=forms.RadioSelect,
        initial=CalendarFeed.Scope.PERSONAL,
    )
    with_names = forms.BooleanField(
        label=gettext_lazy("显示事项标题和事由"),
        required=False,
        help_text=gettext_lazy("标题里有当事人姓名。日历程序会把内容存在别的设备和服务器上，没有必要请不要勾选。"),
    )


class Feeds(FormActionView):
    """One's feeds, and the form that makes one; its address is shown once and kept nowhere."""

    policy = policy.Right("deadline.feed")
    template_name = "deadlines/feeds.html"
    form_class = FeedForm
    title = gettext_lazy("日历订阅")
    submit_label = gettext_lazy("生成订阅地址")
    made: tuple[CalendarFeed, str] | None = None

    def own(self) -> QuerySet[CalendarFeed]:
        rows = CalendarFeed.objects.filter(post__user=self.actor.user, revoked_at__isnull=True)
        return rows.select_related("post__organisation").order_by("-pk")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(feeds=self.own(), ways=summaries.ways(self.actor, "feeds"), **extra)

    def perform(self, form: Any) -> Any:
        self.made = services.create_feed(by=self.actor, at=self.at, **form.cleaned_data)
        return self.made

    def get_success_url(self, result: Any) -> str:
        return reverse("deadlines:feeds")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        if self.made is None:
            return response
        _feed, token = self.made
        address = request.build_absolute_uri(reverse("deadlines:feed", args=[token]))
        context = {"title": _("订阅地址"), "address": address}
        page = TemplateResponse(request, "deadlines/feed_address.html", context)
        add_never_cache_headers(page)
        return page


class Revoke(ActionView):
    policy = policy.Right("deadline.feed")
    title = gettext_lazy("撤销订阅地址")
    submit_label = gettext_lazy("撤销")
    success_message = gettext_lazy("订阅地址已撤销，日历程序不再更新。")
    danger = True

    def get_object(self) -> Any:
        return get_object_or_404(CalendarFeed, pk=self.kwargs["pk"], post__user=self.actor.user, revoked_at=None)

    def consequences(self) -> list[Any]:
        return [_("用这个地址订阅的日历从此读不到期限；需要时可以另外生成。")]

    def get_cancel_url(self) -> str:
        return reverse("deadlines:feeds")

    def get_success_url(self, result: Any) -> str:
        return reverse("deadlines:feeds")

    def perform(self, form: Any) -> None:
        services.revoke_feed(feed_id=self.object.pk, by=self.actor, at=self.at)
