"""The ways out of the portal, by name. docs/how-to/notices.md says how to add one."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from unionlaw.notices.channels.base import Channel
from unionlaw.notices.channels.console import Console
from unionlaw.notices.channels.email import Email
from unionlaw.notices.channels.robots import DingTalk, WeCom


def _sms() -> Channel:
    """The SMS provider's adapter that the site chose, else the console."""
    adapter: Any = import_string(settings.SMS_ADAPTER) if settings.SMS_ADAPTER else Console
    made: Channel = adapter()
    return made


_MAKERS: dict[str, Callable[[], Channel]] = {
    "email": Email,
    "sms": _sms,
    "wecom": WeCom,
    "dingtalk": DingTalk,
    "console": Console,
}
LABELS: dict[str, str | Promise] = {
    "email": _("电子邮件"),
    "sms": _("短信"),
    "wecom": _("企业微信群"),
    "dingtalk": _("钉钉群"),
    "console": _("控制台"),
}


def open_channel(name: str) -> Channel:
    """A channel ready to send. Raises LookupError for an unknown name, ImportError for an adapter that is not there."""
    return _MAKERS[name]()
