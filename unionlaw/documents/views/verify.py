"""The public page behind the code on a paper."""

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionlaw.documents.forms import VerifyForm
from unionlaw.documents.services.verifying import Verified, hash_of, verify
from unionlaw.web import policy
from unionlaw.web.views import PageView

_WHY = "whoever holds a paper may see that it is genuine; nothing personal is shown"


class Ask(PageView):
    """Where the code is typed when the paper has no address on it."""

    policy = policy.Public(_WHY)
    template_name = "documents/verify.html"
    title = _("文书核验")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed = re.sub(r"[^0-9A-Za-z]", "", request.GET.get("code", ""))[:40]
        if typed:
            return HttpResponseRedirect(reverse("documents:verify", args=[typed.upper()]))
        return self.render(code="")


class Verify(PageView):
    policy = policy.Public(_WHY)
    template_name = "documents/verify.html"
    title = _("文书核验")

    @property
    def paper(self) -> Verified | None:
        return verify(self.kwargs["code"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        paper = self.paper
        # Not 404: the page has an answer, "no such paper was issued".
        return self.render(paper=paper, form=VerifyForm(), code=self.kwargs["code"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hold a file against the record."""
        paper, form = self.paper, VerifyForm(request.POST, request.FILES)
        same, status = None, 200
        if not form.is_valid():
            status = 422
        elif paper is not None:
            file = form.cleaned_data["file"]
            if file.size > settings.UPLOAD_MAX_BYTES:
                form.add_error("file", _("文件过大。"))
                status = 422
            else:
                same = hash_of(file) == paper.sha256
        return self.render(status=status, paper=paper, form=form, same=same, code=self.kwargs["code"])
