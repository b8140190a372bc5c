"""File names as people sent them, made fit to keep and to send back."""

import re
import unicodedata

from django.utils.translation import gettext as _

LONGEST_NAME = 150
# Control characters, and the marks that turn the reading direction to make "gpj.exe" look like "exe.jpg".
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def clean_name(name: str, extension: str) -> str:
    """The last part of `name` without control characters, ending in `extension` (without a dot)."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = _FORBIDDEN.sub("", name).strip(" .")
    stem = name.rpartition(".")[0].strip(" .") or name or _("未命名")
    return f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}"


def extension_of(name: str) -> str:
    """The last extension in lower case, without the dot; "" when there is none."""
    stem, dot, extension = _FORBIDDEN.sub("", name).strip(" .").rpartition(".")
    return extension.lower() if dot and stem else ""
