from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LengthValidator(MinimumLengthValidator):
    """Passwords have a least length. In our words: the framework's sentence for it is not in its Chinese catalogue."""

    def get_error_message(self) -> str:
        return _("密码至少要有%(length)s位。") % {"length": self.min_length}

    def get_help_text(self) -> str:
        return self.get_error_message()


class MixedCharactersValidator:
    """Passwords mix letters with digits or signs (GB/T 22239-2019, 8.1.4.1: complex enough to resist guessing)."""

    def validate(self, password: str, user: object = None) -> None:
        has_letter = any(c.isalpha() for c in password)
        has_other = any(not c.isalpha() and not c.isspace() for c in password)
        if not (has_letter and has_other):
            raise ValidationError(_("密码要同时包含字母和数字（或符号）。"), code="password_not_mixed")

    def get_help_text(self) -> str:
        return _("密码要同时包含字母和数字（或符号）。")
