"""Who must have a second factor, and whether they have one."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

FLAG = "second_factor_set_up"


def is_required(request: HttpRequest) -> bool:
    """Whether any post the person holds has a role in SECOND_FACTOR_ROLES (None: every role)."""
    actor: Any = getattr(request, "actor", None)
    if not getattr(actor, "post", None):
        return False
    if settings.SECOND_FACTOR_ROLES is None:
        return True
    held = {post.role for post in getattr(request, "open_posts", [actor.post])}
    return bool(held & set(settings.SECOND_FACTOR_ROLES))


def is_missing(request: HttpRequest) -> bool:
    """Whether one is required and not set up yet. Remembered per session once it is there."""
    if request.session.get(FLAG) or not is_required(request):
        return False
    if is_mfa_enabled(request.user):
        request.session[FLAG] = True
        return False
    return True
