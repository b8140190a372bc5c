"""The one reader of environment variables. Each is declared here, with its type, default and meaning.

Any of them may come from a file instead: ``SECRET_KEY_FILE=/run/secrets/secret_key``. The table of
docs/how-to/configure.md and .env.example are checked against this one by a test.
"""

from dataclasses import dataclass
from typing import Any

from environs import FileAwareEnv

env = FileAwareEnv()


@dataclass(frozen=True)
class Variable:
    """One environment variable: ``kind`` is a reader of environs (str, bool, int, list)."""

    kind: str
    default: Any
    meaning: str
    secret: bool = False


VARIABLES = {
    "UNIONLAW_ENV": Variable("str", "development", "development, test or production"),
    "DEBUG": Variable("bool", False, "Django's debug pages; refused in production"),
    "SECRET_KEY": Variable("str", "", "signs sessions and links; made in DATA_DIR in development", secret=True),
    "SEALED_KEYS": Variable(
        "str", "", "keys of sealed fields as 1:base64,2:base64, the current one first; 32 bytes each", secret=True
    ),
    "BLIND_INDEX_KEY": Variable("str", "", "key of the blind indexes, base64 of 32 bytes", secret=True),
    "ALLOWED_HOSTS": Variable("list", [], "host names served, comma-separated; needed in production"),
    "CSRF_TRUSTED_ORIGINS": Variable("list", [], "origins of forms behind a proxy, as https://host"),
    "HTTPS": Variable("bool", True, "whether production is reached by HTTPS; off only on a closed test network"),
    "DATABASE_URL": Variable("str", "", "PostgreSQL 15 or later; empty: the embedded server", secret=True),
    "REDIS_URL": Variable("str", "", "Redis or Valkey; empty: the embedded server", secret=True),
    "DATA_DIR": Variable("str", "", "folder of embedded servers, uploads and development keys; empty: .data"),
    "FILES_DIR": Variable("str", "", "folder of uploaded files; empty: files in DATA_DIR"),
    "STATIC_DIR": Variable("str", "", "folder of collected static files; empty: static in DATA_DIR"),
    "UPLOAD_MAX_MB": Variable("int", 20, "largest uploaded file, in MB"),
    "UPLOAD_SCANNER": Variable(
        "str",
        "",
        "dotted path of a function(path) that gives the name of a virus in a file or an empty text; empty: none",
    ),
    "DOCUMENT_FONT_DIR": Variable(
        "str", "", "folder of fonts for papers (FangSong, KaiTi, FZXiaoBiaoSong), used before Noto; empty: Noto alone"
    ),
    "EMAIL_HOST": Variable("str", "", "mail server; empty: mails are written to the log"),
    "EMAIL_PORT": Variable("int", 587, "port of the mail server"),
    "EMAIL_HOST_USER": Variable("str", "", "account at the mail server"),
    "EMAIL_HOST_PASSWORD": Variable("str", "", "its password", secret=True),
    "EMAIL_USE_TLS": Variable("bool", True, "STARTTLS with the mail server"),
    "DEFAULT_FROM_EMAIL": Variable("str", "unionlaw@localhost", "sender of mails"),
    "SITE_URL": Variable("str", "", "the portal's address in mails and chat groups, as https://host; empty: no links"),
    "SMS_ADAPTER": Variable("str", "", "dotted path of the SMS provider's channel; empty: messages go to the log"),
    "NOTICE_WEBHOOK_HOSTS": Variable(
        "list", [], "hosts of chat groups' webhooks, comma-separated; empty: those of WeCom and DingTalk"
    ),
    "SECOND_FACTOR_ROLES": Variable(
        "list", None, "roles that need a second factor, comma-separated; unset: all in production, else none"
    ),
    "REPORTS_WORKING_DAY": Variable("int", 1, "working day of the month on which last month's reports are made"),
    "TRUSTED_PROXIES": Variable("int", 0, "reverse proxies in front, whose X-Forwarded-For is believed"),
    "LOG_LEVEL": Variable("str", "INFO", "DEBUG, INFO, WARNING or ERROR"),
    "PORT": Variable("int", 8000, "port of the web server"),
    "WEB_HOST": Variable("str", "127.0.0.1", "address the web server listens on"),
    "WEB_WORKERS": Variable("int", 2, "processes of the web server"),
    "WORKER_CONCURRENCY": Variable(
        "int", 3, "tasks a worker does at once; with fewer than 3, sending can delay reminders"
    ),
}


def read(name: str) -> Any:
    """Return the variable ``name`` in its type.

    Raises:
        KeyError: it is not declared in VARIABLES.
        environs.EnvError: its value cannot be read as its type.
    """
    variable = VARIABLES[name]
    if variable.kind == "list":
        value = env.list(name, default=variable.default)
        return value if value is None else [item.strip() for item in value if item.strip()]
    return getattr(env, variable.kind)(name, default=variable.default)
