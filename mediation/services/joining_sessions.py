"""Where sessions, talks and outcomes join the rest of the portal at start-up."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mediation import states
from mediation.ical import session_calendar
from mediation.models import Mediation, Session
from mediation.notices import MEDIATIONS
from mediation.services import concluding, due, following, session_conditions
from unionlaw.matters.services.events import subscribe
from unionlaw.notices.channels.base import Attachment
from unionlaw.notices.kinds import NoticeKind, declare
from unionlaw.notices.models import Notice

WHERE = _("第%(session)d次，%(when)s，%(place)s")


def join() -> None:
    """Conditions, duties, next steps and notices; and planned sessions that follow what happens."""
    session_conditions.join()
    concluding.join()
    due.STEPS[states.IN_SESSION] = next_step
    subscribe(following.on_event)
    declare(
        NoticeKind(
            "mediation.times_proposed", _("请确认%(number)s的会议时间"), _("共%(count)d个时间。"), label=MEDIATIONS
        ),
        NoticeKind(
            "mediation.session_scheduled", _("%(number)s安排了调解会"), WHERE, label=MEDIATIONS, attach=calendar_file
        ),
        NoticeKind(
            "mediation.session_rescheduled", _("%(number)s的调解会改期"), WHERE, label=MEDIATIONS, attach=calendar_file
        ),
        NoticeKind(
            "mediation.session_cancelled", _("%(number)s的调解会取消"), WHERE, label=MEDIATIONS, attach=calendar_file
        ),
    )


def calendar_file(notice: Notice) -> tuple[Attachment, ...]:
    """The session as a calendar file, for the mail of a notice about it."""
    session = (
        Session.objects.filter(pk=notice.data.get("id"))
        .select_related("mediation__matter", "room__organisation")
        .first()
    )
    if session is None:
        return ()
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    content = session_calendar(session, host=host, stamp=notice.created_at, sequence=session.mediation.matter.version)
    return (Attachment("session.ics", content, "text/calendar"),)


def next_step(mediation: Mediation) -> str | Promise:
    """While they talk: record a session, conclude, or arrange the next one."""
    if mediation.sessions.filter(state=Session.State.PLANNED).exists():
        return _("召开调解会")
    return _("安排下一次调解会或登记结果") if concluding.conclude_refusal(mediation) else _("进入签约")
