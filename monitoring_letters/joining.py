"""Where letters join what stands below them: the page that papers' QR codes lead to, notices, the employer's page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from monitoring_letters.models import SupervisionLetter
from monitoring_letters.services.answer_codes import answer_refusal
from monitoring_letters.services.answering import NOTICE
from monitoring_letters.services.employer_record import recovered_from
from monitoring_letters.services.rating import letters_of
from unionlaw.documents import hooks as documents
from unionlaw.documents.models import Paper
from unionlaw.matters import panels, statuses
from unionlaw.matters.models.matter import Kind
from unionlaw.notices import kinds
from unionlaw.registers import hooks as registers
from unionlaw.registers.models import Employer
from unionlaw.web import navigation

NEWEST = 5


def answer_link(paper: Paper) -> documents.Link | None:
    """The answer page, for a paper of a letter that can be answered now."""
    letter = SupervisionLetter.objects.select_related("matter").filter(pk=paper.document.matter_id).first()
    if letter is None or answer_refusal(letter):
        return None
    return documents.Link(_("在线答复"), reverse("monitoring_letters:answer", args=[paper.code]))


def of_employer(request: HttpRequest, employer: Employer) -> dict[str, Any]:
    """The newest letters about an employer, and the way to its whole record."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.may("letter.view"):
        return {"letters": [], "url": "", "recovered": 0}
    labels = {status.code: status.label for status in statuses.all_statuses()}
    newest = letters_of(employer, actor).select_related("matter").order_by("-matter__opened_at", "-pk")[:NEWEST]
    return {
        "recovered": recovered_from(employer, actor),
        "letters": [(row, panels.url_of(row.matter.kind, row.pk), labels[row.matter.status_id]) for row in newest],
        "url": reverse("monitoring_letters:employer_record", args=[employer.pk]),
    }


def join() -> None:
    """Register at start-up."""
    panel = registers.Panel(_("一函两书"), "monitoring_letters/rating_panel.html", of_employer, order=20)
    registers.add_panel("employer", panel)
    navigation.register(
        navigation.NavItem(
            _("函书审批流程"), "monitoring_letters:ladders", "stairs-up", right="letter.ladder", order=77
        )
    )
    documents.offer_answer(Kind.SUPERVISION_LETTER, answer_link)
    kinds.declare(
        kinds.NoticeKind(
            NOTICE, _("%(letter)s收到网上答复"), _("回执号%(receipt)s，请核对并认定整改情况。"), label=_("函书答复")
        )
    )
