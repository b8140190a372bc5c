"""Default deny for API views: each says who may use it, in the words of unionlaw.web.policy."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from unionlaw.web import policy


def of_action(view: Any) -> Any:
    """The policy of what is asked for: the action's own in the view's table `policies`, else the view's."""
    table = getattr(view, "policies", {})
    return table.get(getattr(view, "action", None)) or getattr(view, "policy", None)


class ByPolicy(BasePermission):
    """Lets a request reach its view only when the view's `policy` allows it (the action's own, where it has one)."""

    def has_permission(self, request: Request, view: Any) -> bool:
        found = of_action(view)
        if found is None:
            if settings.POLICY_STRICT:
                raise ImproperlyConfigured(f"{type(view).__name__} has no access policy")
            raise Http404
        if isinstance(found, policy.Public):
            return True
        if not request.user or not request.user.is_authenticated:
            raise NotAuthenticated
        actor: Any = getattr(request, "actor", None)
        if getattr(actor, "post", None) is None:
            raise PermissionDenied(_("您目前没有任何在任岗位，请联系系统管理员。"))
        if isinstance(found, policy.Right) and (reason := found.refusal(actor)):
            raise PermissionDenied(reason)
        return True
