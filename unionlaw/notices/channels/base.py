"""What a channel is: the one interface between the portal and every provider.

    class MyProvider(Channel):
        def send(self, message: Message) -> str:
            answer = call(message.to, message.subject)       # with a time limit: settings.NOTICE_SEND_TIMEOUT
            if answer.busy:
                raise TryAgain("busy", after=60)
            if answer.wrong_number:
                raise Refused("no such number")
            return answer.id

Whatever else it raises counts as a fault of this one message: it is set aside for an administrator, the others go on.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from django.utils.functional import Promise

from unionlaw.lib.wording import stored


class Failed(Exception):
    """Base of what a channel answers besides a receipt.

    Args:
        message: why, for administrators; without addresses and secrets.
    """

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message

    @property
    def stored(self) -> str:
        """The message as it is kept with the delivery."""
        return stored(self.message)[:500]


class TryAgain(Failed):
    """It did not go now, but may later.

    Args:
        after: seconds after which the provider wants to be asked again, None when it does not say.
        pause: whether everything else for the same receiver or server had better wait as well.
    """

    def __init__(self, message: str | Promise, *, after: float | None = None, pause: bool = True) -> None:
        super().__init__(message)
        self.after = after
        self.pause = pause


class Refused(Failed):
    """The provider will never take this message: a wrong address, a group that is gone."""


@dataclass(frozen=True)
class Attachment:
    """A file that channels which carry files send along; the others leave it out."""

    name: str
    content: bytes
    type: str


@dataclass(frozen=True)
class Message:
    """What is to be sent, worded in its reader's language.

    Args:
        id: names the delivery, the same at every attempt.
        to: e-mail address, mobile number or webhook address.
        subject: one line that says it all; names a matter by its number, never a person.
        text: further lines, may be "".
        link: absolute address in the portal, "" where the portal does not know its own.
        html: the same as subject, text and link for channels that show HTML; "" for the others.
        language: "zh-hans" or "en".
        secret: what a chat group's robot signs with.
        at: when it is sent.
        attachments: files for channels that carry some.
    """

    id: str
    to: str
    subject: str
    text: str
    link: str
    html: str
    language: str
    secret: str
    at: datetime
    attachments: tuple[Attachment, ...] = ()

    @property
    def plain(self) -> str:
        """Subject, text and link as one plain text."""
        return "\n".join(part for part in (self.subject, self.text, self.link) if part)


@runtime_checkable
class Channel(Protocol):
    """A way out. One is opened for a run of sending, used for many messages in turn, and closed."""

    def send(self, message: Message) -> str:
        """Send one message; return the provider's receipt (at most 200 characters, may be "").

        Raises:
            TryAgain: it may go later.
            Refused: it never will.
        """

    def close(self) -> None:
        """Let go of connections; called once, whatever happened."""
