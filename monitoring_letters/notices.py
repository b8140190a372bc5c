"""Who is told of what happens to a letter: the reviewer, whoever approves next, the drafter."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from monitoring_letters.models import SupervisionLetter
from monitoring_letters.services.persons import current_step
from unionlaw.matters.models import Event, Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.vocabulary import EventType
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post
from unionlaw.notices.kinds import NoticeKind, declare
from unionlaw.notices.services.telling import tell

LETTERS = _("一函两书")


def _reviewer(letter: SupervisionLetter, event: Event) -> list[Post]:
    return [letter.reviewer] if letter.reviewer else []


def _next_approvers(letter: SupervisionLetter, event: Event) -> list[Post]:
    """Everyone who holds the role of the step that waits, at the organisation it is asked of."""
    step = current_step(letter)
    if step is None:
        return []
    open_posts = Post.objects.open(on=timezone.localdate(event.happened_at))
    return list(open_posts.filter(role=step.role, organisation=step.organisation_id, user__is_active=True))


def _drafter(letter: SupervisionLetter, event: Event) -> list[Post]:
    """Whoever answers for the letter now; the drafter, unless it was handed over."""
    return [letter.matter.owner] if letter.matter.owner else []


TOLD = {
    "letter.submitted": (("letter.to_review", _reviewer),),
    "letter.review_passed": (("letter.to_approve", _next_approvers),),
    "letter.step_approved": (("letter.to_approve", _next_approvers),),
    "letter.review_returned": (("letter.returned", _drafter),),
    "letter.returned": (("letter.returned", _drafter),),
    "letter.approved": (("letter.approved", _drafter),),
    "letter.issued": (("letter.issued", _drafter),),
}
"""Event → what is told, and to whom. Nobody is told what they did themselves."""


ORGANS = ("letter.organ_reported", "lead.organ_reported")


def on_event(matter: Matter, event: Event, event_type: EventType, actor: Actor) -> None:
    """Joins `matters.record`: one notice for each of TOLD."""
    if event.name in ORGANS:
        owners = [matter.owner] if matter.owner else []
        tell(kind=ORGANS[0], to=owners, key=f"event:{event.pk}", matter=matter, data={}, at=event.happened_at)
    if matter.kind != Kind.SUPERVISION_LETTER:
        return
    for kind, whom in TOLD.get(event.name, ()):
        posts = [post for post in whom(matter.supervision_letter, event) if post.user_id != event.user_id]
        tell(kind=kind, to=posts, key=f"event:{event.pk}", matter=matter, data={}, at=event.happened_at)


def join() -> None:
    """Declare the kinds at start-up."""
    declare(
        NoticeKind(
            "letter.to_review",
            _("有函书请您法律审核"),
            _("请核对事实、依据和要求，审核通过或退回修改。"),
            label=LETTERS,
        ),
        NoticeKind("letter.to_approve", _("有函书等您审批"), _("页面上可以看到函书印出来的样子。"), label=LETTERS),
        NoticeKind("letter.returned", _("您起草的函书已退回修改"), _("退回理由在函书的进展中。"), label=LETTERS),
        NoticeKind("letter.approved", _("您起草的函书已审批通过"), _("编号制发后即可送达。"), label=LETTERS),
        NoticeKind(ORGANS[0], _("协作单位反馈了办理状态"), _("反馈内容在事项页面上。"), label=LETTERS),
        NoticeKind("letter.issued", _("您起草的函书已制发，请送达"), label=LETTERS),
    )
