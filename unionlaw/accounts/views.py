from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from unionlaw.accounts.adapters import remember_language
from unionlaw.accounts.forms import EmailForm
from unionlaw.accounts.services import users
from unionlaw.web import policy
from unionlaw.web.views import FormActionView, PageView


@policy.signed_in("one's own account")
class Overview(PageView):
    """账号与安全: everything about one's own account on one page."""

    template_name = "accounts/overview.html"
    title = _("账号与安全")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        kinds = Authenticator.objects.filter(user=self.request.user).values_list("type", flat=True)
        return super().get_context(
            has_totp=Authenticator.Type.TOTP in kinds,
            passkeys=sum(kind == Authenticator.Type.WEBAUTHN for kind in kinds),
            has_codes=Authenticator.Type.RECOVERY_CODES in kinds,
            **extra,
        )


@policy.signed_in("one's own account")
class ChangeEmail(FormActionView):
    form_class = EmailForm
    title = _("修改电子邮箱")
    success_message = _("电子邮箱已修改。")

    def get_initial(self) -> dict[str, Any]:
        return {"email": self.actor.user.email}

    def get_cancel_url(self) -> str:
        return reverse("accounts:overview")

    def get_success_url(self, result: Any) -> str:
        return reverse("accounts:overview")

    def perform(self, form: Any) -> None:
        users.set_email(by=self.actor, email=form.cleaned_data["email"], password=form.cleaned_data["password"])


@policy.signed_in("setting up one's own second factor")
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where people land whose role demands a second factor they do not have yet."""
    return render(request, "accounts/second_factor.html", {"title": _("设置两步验证")})


@policy.public("language of the sign-in page")
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switches the language, for good when signed in."""
    wanted = request.POST.get("language", "")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    if request.user.is_authenticated:
        users.set_language(user=request.user, language=wanted)
    if wanted in dict(settings.LANGUAGES):
        remember_language(response, wanted)
    return response
