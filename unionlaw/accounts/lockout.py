"""Lockout after wrong passwords (django-axes), per account and per address."""

import ipaddress
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class LockoutHandler(AxesDatabaseHandler):
    """Counts an address against its own, wider limit: the people of an office share one."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Failures in the cool-off period, on the scale of AXES_FAILURE_LIMIT."""
        account, address = (
            sum(attempts.values_list("failures_since_start", flat=True))
            for attempts in self.get_user_attempts(request, credentials)
        )
        return max(account, address * settings.AXES_FAILURE_LIMIT // settings.LOCKOUT_ADDRESS_LIMIT)

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Forgets, after a success, the failures of that account alone; returns how many rows went.

        The library forgets all failures of the address as well: who has an account of their own could then
        guess another's password without end, and one colleague's sign-in would lift another's lockout.
        """
        return int(self.reset_attempts(username=account_name(request, credentials)))


def account_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The account an attempt was for, folded as sign-in folds it: CAI and cai share one count."""
    name = (credentials or {}).get("username") or request.POST.get("login", "")
    return str(name).strip().lower()


def client_address(request: HttpRequest) -> str:
    """The address the request came from, believing X-Forwarded-For only as far as settings.TRUSTED_PROXIES reaches."""
    address = request.META.get("REMOTE_ADDR") or ""
    hops = settings.TRUSTED_PROXIES
    if hops:
        chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if len(chain) >= hops:
            address = chain[-hops]
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return "0.0.0.0"  # noqa: S104  # no listening address: stands for "unknown"


def locked_page(request: HttpRequest, response: HttpResponse | None, credentials: Any = None) -> HttpResponse:
    """429: how long to wait, and whom to turn to. Says the same whether the account exists or not."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "accounts/locked.html", {"minutes": minutes}, status=429)
