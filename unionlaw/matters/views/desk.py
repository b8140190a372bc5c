"""The desk, the way into a matter, the search box, and what one began."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionlaw.matters import desk, panels, searching, unfinished
from unionlaw.matters.models import Matter
from unionlaw.matters.services.finding import find_by_number, is_number
from unionlaw.matters.services.visiting import recent
from unionlaw.web import policy
from unionlaw.web.views import PageView

LONGEST = 60


class Desk(PageView):
    policy = policy.SignedIn("everyone has a desk; it shows what the acting post may see")
    template_name = "matters/desk.html"
    title = _("我的工作台")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.actor.may("matter.view"):
            return redirect("network:administration" if self.actor.may("admin.view") else "accounts:overview")
        return self.render(
            start=desk.start_for(self.actor),
            tiles=desk.counted(self.actor, request),
            sections=desk.sections(self.actor),
            recent=searching.lines(recent(self.actor)),
            rows=[(matter, panels.url_of(matter.kind, matter.pk)) for matter in desk.most_urgent(self.actor)],
        )


class Open(PageView):
    """The address of any matter: leads to the page of its kind."""

    policy = policy.Right("matter.view")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        matter = get_object_or_404(Matter.objects.visible_to(self.actor).only("kind"), pk=kwargs["pk"])
        return redirect(panels.url_of(matter.kind, matter.pk))


class Search(PageView):
    """The box in the top bar. It is posted, so that identity numbers and phones never stand in an address or a log;
    words are found under an address of their own."""

    policy = policy.Right("matter.view")
    template_name = "matters/search.html"
    title = _("搜索")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        words = _words(request.GET)
        if is_number(words):
            # It stood in the address by mistake: take it away from there.
            messages.info(request, _("号码不在网址里搜索。请在上方的搜索框输入。"))
            return redirect("matters:search")
        if not words:
            return self.render(recent=searching.lines(recent(self.actor)))
        return self.render(words=words, groups=searching.find(words, request))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        words = _words(request.POST)
        same = searching.by_number(words, self.actor)
        if len(same) == 1:
            return redirect(panels.url_of(same[0].kind, same[0].pk))
        if same:
            return self.render(same=searching.lines(same))
        if is_number(words):
            found = find_by_number(number=words, by=self.actor, at=self.at)
            return self.render(found=found, matters=searching.lines(found.matters))
        return redirect(f"{reverse('matters:search')}?{urlencode({'q': words})}" if words else "matters:search")


class Recent(PageView):
    """What this person opened last, for the box while it is empty."""

    policy = policy.Right("matter.view")
    template_name = "matters/recent.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render(recent=searching.lines(recent(self.actor)))


class Drafts(PageView):
    """Forms one has begun and not sent."""

    policy = policy.SignedIn("one's own half-filled forms")
    template_name = "matters/drafts.html"
    title = _("草稿")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(rows=unfinished.rows(self.actor), **extra)


def _words(data: QueryDict) -> str:
    return data.get("q", "").strip()[:LONGEST]
