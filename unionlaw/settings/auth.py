"""Settings of sign-in, passwords, second factor, lockout and sessions (quality.md, Security)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from unionlaw.settings.env import read

_PRODUCTION = read("UNIONLAW_ENV") == "production"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "unionlaw.accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "unionlaw.accounts.passwords.MixedCharactersValidator"},
]

# Sign-in (django-allauth): user name and password; accounts are made by the security administrator, nobody signs up.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "unionlaw.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_USER_DISPLAY = str
ACCOUNT_FORMS = {
    "login": "unionlaw.accounts.forms.SignInForm",
    "change_password": "unionlaw.accounts.forms.OtherPasswordForm",
    "reset_password_from_key": "unionlaw.accounts.forms.RenewedPasswordForm",
}
# Wrong passwords are axes' business (below); allauth still limits second-factor guesses and reset mails.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip,10/5m/key"}
PASSWORD_RESET_TIMEOUT = 3600

# Second factor
MFA_ADAPTER = "unionlaw.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "unionlaw.accounts.forms.CodeForm",
    "activate_totp": "unionlaw.accounts.forms.FirstCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "UnionLaw"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Browsers allow passkeys on plain http only for localhost, which is where development runs.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _PRODUCTION
# Roles that must have one; None names every role.
_roles = read("SECOND_FACTOR_ROLES")
SECOND_FACTOR_ROLES = (None if _PRODUCTION else []) if _roles is None else _roles

# Lockout (django-axes): after five wrong passwords for one account, or twenty from one address, for half an hour.
# An office shares one address, so the address limit is wider; both count failures inside the same half hour.
AXES_HANDLER = "unionlaw.accounts.lockout.LockoutHandler"
AXES_FAILURE_LIMIT = 5
LOCKOUT_ADDRESS_LIMIT = 20
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "unionlaw.accounts.lockout.account_name"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "unionlaw.accounts.lockout.client_address"
AXES_LOCKOUT_CALLABLE = "unionlaw.accounts.lockout.locked_page"
AXES_HTTP_RESPONSE_CODE = 429
AXES_ENABLE_ADMIN = False
AXES_SENSITIVE_PARAMETERS = ["password", "login"]
ALLAUTH_TRUSTED_PROXY_COUNT = read("TRUSTED_PROXIES")

# Sessions: half an hour without a click, twelve hours at most.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_LOGOUT = timedelta(minutes=30)
# Parts of pages that ask for themselves every few seconds, by their ids: that shows nobody at work.
NOT_A_CLICK = {"bell", "batch", "campaign-progress", "computing", "output", "outputs-running", "sheet"}
USERSESSIONS_TRACK_ACTIVITY = False
DRAFT_LIFETIME = timedelta(days=30)

SESSION_ENDED_MESSAGE = _("您已超过%(minutes)s分钟未操作，系统已自动退出。请重新登录；已自动保存的草稿仍在。")
