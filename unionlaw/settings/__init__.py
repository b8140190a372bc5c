"""Settings, read once from the environment (unionlaw/settings/env.py says which variables there are)."""

from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from unionlaw.run import places
from unionlaw.settings import keys
from unionlaw.settings.api import *  # noqa: F403  # composed from one file per concern
from unionlaw.settings.auth import *  # noqa: F403
from unionlaw.settings.env import read
from unionlaw.settings.web import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = places.data_dir()
ENVIRONMENT = read("UNIONLAW_ENV")
PRODUCTION = ENVIRONMENT == "production"
DEBUG = read("DEBUG")
ALLOWED_HOSTS = read("ALLOWED_HOSTS") or ([] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"])
if ENVIRONMENT not in {"development", "test", "production"}:
    raise ImproperlyConfigured(f"UNIONLAW_ENV is development, test or production, not {ENVIRONMENT!r}")
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("production does not run with DEBUG")
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("production needs ALLOWED_HOSTS")

_keys = keys.load(PRODUCTION, DATA_DIR)
SECRET_KEY = _keys["SECRET_KEY"]
SEALED_KEYS = keys.sealed_keys(_keys["SEALED_KEYS"])
BLIND_INDEX_KEY = keys.key_bytes(_keys["BLIND_INDEX_KEY"], "BLIND_INDEX_KEY")
if PRODUCTION and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or SECRET_KEY.startswith("django-insecure")):
    raise ImproperlyConfigured("SECRET_KEY is too weak: at least 50 random characters")


INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",  # its field templates, for FORM_RENDERER
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "knox",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "unionlaw.web",
    "unionlaw.api",
    "unionlaw.accounts",
    "unionlaw.network",
    "unionlaw.registers",
    "unionlaw.matters",
    "unionlaw.documents",
    "unionlaw.notices",
    "unionlaw.rosters",
    "unionlaw.deadlines",
    "unionlaw.reports",
    "cases",
    "mediation",
    "monitoring_letters",
    "unionlaw.bench",
    "unionlaw.demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "unionlaw.web.middleware.ContentSecurityMiddleware",
    "unionlaw.accounts.middleware.IdleLogoutMiddleware",
    "unionlaw.network.middleware.ActorMiddleware",
    "unionlaw.network.middleware.HistoryMiddleware",
    "unionlaw.accounts.middleware.GivenPasswordMiddleware",
    "unionlaw.web.middleware.PolicyMiddleware",
    "unionlaw.accounts.middleware.SecondFactorMiddleware",
    "unionlaw.web.middleware.ErrorPagesMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "unionlaw.urls"
WSGI_APPLICATION = "unionlaw.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                *CONTEXT_PROCESSORS,  # noqa: F405  # from settings.web
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {
    "default": dj_database_url.parse(places.database_url(), conn_max_age=60, conn_health_checks=True),
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": places.redis_url(),
        "KEY_PREFIX": "unionlaw",
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("英文"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
REPORTS_WORKING_DAY = read("REPORTS_WORKING_DAY")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(read("STATIC_DIR") or DATA_DIR / "static")
FILES_DIR = Path(read("FILES_DIR") or DATA_DIR / "files")
UPLOAD_MAX_BYTES = read("UPLOAD_MAX_MB") * 1024 * 1024
UPLOAD_SCANNER = read("UPLOAD_SCANNER")
DOCUMENT_FONT_DIR = read("DOCUMENT_FONT_DIR")
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_DIR, "file_permissions_mode": 0o640, "directory_permissions_mode": 0o750},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENVIRONMENT == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = ENVIRONMENT == "test"
WHITENOISE_AUTOREFRESH = False
# Packed already, or (maps) fetched by developers alone.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["png", "jpg", "gif", "webp", "ico", "gz", "br", "woff", "woff2", "otf", "map"]

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if read('EMAIL_HOST') else 'console'}.EmailBackend"
EMAIL_HOST = read("EMAIL_HOST")
EMAIL_PORT = read("EMAIL_PORT")
EMAIL_HOST_USER = read("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = read("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = read("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read("DEFAULT_FROM_EMAIL")
SITE_URL = read("SITE_URL")
SMS_ADAPTER = read("SMS_ADAPTER")
NOTICE_WEBHOOK_HOSTS = read("NOTICE_WEBHOOK_HOSTS") or ["qyapi.weixin.qq.com", "oapi.dingtalk.com"]
NOTICE_SEND_TIMEOUT = 10  # seconds for one answer of a provider, well below a sender's lease

HTTPS = PRODUCTION and read("HTTPS")
CSRF_TRUSTED_ORIGINS = read("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXIES = read("TRUSTED_PROXIES")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^healthz/deep$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": read("LOG_LEVEL")},
    "loggers": {
        "django": {"handlers": [], "level": read("LOG_LEVEL"), "propagate": True},
        "axes": {"level": "WARNING"},
    },
}

CELERY_BROKER_URL = places.redis_url().replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_TIMEZONE = TIME_ZONE
