"""Which font plays which role in a paper: the operator's own where there is one, else Noto from the packages."""

import importlib.util
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"

# Best first. Noto Serif stands behind each: it has the rare characters of names that others lack.
ROLES: dict[str, tuple[str, ...]] = {
    "song": ("SimSun", "FandolSong", SERIF),
    "fangsong": ("FangSong_GB2312", "FangSong", "STFangsong", "FandolFang R", "FandolFang", SERIF),
    "hei": ("SimHei", "FandolHei", SANS, SERIF),
    "kai": ("KaiTi_GB2312", "KaiTi", "STKaiti", "LXGW WenKai", "FandolKai", SERIF),
    "xiaobiaosong": ("FZXiaoBiaoSong-B05", "FZXiaoBiaoSong-B05S", SERIF),
}


def folders() -> list[str]:
    """Where fonts are looked for: DOCUMENT_FONT_DIR first, then the package with Noto."""
    found = []
    if settings.DOCUMENT_FONT_DIR and Path(settings.DOCUMENT_FONT_DIR).is_dir():
        found.append(str(settings.DOCUMENT_FONT_DIR))
    spec = importlib.util.find_spec("pylopdf_fonts_zh_cn")
    if spec and spec.origin:
        found.append(str(Path(spec.origin).parent))
    return found


def cast(families: Iterable[str]) -> dict[str, list[str]]:
    """Role → the families that are there, best first."""
    there = {family.casefold(): family for family in families}
    return {
        role: [there[name.casefold()] for name in names if name.casefold() in there] for role, names in ROLES.items()
    }
