"""E-mail over the site's mail server (EMAIL_HOST), plain text with an HTML side, one connection for a run."""

import smtplib
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.translation import gettext_lazy as _

from unionlaw.notices.channels.base import Message, Refused, TryAgain

PERMANENT = 500
"""SMTP codes from here on are final (RFC 5321, 4.2.1)."""


class Email:
    def __init__(self) -> None:
        self._connection: Any = None

    def send(self, message: Message) -> str:
        """Send a mail whose Message-ID is the delivery's, so that a mailbox can tell a repetition. See Channel.send."""
        mail = EmailMultiAlternatives(
            subject=message.subject,
            body=message.plain,
            to=[message.to],
            headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
        )
        if message.html:
            mail.attach_alternative(message.html, "text/html")
        for file in message.attachments:
            mail.attach(file.name, file.content, file.type)
        try:
            self._open().send_messages([mail])
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise _named(error) from error
        return message_id(message)

    def _open(self) -> Any:
        if self._connection is None:
            connection = get_connection(timeout=settings.NOTICE_SEND_TIMEOUT)
            connection.open()
            self._connection = connection
        return self._connection

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except (smtplib.SMTPException, OSError):
                # The other side hung up first.
                connection.connection = None


def message_id(message: Message) -> str:
    """`<delivery-12@host>`, the host being that of the sender's address."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{message.id}@{host}>"


def _named(error: Exception) -> Exception:
    """What the mail server meant: a mailbox or a mail it will never take, or a trouble that may pass."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        what = f"SMTP {code}: {_text(said)}"
        return Refused(what) if code >= PERMANENT else TryAgain(what, pause=False)
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return TryAgain(f"SMTP {error.smtp_code}")
    if isinstance(error, smtplib.SMTPResponseException):
        if error.smtp_code >= PERMANENT:
            return Refused(f"SMTP {error.smtp_code}: {_text(error.smtp_error)}")
        return TryAgain(f"SMTP {error.smtp_code}: {_text(error.smtp_error)}", pause=False)
    timed_out = isinstance(error, TimeoutError | smtplib.SMTPServerDisconnected)
    return TryAgain(_("服务方没有及时回应") if timed_out else _("连接不上服务方"))


def _text(said: bytes | str) -> str:
    return (said.decode(errors="replace") if isinstance(said, bytes) else said)[:200]
