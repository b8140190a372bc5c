"""The page behind a letter's QR code, on which its addressee answers with a one-time code. No sign-in, no session:
that a code was right is kept in a signed cookie that holds for this one address.
"""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring_letters.forms.answer import STANCES, AnswerForm, CodeForm
from monitoring_letters.models import AnswerCode, OnlineAnswer, ReplyPoint
from monitoring_letters.services import answer_codes, answering
from unionlaw.accounts.lockout import client_address
from unionlaw.lib.errors import Conflict, DomainError, Invalid, Stale
from unionlaw.web import policy
from unionlaw.web.forms import add_errors
from unionlaw.web.views import PageView

COOKIE = "answer"
SALT = "answer-page"
HOLDS_FOR = 12 * 3600  # seconds: long enough to write an answer, and to print the receipt
HEADERS = {
    # Narrower than the portal's own: no scripts, nothing from elsewhere, in no frame.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "private, no-store",
}


class OfAnswer(PageView):
    """Reads the cookie: which code was typed rightly at this paper's page, if any."""

    policy = policy.Public("whoever holds the letter's one-time code answers it; nothing else is shown")

    @property
    def code(self) -> str:
        return re.sub(r"[^0-9A-Z]", "", self.kwargs["code"].upper())[:20]

    @cached_property
    def opened(self) -> AnswerCode | None:
        """The code by which this browser opened the page; it may be spent by now."""
        try:
            said = signing.loads(self.request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=HOLDS_FOR)
        except signing.BadSignature:
            return None
        if not isinstance(said, list) or len(said) != 2 or said[0] != self.code:
            return None
        return AnswerCode.objects.filter(pk=said[1]).select_related("letter__matter__organisation").first()

    @cached_property
    def answer(self) -> OnlineAnswer | None:
        """What was sent with the code, once it was."""
        if self.opened is None or self.opened.spent_at is None:
            return None
        return OnlineAnswer.objects.filter(code=self.opened).select_related("reply__letter__matter").first()

    def is_live(self) -> bool:
        code = self.opened
        return (
            code is not None
            and code.revoked_at is None
            and code.spent_at is None
            and code.expires_at > self.at
            and not answer_codes.answer_refusal(code.letter)
        )

    def page_url(self, name: str = "answer") -> str:
        return reverse(f"monitoring_letters:{name}", args=[self.code or "-"])

    def render(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        response = super().render(status=status, **extra)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response


class Answer(OfAnswer):
    """Asks for the code; with it, the letter and the form."""

    template_name = "monitoring_letters/answer.html"
    title = gettext_lazy("在线答复")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.answer is not None:
            return HttpResponseRedirect(self.page_url("answer_receipt"))
        return self.show_form() if self.is_live() else self.ask()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "answer_code" in request.POST:
            return self.check_code(request)
        if self.answer is not None:  # the second click
            return HttpResponseRedirect(self.page_url("answer_receipt"))
        if not self.is_live():
            return self.ask(status=409, said=_("答复码已经失效，请重新输入，或者与发函单位联系。"))
        return self.send(request)

    def check_code(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.ask(form, status=422)
        try:
            code = answer_codes.try_code(
                paper_code=self.code,
                typed=form.cleaned_data["answer_code"],
                address=client_address(request),
                at=self.at,
            )
        except answer_codes.Locked as error:
            return self.ask(status=429, said=error.message)
        except Invalid as error:
            add_errors(form, error.errors)
            return self.ask(form, status=422)
        response = HttpResponseRedirect(self.page_url())
        response.set_cookie(
            COOKIE,
            signing.dumps([self.code, code.pk], salt=SALT),
            max_age=HOLDS_FOR,
            path=self.page_url(),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    def send(self, request: HttpRequest) -> HttpResponse:
        assert self.opened is not None
        form = AnswerForm(request.POST, request.FILES, shown=answering.shown(self.opened.letter))
        if not form.is_valid():
            return self.show_form(form, status=422)
        try:
            answering.submit(
                code_id=self.opened.pk,
                seen=form.cleaned_data["seen"],
                points=form.points,
                text=form.cleaned_data["text"],
                contact=form.contact,
                uploads=form.uploads,
                at=self.at,
            )
        except Invalid as error:
            add_errors(form, error.errors)
            return self.show_form(form, status=422)
        except Stale as error:
            # Filled again with the letter as it is now: submitting it once more is a decision.
            again = request.POST.copy()
            again["seen"] = answering.shown(self.opened.letter).stamp
            form = AnswerForm(again, request.FILES, shown=answering.shown(self.opened.letter))
            return self.show_form(form, status=409, said=error.message)
        except Conflict as error:
            return self.ask(status=409, said=error.message)
        except DomainError as error:
            form.add_error(None, error.message)
            return self.show_form(form, status=422)
        return HttpResponseRedirect(self.page_url("answer_receipt"))

    def ask(self, form: CodeForm | None = None, *, status: int = 200, said: str = "") -> HttpResponse:
        return self.render(status=status, form=form or CodeForm(), said=said, letter=None)

    def show_form(self, form: AnswerForm | None = None, *, status: int = 200, said: str = "") -> HttpResponse:
        assert self.opened is not None
        letter = answering.shown(self.opened.letter)
        if form is None:
            form = AnswerForm(shown=letter, initial={"seen": letter.stamp})
        lost = status in (409, 422) and bool(self.request.FILES)
        return self.render(status=status, form=form, letter=letter, said=said, files_lost=lost)


class Receipt(OfAnswer):
    """What was sent and when, for printing; only for the browser that sent it."""

    template_name = "monitoring_letters/answer_receipt.html"
    title = gettext_lazy("答复回执")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.answer is None or self.opened is None:
            return HttpResponseRedirect(self.page_url())
        # In the words that the addressee chose from.
        labels = dict(STANCES)
        said = self.answer.reply.points.select_related("demand")
        points = [(point, labels[ReplyPoint.Stance(point.stance)]) for point in said]
        return self.render(
            answer=self.answer,
            reply=self.answer.reply,
            letter=answering.shown(self.opened.letter),
            points=points,
            documents=self.answer.documents.order_by("pk"),
        )
