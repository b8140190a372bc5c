"""Chat groups: the group robots of WeCom and DingTalk, each in its documented format.

WeCom: developer.work.weixin.qq.com/document/path/91770 (20 messages a minute for each robot).
DingTalk: open.dingtalk.com/document/robots/custom-robot-access (20 a minute, then silence for ten minutes), signed by
.../customize-robot-security-settings.
"""

import base64
import hmac
from collections.abc import Mapping
from urllib.parse import quote_plus

from django.utils.translation import gettext_lazy as _

from unionlaw.notices.channels.base import Message, Refused, TryAgain
from unionlaw.notices.channels.webhook import post_json

MOST_BYTES = 2000
"""WeCom takes texts of 2048 bytes; what is longer is cut, with the link kept."""
MINUTE = 60.0


class Robot:
    """What the two have in common: a text message, answered by {"errcode": 0, "errmsg": "ok"}.

    Texts are sent as plain text, not markdown: what people typed is shown as they typed it.
    """

    busy: Mapping[int, float | None] = {}
    """Codes that mean "later", with the seconds to wait, None: as usual."""

    def address(self, message: Message) -> str:
        return message.to

    def send(self, message: Message) -> str:
        """Post to the group. See Channel.send."""
        payload = {"msgtype": "text", "text": {"content": shortened(message)}}
        answer = post_json(self.address(message), payload, now=message.at.timestamp())
        code = answer.body.get("errcode")
        if code == 0:
            return str(answer.body.get("errmsg", ""))[:200]
        if code is None:
            raise TryAgain(_("服务方的回应看不懂"))
        said = f"errcode {code}: {str(answer.body.get('errmsg', ''))[:200]}"
        if code in self.busy:
            raise TryAgain(said, after=self.busy[code])
        raise Refused(said)

    def close(self) -> None:
        pass


class WeCom(Robot):
    # -1 system busy; 45009 called too often; 45033 too many calls at once.
    busy = {-1: None, 45009: MINUTE, 45033: MINUTE}


class DingTalk(Robot):
    # -1 system busy; 130101 and 130102 sent too fast; 410100 too fast for long, so silent for a while; 90030 the day's
    # number is used up.
    busy = {-1: None, 130101: MINUTE, 130102: MINUTE, 410100: 10 * MINUTE, 90030: 60 * MINUTE}

    def address(self, message: Message) -> str:
        """The webhook's address, with time stamp and signature where the robot has a secret."""
        if not message.secret:
            return message.to
        stamp = str(int(message.at.timestamp() * 1000))
        return f"{message.to}&timestamp={stamp}&sign={quote_plus(signature(stamp, message.secret))}"


def signature(stamp: str, secret: str) -> str:
    """DingTalk's signature: base64 of HMAC-SHA256 over "stamp\\nsecret" under the secret; `stamp` in milliseconds."""
    return base64.b64encode(hmac.digest(secret.encode(), f"{stamp}\n{secret}".encode(), "sha256")).decode()


def shortened(message: Message) -> str:
    """Subject, text and link within MOST_BYTES of UTF-8; the text is what is cut."""
    if len(message.plain.encode()) <= MOST_BYTES:
        return message.plain
    room = MOST_BYTES - len(f"{message.subject}\n…\n{message.link}".encode())
    text = message.text.encode()[: max(room, 0)].decode(errors="ignore")
    return "\n".join(part for part in (message.subject, f"{text}…", message.link) if part)
