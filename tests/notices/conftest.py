"""A kind of notice for tests, and short ways to tell, spread and send."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils.translation import get_language

from tests.cast import NOON
from tests.matters.conftest import make_employer, make_worker, open_consultation  # noqa: F401
from tests.notices.servers import MailServer, WebhookServer
from unionlaw.network.actors import Actor
from unionlaw.notices import kinds
from unionlaw.notices.channels import _MAKERS
from unionlaw.notices.channels.base import Message
from unionlaw.notices.models import Delivery, Notice
from unionlaw.notices.services.spreading import spread
from unionlaw.notices.services.telling import tell


def _title(values: Any) -> str:
    if get_language() == "en":
        return f"{values['number']} is due on {values['due_on']}"
    return f"{values['number']}将于{values['due_on']}到期"


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    kinds.declare(kinds.NoticeKind("test.step", _title, "请尽快办理。", label="到期"))
    kinds.declare(kinds.NoticeKind("test.plain", "系统将于%(day)s维护", label="公告"))
    kinds.declare(kinds.NoticeKind("test.asked", "督办", "%(question)s", inside=True))
    yield
    for code in ("test.step", "test.plain", "test.asked"):
        kinds._declared.pop(code)


@pytest.fixture
def told() -> Callable[..., Notice]:
    """Tell one person that something is due; about `matter` when it is given."""

    def make(to: Actor, *, key: str = "k", urgency: str = "normal", at: Any = NOON, **more: Any) -> Notice:
        kind = "test.step" if more.get("matter") else "test.plain"
        data = {"due_on": "2026-11-30", "day": "周日"}
        return tell(kind=kind, to=[to.post], key=key, data=data, urgency=urgency, at=at, **more)[0]

    return make


@pytest.fixture
def due(told: Callable[..., Notice]) -> Callable[..., Delivery]:
    """A delivery that is due at noon: an urgent e-mail to `to`, who has an address."""

    def make(to: Actor, *, address: str = "cai@example.org", **more: Any) -> Delivery:
        to.user.email = address
        to.user.save(update_fields=["email"])
        notice = told(to, **{"urgency": "urgent", **more})
        spread(at=more.get("at", NOON))
        return notice.deliveries.get()

    return make


class Recorder:
    """A channel that keeps what it is given, or does what it is told to do instead."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.does: Callable[[Message], str] | None = None

    def send(self, message: Message) -> str:
        if self.does is not None:
            return self.does(message)
        self.sent.append(message)
        return f"receipt of {message.id}"

    def close(self) -> None:
        pass


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """Takes the place of every channel."""
    found = Recorder()
    for name in list(_MAKERS):
        monkeypatch.setitem(_MAKERS, name, lambda: found)
    return found


@pytest.fixture
def webhook(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebhookServer]:
    settings.NOTICE_WEBHOOK_HOSTS = ["http://127.0.0.1"]
    settings.NOTICE_SEND_TIMEOUT = 0.4
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with WebhookServer() as server:
        yield server


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
        settings.NOTICE_SEND_TIMEOUT = 0.5
        settings.SITE_URL = "https://portal.example.org"
        yield server
