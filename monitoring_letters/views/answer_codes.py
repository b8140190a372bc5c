"""送达回证 and one-time codes of a letter, for the union's people; taking note of what came in online."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring_letters.models import OnlineAnswer, SupervisionLetter
from monitoring_letters.services import answer_codes, answering, slips
from monitoring_letters.views.base import BESIDE_LETTER
from unionlaw.deadlines.views.matter import read_matter
from unionlaw.matters import panels
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.web import policy
from unionlaw.web.views import ActionView, FormActionView, NoFields


class OfLetter(FormActionView):
    """Actions on a letter that are no step of its life."""

    form_class = NoFields
    back_label = gettext_lazy("返回函书")

    def get_object(self) -> Matter:
        return read_matter(self.actor, Kind.SUPERVISION_LETTER, self.kwargs["pk"], beside=BESIDE_LETTER)

    @property
    def letter(self) -> SupervisionLetter:
        found: SupervisionLetter = self.object.supervision_letter
        return found

    def get_cancel_url(self) -> str:
        return panels.url_of(Kind.SUPERVISION_LETTER, self.kwargs["pk"])


class Codes(OfLetter):
    """What is printed for the addressee: the slip and the sheet with the code; or the code alone, shown once."""

    policy = policy.Right("letter.serve")
    template_name = "monitoring_letters/answer_codes.html"
    title = gettext_lazy("送达回证与答复码")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Without the version that was seen: a download leaves the page as it was, and a new code undoes nobody's work.
        arguments = {"letter_id": self.object.pk, "by": self.actor, "at": self.at}
        if "code" in request.POST:
            _row, plain = answer_codes.issue_code(**arguments)
            self.__dict__.pop("object", None)
            response = self.show(self.make_form(), plain=answer_codes.spaced(plain))
        else:
            made = slips.hand_out(**arguments)
            response = HttpResponse(made.pdf, content_type="application/pdf")
            response.headers["Content-Disposition"] = f'attachment; filename="slip-{self.object.pk}.pdf"'
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def get_context(self, **extra: Any) -> dict[str, Any]:
        letter = self.letter
        codes = list(letter.answer_codes.select_related("made_by__user"))
        return super().get_context(
            matter=self.object,
            letter=letter,
            attempt=letter.attempts.order_by("-pk").first(),
            slip_refusal=slips.slip_refusal(letter),
            code_refusal=answer_codes.answer_refusal(letter),
            codes=[(code, self.state_of(code)) for code in codes],
            failures=answer_codes.failures_of(letter, at=self.at),
            address=slips.address_of(letter),
            answers=OnlineAnswer.objects.filter(reply__letter=letter).select_related("confirmed_by__user"),
            may_confirm=self.actor.may("letter.follow"),
            **extra,
        )

    def state_of(self, code: Any) -> str:
        if code.spent_at:
            return "spent"
        if code.revoked_at:
            return "revoked"
        return "live" if code.expires_at > self.at else "expired"


class Confirm(ActionView):
    """Somebody has read an online answer and knows that it comes from the addressee."""

    policy = policy.Right("letter.follow")
    title = gettext_lazy("核对网上答复")
    back_label = gettext_lazy("返回函书")
    submit_label = gettext_lazy("确认来自对方")
    success_message = gettext_lazy("已核对。")

    def get_object(self) -> OnlineAnswer:
        letters = SupervisionLetter.objects.visible_to(self.actor)
        found = OnlineAnswer.objects.filter(reply__letter__in=letters).select_related("reply")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def current_version(self) -> None:
        return None

    def perform(self, form: Any) -> OnlineAnswer:
        return answering.confirm_answer(
            letter_id=self.object.reply.letter_id, answer_id=self.object.pk, by=self.actor, at=self.at
        )

    def get_success_url(self, result: Any) -> str:
        return self.get_cancel_url()

    def get_cancel_url(self) -> str:
        return panels.url_of(Kind.SUPERVISION_LETTER, self.object.reply.letter_id)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(subtitle=_("回执号%(number)s") % {"number": self.object.receipt_number}, **extra)
