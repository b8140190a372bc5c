"""What can be done with a time limit now, and why not what cannot."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from unionlaw.deadlines.models import Chase, Deadline, Extension, State
from unionlaw.matters import panels
from unionlaw.network.actors import Actor


def actions(
    deadline: Deadline, actor: Actor, *, pending: Extension | None = None, chase: Chase | None = None
) -> list[panels.Action]:
    """What can be done with a limit, the next step first, each with the reason when it cannot be done now."""
    offered: list[tuple[Any, str, str, str, bool]] = []
    if pending:
        own = pending.asked_by_id is not None and actor.post is not None and pending.asked_by_id == actor.post.pk
        why = _("须由申请人以外的第二人复核。") if own else ""
        offered.append((_("复核延长申请"), "decide", "deadline.decide_extension", why, True))
    if chase and chase.answered_at is None:
        offered.append((_("答复督办"), "answer", "deadline.answer_chase", "", True))
    offered += [
        (_("登记完成"), "meet", "deadline.meet", refusal(deadline, "meet"), True),
        (_("延长"), "extend", "deadline.extend", refusal(deadline, "extend", pending), False),
    ]
    if deadline.state == State.SUSPENDED:
        offered.append((_("恢复计算"), "resume", "deadline.suspend", refusal(deadline, "resume"), False))
    else:
        offered.append((_("中止"), "suspend", "deadline.suspend", refusal(deadline, "suspend"), False))
    offered += [
        (_("重新起算"), "restart", "deadline.suspend", refusal(deadline, "restart"), False),
        (_("知悉"), "acknowledge", "deadline.acknowledge", refusal(deadline, "acknowledge"), False),
        (_("暂缓提醒"), "snooze", "deadline.acknowledge", refusal(deadline, "snooze"), False),
        (_("督办"), "chase", "deadline.chase", refusal(deadline, "chase"), False),
        (_("撤销"), "cancel", "deadline.cancel", refusal(deadline, "cancel"), False),
    ]
    if deadline.is_put_aside:
        offered.append((_("恢复提醒"), "remind_again", "deadline.remind_again", "", False))
    found = []
    for label, name, right, why, primary in offered:
        target = chase.pk if name == "answer" and chase else deadline.pk
        url = reverse(f"deadlines:{name}", args=[target])
        found.append(panels.Action(label, url, refusal=actor.refusal(right) or why, primary=primary))
    return found


def refusal(deadline: Deadline, verb: str, pending: Extension | None = None) -> str:
    """Why the state of a limit does not allow `verb` now, or ""."""
    if deadline.state in (State.MET, State.CANCELLED):
        return _("这项期限%(state)s。") % {"state": deadline.get_state_display()}
    version = deadline.rule_version
    if verb == "extend":
        if pending:
            return _("已有一项延长申请待复核。")
        if not version.extension_unlimited and deadline.extended_by >= version.extension_length:
            return _("延长已用完。") if version.extension_length else _("依规则，这项期限不得延长。")
    if verb in ("suspend", "acknowledge", "snooze") and deadline.state == State.SUSPENDED:
        return _("这项期限已经中止。")
    if verb == "resume" and deadline.state != State.SUSPENDED:
        return _("这项期限没有中止。")
    if verb == "acknowledge" and deadline.acknowledged_at:
        return _("已有人表示知悉。")
    if verb == "snooze" and deadline.snoozed_until:
        return _("提醒只能暂缓一次，这项期限已经暂缓过。")
    return ""
