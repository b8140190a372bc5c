"""Writes to the log what would be sent: for development, and for what is not configured."""

import logging

from unionlaw.notices.channels.base import Message

log = logging.getLogger(__name__)


class Console:
    def send(self, message: Message) -> str:
        """Log the subject; never the receiver."""
        log.info("notice %s: %s", message.id, message.subject)
        return "console"

    def close(self) -> None:
        pass
