"""Who is told of what happens to a case: the lawyer it is given to, the officer who waits for an answer."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from unionlaw.matters.models import Event, Matter
from unionlaw.matters.vocabulary import EventType
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post
from unionlaw.notices.kinds import NoticeKind, declare
from unionlaw.notices.services.telling import tell

CASES = _("案件办理")


def _lawyer(matter: Matter) -> Post | None:
    lawyer: Post | None = matter.aid_case.lawyer
    return lawyer


def _owner(matter: Matter) -> Post | None:
    return matter.owner


TOLD: dict[str, Callable[[Matter], Post | None]] = {
    "aid_case.assigned": _lawyer,
    "aid_case.accepted": _owner,
    "aid_case.declined": _owner,
    "matter.handed_over": _owner,
}
"""Event → whom it is told to; the kind of the notice has the event's name. Nobody is told what they did themselves."""


def on_event(matter: Matter, event: Event, event_type: EventType, actor: Actor) -> None:
    """Joins `matters.record`: one notice for those events of TOLD."""
    whom = TOLD.get(event.name)
    post = whom(matter) if whom else None
    if post is None or (actor.post is not None and actor.post.user_id == post.user_id):
        return
    tell(kind=event.name, to=[post], key=f"event:{event.pk}", matter=matter, data={}, at=event.happened_at)


def join() -> None:
    """Declare the kinds at start-up."""
    declare(
        NoticeKind(
            "aid_case.assigned", _("有援助案件指派给您"), _("请查看案情和利益冲突，确认是否接受指派。"), label=CASES
        ),
        NoticeKind("aid_case.accepted", _("承办律师已接受指派"), label=CASES),
        NoticeKind("aid_case.declined", _("律师谢绝指派，请另行指派"), label=CASES),
        NoticeKind("matter.handed_over", _("有事项移交给您经办"), label=CASES),
    )
