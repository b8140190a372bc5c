"""Where django-allauth's defaults are not this house's."""

import logging
import uuid
from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionlaw.accounts import second_factor
from unionlaw.accounts.lockout import client_address
from unionlaw.accounts.services import users
from unionlaw.lib import clock
from unionlaw.lib.sealed import seal, unseal

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("用户名或密码不正确，请重新输入。连续输错会暂时锁定账号。"),
        "too_many_login_attempts": _("尝试次数过多，请稍后再试。"),
        "enter_current_password": _("当前密码不正确，请重新输入。"),
        "incorrect_password": _("密码不正确，请重新输入。"),
        "invalid_password_reset": _("密码重置链接无效。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def set_password(self, user: Any, password: str) -> None:
        """Saves a password that its holder chose, by changing the old one or through a mailed link."""
        users.choose_password(user=user, password=password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/" if getattr(request, "password_was_given", False) else reverse("accounts:overview")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kw: Any
    ) -> None:
        # Arriving is not news; leaving shows on the page one arrives at.
        if message_template != "account/messages/logged_in.txt":
            super().add_message(request, level, message_template, *args, **kw)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever just signed in, perhaps only to set up a second factor, is not asked for the password again."""
        known = get_authentication_records(context.request, context.request.user)
        last = max((record["at"] for record in known), default=0.0)
        if clock.now().timestamp() - last < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def format_email_subject(self, subject: str) -> str:
        return _("【%(site)s】%(subject)s") % {"site": settings.SITE_NAME, "subject": subject}

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is away neither undoes what was done nor shows whether an address is known."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            log.exception("mail %s could not be sent", template_prefix)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        if user.language:
            remember_language(response, user.language)
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("验证码不正确，请核对手机上的时间后重新输入。"),
        "cannot_delete_authenticator": _("您的岗位要求两步验证，不能停用最后一种验证方式。请先添加另一种。"),
        "cannot_generate_recovery_codes": _("请先启用验证器或通行密钥，再生成恢复码。"),
    }
    # TOTP secrets and recovery seeds lie in one JSON column, so the seal is bound to the purpose, not to a row.
    LABEL = "mfa_authenticator.data"
    ROW = uuid.UUID(int=0)

    def encrypt(self, text: str) -> str:
        return b64encode(seal(text, label=self.LABEL, row=self.ROW)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(b64decode(encrypted_text), label=self.LABEL, row=self.ROW)

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Where the role demands a second factor, the last one stays."""
        if not second_factor.is_required(context.request):
            return True
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=kinds).exclude(
            pk=authenticator.pk
        )
        return others.exists()


def remember_language(response: HttpResponse, language: str) -> None:
    """Sets the language cookie as LocaleMiddleware reads it."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
