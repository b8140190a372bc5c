"""Extending a time limit: how much, with whose consent and whether a second person decides, the rule says."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from unionlaw.deadlines import kinds
from unionlaw.deadlines.arithmetic.spec import OutOfRange
from unionlaw.deadlines.book import Book
from unionlaw.deadlines.models import Deadline, Extension, RuleVersion
from unionlaw.deadlines.permissions import SUPERIORS
from unionlaw.deadlines.responsibility import superiors_of
from unionlaw.deadlines.services.booking import LONGEST_REASON, begin, finish, need_reason
from unionlaw.deadlines.wording import length_data, length_in_words
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.network.actors import Actor
from unionlaw.notices.services.telling import tell

NO_LIMIT = 10_000


def longest_extension(deadline: Deadline) -> int:
    """How much more, in the rule's unit, may be asked for; 0 when nothing."""
    version = deadline.rule_version
    if version.extension_unlimited:
        return NO_LIMIT
    return max(0, version.extension_length - deadline.extended_by)


def needs_consent(rule: RuleVersion) -> bool:
    """Whether who agreed has to be described: a party or an authority. The head of the office agrees by deciding."""
    return rule.extension_consent not in (RuleVersion.Consent.NONE, RuleVersion.Consent.HEAD)


def needs_second_person(rule: RuleVersion, by: Actor) -> bool:
    """Whether somebody else decides: always where the rule says so, and where the head has to agree and is another."""
    if rule.extension_second_person:
        return True
    return rule.extension_consent == RuleVersion.Consent.HEAD and not by.is_system and by.role not in SUPERIORS


@transaction.atomic
def ask_extension(
    *,
    deadline_id: int,
    length: int,
    reason: str,
    consent: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Extension:
    """Extend a limit, or ask for it where the rule wants a second person.

    Args:
        length: in the rule's unit, at most what the rule allows in all.
        consent: who agreed, when and how, where the rule asks for consent.

    Returns the extension, granted at once or waiting. Raises Conflict when the rule allows none or one is asked for
    already; Invalid for length, reason or consent.
    """
    book, deadline = begin(deadline_id=deadline_id, right="deadline.extend", by=by, at=at, version=version)
    rule = deadline.rule_version
    most = longest_extension(deadline)
    if not most:
        raise Conflict(_("这项期限依规则不能延长，或已经延到最长。"))
    if deadline.extensions.filter(state=Extension.State.ASKED).exists():
        raise Conflict(_("已有一份延长申请在等待复核。"))
    reason = need_reason(reason, _("请写明延长的理由。"))
    consent = consent.strip()
    errors: dict[str, Any] = {}
    if not 1 <= length <= most:
        errors["length"] = (
            _("请填写1至%(most)s。") % {"most": length_in_words(most, rule.unit)}
            if most < NO_LIMIT
            else _("请填写延长多少。")
        )
    if needs_consent(rule) and not consent:
        errors["consent"] = _("本期限延长须%(whose)s，请写明同意的情况（何人、何时、以何种方式）。") % {
            "whose": rule.get_extension_consent_display()
        }
    elif len(consent) > LONGEST_REASON:
        errors["consent"] = _("最多%(longest)d个字。") % {"longest": LONGEST_REASON}
    if errors:
        raise Invalid(errors)
    extension = Extension(
        deadline=deadline, length=length, reason=reason, consent=consent, asked_at=at, asked_by=by.post
    )
    if needs_second_person(rule, by):
        extension.save()
        _ask(book, deadline, extension, by, at)
        return extension
    extension.state, extension.decided_at, extension.decided_by = Extension.State.GRANTED, at, by.post
    _grant(book, deadline, extension)
    return extension


@transaction.atomic
def decide_extension(*, extension_id: int, granted: bool, decision: str = "", by: Actor, at: datetime) -> Extension:
    """Agree to an extension that was asked for, or not.

    Raises Missing; Refused for the one who asked, and for who may not decide; Conflict when it was decided or the limit
    has ended meanwhile; Invalid when it is refused without a reason.
    """
    found = Extension.objects.filter(pk=extension_id).values_list("deadline_id", flat=True).first()
    if found is None:
        raise Missing(_("没有这份延长申请。"))
    book, deadline = begin(deadline_id=found, right="deadline.decide_extension", by=by, at=at)
    extension = Extension.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=extension_id)
    if extension.state != Extension.State.ASKED:
        raise Conflict(_("这份延长申请已经复核。"))
    if by.post and extension.asked_by and by.post.user_id == extension.asked_by.user_id:
        raise Refused(_("延长须由申请人以外的人复核。"))
    decision = decision.strip() if granted else need_reason(decision, _("请写明不同意的原因。"), field="decision")
    if len(decision) > LONGEST_REASON:
        raise Invalid({"decision": _("最多%(longest)d个字。") % {"longest": LONGEST_REASON}})
    extension.decided_at, extension.decided_by, extension.decision = at, by.post, decision
    if granted:
        extension.state = Extension.State.GRANTED
        _grant(book, deadline, extension)
    else:
        extension.state = Extension.State.REFUSED
        extension.save()
        finish(book, deadline, "deadline.extension_refused", reason=decision)
    if extension.asked_by:
        tell(
            kind=kinds.EXTENSION_DECIDED,
            to=[extension.asked_by],
            key=f"extension:{extension.pk}:decided",
            matter=book.matter,
            about=f"deadline:{deadline.pk}",
            data={
                **kinds.about(deadline),
                "granted": granted,
                "decision": decision,
                "due_on": deadline.due_on.isoformat(),
            },
            at=at,
        )
    return extension


def _grant(book: Book, deadline: Deadline, extension: Extension) -> None:
    before = deadline.due_on
    try:
        book.extend(deadline, extension.length, reason=extension.reason, consent=extension.consent)
    except OutOfRange:
        raise Invalid({"length": _("日期超出可以计算的范围。")}) from None
    extension.save()
    finish(
        book,
        deadline,
        "deadline.extended",
        reason=extension.reason,
        data={
            "before": before.isoformat(),
            "due_on": deadline.due_on.isoformat(),
            "consent": extension.consent,
        },
    )


def _ask(book: Book, deadline: Deadline, extension: Extension, by: Actor, at: datetime) -> None:
    length = length_data(extension.length, deadline.rule_version.unit)
    finish(book, deadline, "deadline.extension_asked", reason=extension.reason, data={"length": length})
    tell(
        kind=kinds.EXTENSION_ASKED,
        to=superiors_of(book.matter, book.today, but=by.user),
        key=f"extension:{extension.pk}:asked",
        matter=book.matter,
        about=f"deadline:{deadline.pk}",
        data={
            **kinds.about(deadline),
            "due_on": deadline.due_on.isoformat(),
            "length": length,
            "reason": extension.reason,
        },
        urgency="urgent" if deadline.urgent else "normal",
        at=at,
    )
