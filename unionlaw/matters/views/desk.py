"""The desk, the way into a matter, and the search box."""

import re
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionlaw.matters import desk, panels
from unionlaw.matters.models import Matter
from unionlaw.matters.services.finding import find_by_number, is_number
from unionlaw.web import policy
from unionlaw.web.views import PageView


class Desk(PageView):
    policy = policy.SignedIn("everyone has a desk; it shows what the acting post may see")
    template_name = "matters/desk.html"
    title = _("我的工作台")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.actor.may("matter.view"):
            return redirect("network:administration" if self.actor.may("admin.view") else "accounts:overview")
        return self.render(
            start=desk.start_for(self.actor),
            tiles=desk.counted(self.actor),
            rows=[(matter, panels.url_of(matter.kind, matter.pk)) for matter in desk.most_urgent(self.actor)],
        )


class Open(PageView):
    """The address of any matter: leads to the page of its kind."""

    policy = policy.Right("matter.view")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        matter = get_object_or_404(Matter.objects.visible_to(self.actor).only("kind"), pk=kwargs["pk"])
        return redirect(panels.url_of(matter.kind, matter.pk))


class Search(PageView):
    """The box in the top bar. It is posted, so that identity numbers and phones never stand in an address or a log."""

    policy = policy.Right("matter.view")
    template_name = "matters/search.html"
    title = _("搜索结果")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("matters:list")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        words = request.POST.get("q", "").strip()[:60]
        if not is_number(words):
            if exact := Matter.objects.visible_to(self.actor).filter(number=re.sub(r"\s", "", words)).first():
                return redirect(panels.url_of(exact.kind, exact.pk))
            return redirect(f"{reverse('matters:list')}?{urlencode({'q': words})}" if words else "matters:list")
        found = find_by_number(number=words, by=self.actor, at=self.at)
        return self.render(
            found=found,
            matters=[(matter, panels.url_of(matter.kind, matter.pk)) for matter in found.matters],
        )
