"""From a delivery to the message that goes out: worded for its reader at the moment it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from unionlaw.accounts.models import User
from unionlaw.notices import kinds, visibility, wording
from unionlaw.notices.channels.base import Attachment, Failed, Message, Refused
from unionlaw.notices.models import Delivery, Notice, Preference


class Moot(Failed):
    """There is nothing left to send: the reader may no longer see what it is about, or has no such address."""


@dataclass(frozen=True)
class Line:
    """One notice inside a mail."""

    title: str
    body: str
    link: str
    urgent: bool


def compose(delivery: Delivery, at: datetime) -> Message:
    """The message of a delivery, in its reader's language.

    Args:
        delivery: with notice or digest, their user and post, and the robot loaded.
        at: now; what the reader may not see at this moment is left out.

    Raises:
        Moot: nothing is left of it.
        LookupError, KeyError, TypeError, ValueError: it cannot be worded.
    """
    user = reader(delivery)
    wish = Preference.objects.filter(user=user).first() or Preference(user=user, language=user.language or "")
    language = settings.LANGUAGE_CODE if delivery.robot_id else wish.language or settings.LANGUAGE_CODE
    with translation.override(language):
        to, secret = _receiver(delivery, user, wish)
        lines = _lines(delivery, at)
        if delivery.digest_id:
            subject, text = _digest_words(lines)
            link = wording.absolute(reverse("notices:inbox"))
        else:
            subject, text, link = lines[0].title, lines[0].body, lines[0].link
        html = _html(lines, language, link) if delivery.channel == "email" else ""
        if delivery.channel == "email" or delivery.robot_id:
            subject = _("【%(site)s】%(subject)s") % {"site": settings.SITE_NAME, "subject": subject}
    return Message(
        id=f"delivery-{delivery.pk}",
        to=to,
        subject=subject,
        text=text,
        link=link,
        html=html,
        language=language,
        secret=secret,
        at=at,
        attachments=_attachments(delivery),
    )


def reader(delivery: Delivery) -> User:
    """The person a delivery is for; of a robot's, the one whose notice it tells the group."""
    owner = delivery.digest or delivery.notice
    assert owner is not None  # a constraint of the table
    return owner.user


def _receiver(delivery: Delivery, user: User, wish: Preference) -> tuple[str, str]:
    if delivery.robot is not None:
        if not delivery.robot.active:
            raise Moot(gettext_lazy("群机器人已停用"))
        return delivery.robot.address.reveal(), delivery.robot.secret.reveal()
    to = wish.phone.reveal() if delivery.channel == "sms" else user.email
    if not to:
        raise Refused(gettext_lazy("收件人没有登记地址"))
    return to, ""


def _lines(delivery: Delivery, at: datetime) -> list[Line]:
    notices: Sequence[Notice]
    if delivery.digest is not None:
        loaded = delivery.digest.notices.select_related("user", "post__organisation", "matter")
        notices = list(loaded.order_by("-urgency", "pk"))
    else:
        notices = [delivery.notice] if delivery.notice else []
    visible = visibility.still_visible(notices, timezone.localdate(at))
    lines = [_line(notice, group=bool(delivery.robot_id)) for notice in notices if notice.pk in visible]
    if not lines:
        raise Moot(gettext_lazy("收件人已无权查看"))
    return lines


def _line(notice: Notice, *, group: bool) -> Line:
    said = wording.words(notice)
    # The page of a notice is its reader's own; a group is led to what it is about.
    path = wording.url(notice) if group else reverse("notices:notice", args=[notice.pk])
    body = "" if kinds.get(notice.kind).inside else said.body
    return Line(said.title, body, wording.absolute(path), urgent=notice.urgency == "urgent")


def _attachments(delivery: Delivery) -> tuple[Attachment, ...]:
    """What the kind of a notice sends along by mail."""
    notice = delivery.notice
    if notice is None or delivery.channel != "email":
        return ()
    attach = kinds.get(notice.kind).attach
    return attach(notice) if attach else ()


def _digest_words(lines: Sequence[Line]) -> tuple[str, str]:
    count = len(lines)
    subject = ngettext("今日提醒：%(count)s条", "今日提醒：%(count)s条", count) % {"count": count}
    parts = [
        "\n".join(part for part in (f"{n}. {line.title}", line.body, line.link) if part)
        for n, line in enumerate(lines, 1)
    ]
    return subject, "\n\n" + "\n\n".join(parts) + "\n"


def _html(lines: Sequence[Line], language: str, link: str) -> str:
    context = {
        "lines": lines,
        "language": language,
        "site_name": settings.SITE_NAME,
        "inbox": link,
        "preferences": wording.absolute(reverse("notices:preferences")),
    }
    return render_to_string("notices/mail.html", context)
