from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, PasswordVerificationMixin, ResetPasswordKeyForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """User name and password, labelled in our words; help on a forgotten password stands in the template."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label = _("用户名")
        login.error_messages["required"] = _("请输入用户名。")
        login.widget.attrs.update({"placeholder": "", "autocapitalize": "none", "spellcheck": "false"})
        password.label = _("密码")
        password.error_messages["required"] = _("请输入密码。")
        password.help_text = ""
        password.widget.attrs["placeholder"] = ""


class TypedTwice(PasswordVerificationMixin):
    """A new password typed twice, called the same beside the fields and in the summary of errors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("新密码")
        self.fields["password2"].label = _("再输一次新密码")

    def clean(self) -> Any:
        cleaned = super(PasswordVerificationMixin, self).clean()
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("两次输入的密码不一致。"))
        return cleaned


class RenewedPasswordForm(TypedTwice, ResetPasswordKeyForm):
    """Another password, through a mailed link."""


class OtherPasswordForm(TypedTwice, ChangePasswordForm):
    """The old password and another one."""

    def clean_password1(self) -> str:
        password = str(self.cleaned_data["password1"])
        if password == self.cleaned_data.get("oldpassword"):
            raise forms.ValidationError(_("新密码与当前密码相同，请换一个。"))
        return password


class CodeForm(AuthenticateForm):
    """A code of the second factor, called the same beside the field and in the summary of errors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("验证码")


class FirstCodeForm(ActivateTOTPForm):
    """The first code of an authenticator app, called the same in both places."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("验证码")


class EmailForm(forms.Form):
    """The address for password resets, confirmed with the password."""

    email = forms.EmailField(
        label=_("电子邮箱"),
        required=False,
        help_text=_("忘记密码时，重置链接发到这个邮箱。留空则只能由管理员重置。"),
        error_messages={"invalid": _("请填写完整的邮箱地址，例如 name@example.org。")},
    )
    password = forms.CharField(
        label=_("当前密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("请输入当前密码。")},
    )
