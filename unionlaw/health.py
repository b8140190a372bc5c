"""Whether the process lives (/healthz) and whether it can serve (/readyz)."""

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from unionlaw.web import policy

log = logging.getLogger(__name__)


@policy.public("health check of the process")
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer that the process lives; touches nothing else."""
    return JsonResponse({"status": "ok"})


@policy.public("health check of what the process needs")
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, broker and migrations are fine, else 503; names each."""
    checks = {name: _passes(name, check) for name, check in CHECKS.items()}
    ready = all(checks.values())
    body = {
        "status": "ok" if ready else "unavailable",
        "checks": {name: "ok" if passed else "failed" for name, passed in checks.items()},
    }
    return JsonResponse(body, status=200 if ready else 503)


def _once_passed(check: Callable[[], bool]) -> Callable[[], bool]:
    """Remember that the check has passed once: reading every migration file takes longer than the rest together."""
    passed = False

    def remembered() -> bool:
        nonlocal passed
        passed = passed or check()
        return passed

    return remembered


def _database() -> bool:
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return True


def _broker() -> bool:
    cache.get("readyz")
    return True


@_once_passed
def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


CHECKS: dict[str, Callable[[], bool]] = {"database": _database, "broker": _broker, "migrations": _migrations}


def _passes(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception as error:  # whatever a server being away raises: the answer is "failed", never a 500
        log.warning("readyz: %s: %s", name, error)
        connection.close_if_unusable_or_obsolete()
        return False
