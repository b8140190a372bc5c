"""Changes of organisations and people in words, whoever reads them in whichever language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role

_LABELS = {
    **{
        name: Organisation._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        for name in (
            "kind",
            "name",
            "short_name",
            "number_prefix",
            "region_code",
            "address",
            "phone",
            "hours",
            "opened_on",
            "closed_on",
            "attached_to",
            "parent",
            "merged_into",
        )
    },
    "merged_from": gettext_lazy("并入的组织"),
    "username": gettext_lazy("用户名"),
    "display_name": gettext_lazy("姓名"),
    "email": gettext_lazy("电子邮箱"),
    "organisation": gettext_lazy("组织"),
    "role": gettext_lazy("岗位"),
    "starts_on": gettext_lazy("任职日期"),
    "ends_on": gettext_lazy("离任日期"),
    "licence_number": gettext_lazy("执业证号"),
    "deputy": gettext_lazy("代理人"),
    "sessions": gettext_lazy("结束的会话数"),
    "robot": gettext_lazy("群机器人"),
    "account": gettext_lazy("登录名"),
    "ip_address": gettext_lazy("来源地址"),
    "away_from": gettext_lazy("休假开始"),
    "away_until": gettext_lazy("休假结束"),
}
_WORDS: dict[str, Mapping[str, Any]] = {
    "kind": dict(Organisation.Kind.choices),
    "role": dict(Role.choices),
}


def lines(data: Mapping[str, Any]) -> list[str]:
    """What a change's `data` says, a line for each field: "名称：甲 → 乙", or "名称：乙" where nothing was before."""
    before, after = data.get("before", {}), data.get("after", {})
    found = []
    # In the order of the table above: the database does not keep the order of keys.
    for name in (name for name in _LABELS if name in before or name in after):
        old, new = (_word(name, side.get(name)) for side in (before, after))
        if not old and not new:
            continue
        values = {"label": _LABELS[name], "old": old or "—", "new": new or "—"}
        found.append((_("%(label)s：%(old)s → %(new)s") if name in before else _("%(label)s：%(new)s")) % values)
    return found


def _word(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    return str(_WORDS.get(name, {}).get(value, value))
