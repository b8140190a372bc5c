"""Opening a time limit by hand: rules that no event opens, and dates that came on paper."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.deadlines.arithmetic.spec import OutOfRange
from unionlaw.deadlines.book import Book
from unionlaw.deadlines.models import Deadline, RuleVersion
from unionlaw.deadlines.responsibility import Holders, jurisdiction_of, sees
from unionlaw.deadlines.services.booking import finish
from unionlaw.deadlines.services.rules import rule_for
from unionlaw.lib.errors import Conflict, Invalid
from unionlaw.matters.services.locking import lock_matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post

LONGEST_LABEL = 120


@transaction.atomic
def open_by_hand(
    *,
    matter_id: int,
    rule_key: str,
    start_on: date,
    label: str = "",
    fixed_on: date | None = None,
    responsible: Post | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Deadline:
    """Open the time limit of a rule on a matter.

    Args:
        rule_key: the rule; of its jurisdictions the one nearest to the holder's applies, in the version of `start_on`.
        start_on: the day of what starts it (a paper served, an award received).
        label: what tells it from others of the same rule on this matter.
        fixed_on: a date on paper, which wins over the rule.
        responsible: who answers for it; found by the rule when None.
        version: the matter's.

    Raises Missing, Stale, Refused; Conflict on a matter that is closed or when the same limit runs already; Invalid
    per argument.
    """
    matter = lock_matter(matter_id=matter_id, by=by, version=version)
    by.require("deadline.open")
    if not matter.is_live:
        raise Conflict(_("事项已经办结，不能再设定期限。"))
    book = Book.of(matter, by=by, at=at)
    label = label.strip()
    errors = {}
    rule = rule_for(rule_key, jurisdiction_of(matter), start_on)
    if rule is None or rule.matter_kind not in ("", matter.kind):
        raise Invalid({"rule_key": _("这一天没有适用于本事项的这条规则。")})
    if len(label) > LONGEST_LABEL:
        errors["label"] = _("最多%(longest)d个字。") % {"longest": LONGEST_LABEL}
    if not rule.backward and start_on > book.today:
        errors["start_on"] = _("日期不能晚于今天。")
    if rule.unit == RuleVersion.Unit.FIXED and fixed_on is None:
        errors["fixed_on"] = _("这类期限请写明到期日。")
    if fixed_on is not None and fixed_on < start_on and not rule.backward:
        errors["fixed_on"] = _("到期日不能早于起算日。")
    if responsible and not Post.objects.open(on=timezone.localdate(at)).filter(pk=responsible.pk).exists():
        errors["responsible"] = _("该岗位已经离任。")
    elif responsible and not sees(responsible, matter.pk):
        errors["responsible"] = _("该岗位看不到本事项，不能作为责任人。")
    if errors:
        raise Invalid(errors)
    subject = f"label:{label}"[:60] if label else ""
    if any(d.rule_version.rule_id == rule.rule_id and d.subject == subject for d in book.running):
        raise Conflict(_("这项期限已经在进行中；另有一项的，请写明事由以示区别。"))
    try:
        deadline = book.open(
            rule,
            start_on=start_on,
            responsible_id=responsible.pk if responsible else Holders(matter, book.today).post_id(rule.responsible),
            subject=subject,
            label=label,
            fixed_on=fixed_on,
            named=responsible is not None,
        )
    except OutOfRange:
        raise Invalid({"start_on": _("日期超出可以计算的范围。")}) from None
    finish(book, deadline, "deadline.opened", data={"due_on": deadline.due_on.isoformat()})
    return deadline
