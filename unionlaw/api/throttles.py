"""How often one may ask."""

import logging
from typing import Any

from redis.exceptions import RedisError
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

log = logging.getLogger(__name__)


class _WhileTheBrokerLives:
    """Counting needs the broker's memory; without it requests pass, because losing Redis must lose nothing."""

    def allow_request(self, request: Any, view: Any) -> bool:
        try:
            return bool(super().allow_request(request, view))  # type: ignore[misc]
        except RedisError as error:
            log.warning("Requests are not counted: %s", error)
            return True


class PerUser(_WhileTheBrokerLives, UserRateThrottle):
    scope = "user"


class PerAddress(_WhileTheBrokerLives, AnonRateThrottle):
    scope = "anonymous"
