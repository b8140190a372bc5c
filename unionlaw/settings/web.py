"""Settings of pages: static files, content security policy, default deny."""

import importlib.util
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from unionlaw.settings.env import read

ROOT = Path(__file__).resolve().parents[2]
_PACKAGES = ROOT / "node_modules"


def _package_dir(name: str) -> Path:
    """Where an installed Python package lies, without importing it."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else ROOT / name


SITE_NAME = _("工会法律服务平台")

CONTEXT_PROCESSORS = ["unionlaw.web.context.shell", "unionlaw.notices.context.frame"]

STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "unionlaw.web.staticfiles.PickedFilesFinder",
]
# Single files out of packages, by the name they are served under.
STATIC_PICKS = {
    "vendor/tabler.min.css": _PACKAGES / "@tabler/core/dist/css/tabler.min.css",
    "vendor/tabler.min.css.map": _PACKAGES / "@tabler/core/dist/css/tabler.min.css.map",
    "vendor/echarts.min.js": _PACKAGES / "echarts/dist/echarts.min.js",
    # For machines without a Chinese font; browsers fetch it only when no system font has the character.
    "fonts/NotoSansSC-Regular.otf": _package_dir("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf",
}
ICON_DIR = _PACKAGES / "@tabler/icons/icons/outline"

# Nothing inline, nothing from elsewhere: these networks are often cut off from the internet.
CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

# Default deny: library views' policies, and what a person without a post may still reach.
THIRD_PARTY_POLICIES = "unionlaw.policies.THIRD_PARTY"
POLICY_STRICT = read("UNIONLAW_ENV") != "production"
ROUTES_WITHOUT_POST = {"account_logout", "accounts:language"}
CSRF_FAILURE_VIEW = "unionlaw.web.errors.csrf_failure"

# 14 days of a person's own settings cookie would be too short: people choose a language once.
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600

# What a filter offers first.
FILTERS_EMPTY_CHOICE_LABEL = _("不限")

# One table takes the outcomes of a whole group: 410 workers with a few claims each, four fields to a claim.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
