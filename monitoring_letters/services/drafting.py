"""Drafting a letter: from nothing, from a lead, from a consultation or a case; and what it states and demands."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring_letters.models import Instrument, Lead, Reach, SupervisionLetter, Topic
from monitoring_letters.models.letter import PUBLIC
from monitoring_letters.services.holders import issuer_for, keep_in_sight
from monitoring_letters.services.leads import CHANNELS
from monitoring_letters.services.steps import begin, begin_lead, record
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Dispute, Matter, MatterLink
from unionlaw.matters.models.matter import Channel, Kind, Priority
from unionlaw.matters.services.checking import check_columns, refuse_if
from unionlaw.matters.services.events import record as record_event
from unionlaw.matters.services.facts import open_dispute
from unionlaw.matters.services.grants import link
from unionlaw.matters.services.locking import lock_matter
from unionlaw.matters.services.opening import open_matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.registers.models import Employer

LONGEST = 20_000
TEXTS = ("audience", "facts", "legal_basis", "exception", "reply_to", "signatory")


@transaction.atomic
def draft_letter(
    *,
    instrument: str,
    topic: str,
    employer: Employer | None = None,
    reach: str = Reach.SINGLE,
    audience: str = "",
    title: str = "",
    facts: str = "",
    lead_id: int | None = None,
    from_matter_id: int | None = None,
    organisation: Organisation | None = None,
    by: Actor,
    at: datetime,
) -> SupervisionLetter:
    """Begin a letter.

    Args:
        instrument: one of Instrument. topic: one of Topic. reach: one of Reach.
        employer: whom it is about; the lead's when None. None for letters to an industry or area.
        audience: to whom a letter to an industry or area speaks.
        title: made from employer, topic and instrument when "".
        lead_id: the assessed or open lead it comes from, which is closed by it; dispute, facts and channel are shared.
        from_matter_id: the consultation or case it comes from (referral); dispute and channel are shared.
        organisation: the issuing union; the actor's own or the nearest above it that may issue when None.

    Raises Refused; Missing for an unknown lead or matter; Conflict for a closed lead; Invalid per argument.
    """
    by.require("letter.draft")
    lead = begin_lead(lead_id=lead_id, verb="draft_from_lead", by=by, version=None) if lead_id else None
    origin = lead.matter if lead else lock_matter(matter_id=from_matter_id, by=by) if from_matter_id else None
    employer = employer or (lead.employer if lead else None)
    letter = SupervisionLetter(
        instrument=instrument,
        reach=reach,
        topic=topic,
        employer=employer,
        audience=audience.strip(),
        facts=(facts or (origin.summary if lead and origin else "")).strip(),
        drafted_by=by.user,
    )
    errors: dict[str, Any] = {}
    check_columns(letter, ["instrument", "reach", "topic", "audience"], errors)
    dispute = origin.dispute if origin else None
    _check_addressee(letter, lead, dispute, errors)
    if len(title) > 200:
        errors["title"] = _("最多%(longest)d个字。") % {"longest": 200}
    if len(letter.facts) > LONGEST:
        errors["facts"] = _("最多%(longest)d个字。") % {"longest": LONGEST}
    refuse_if(errors)
    channel = origin.channel if origin else CHANNELS[Lead.Source.INSPECTION]
    open_letter(
        letter, title=title.strip(), dispute=dispute, channel=channel, follows=[origin] if origin else [],
        organisation=issuer_for(by, instrument, organisation), by=by, at=at,
    )  # fmt: skip
    followed = {"number": letter.matter.number, "matter_id": letter.pk}
    if lead:
        record(lead, "lead.lettered", by=by, at=at, data=followed)
    elif origin:
        record_event(origin, "matter.followed_up", by=by, at=at, data=followed)
    return letter


def open_letter(
    letter: SupervisionLetter,
    *,
    title: str,
    dispute: Dispute | None,
    channel: str,
    follows: Sequence[Matter],
    organisation: Organisation,
    by: Actor,
    at: datetime,
) -> None:
    """Open the matter of an unsaved letter and save both, linked to what it follows."""
    if dispute is None and letter.employer is not None:
        dispute = open_dispute(by=by, at=at, workers=[], employers=[letter.employer], facts=letter.facts)
    green = any(matter.green_channel for matter in follows)
    letter.matter = open_matter(
        kind=Kind.SUPERVISION_LETTER,
        event="letter.drafted",
        title=title or title_of(letter),
        summary=letter.facts,
        dispute=dispute,
        organisation=organisation,
        owner=by.post,
        channel=Channel(channel),
        green_channel=green,
        priority=Priority.HIGH if green else Priority.NORMAL,
        by=by,
        at=at,
        data={
            "instrument": stored(Instrument(letter.instrument).label),
            "follows": "、".join(matter.number for matter in follows),
        },
    )
    letter.save(force_insert=True)
    for matter in follows:
        link(from_matter=letter.matter, to_matter=matter, relation=MatterLink.Relation.FOLLOWS, at=at)
    keep_in_sight(letter.matter, by, at)


def title_of(letter: SupervisionLetter) -> str:
    """关于甲公司劳动报酬问题的提示函."""
    whom = letter.employer.name if letter.employer else letter.audience
    topic, instrument = stored(Topic(letter.topic).label), stored(Instrument(letter.instrument).label)
    made = f"关于{whom}{topic}问题的{instrument}"
    return made if len(made) <= 200 else made[:199] + "…"


@transaction.atomic
def amend_letter(
    *,
    letter_id: int,
    topic: str | None = None,
    authority: Organisation | None = None,
    audience: str | None = None,
    title: str | None = None,
    facts: str | None = None,
    legal_basis: str | None = None,
    exception: str | None = None,
    reply_by: date | None = None,
    reply_to: str | None = None,
    signatory: str | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> SupervisionLetter:
    """Change what a draft says; what is None stays, but for `authority` and `reply_by`, which are set as given.

    Args:
        authority: to whom a 建议书 goes: a partner organ.
        exception: why no instrument went before, where one should.
        reply_by: the reply date printed on the letter; it wins over the rule of time limits.
        reply_to: where and to whom to reply. signatory: who signs.

    Raises Invalid per argument.
    """
    letter = begin(letter_id=letter_id, verb="amend_letter", by=by, version=version)
    errors: dict[str, Any] = {}
    given = dict(zip(TEXTS, (audience, facts, legal_basis, exception, reply_to, signatory), strict=True))
    for name, text in given.items():
        if text is not None:
            setattr(letter, name, text.strip())
            if len(text) > LONGEST:
                errors[name] = _("最多%(longest)d个字。") % {"longest": LONGEST}
    letter.topic = topic or letter.topic
    letter.authority, letter.reply_by = authority, reply_by
    check_columns(letter, ["topic", "audience", "exception", "reply_to", "signatory"], errors)
    if authority is not None and (letter.instrument != Instrument.RECOMMENDATION or not authority.is_partner):
        errors["authority"] = _("只有建议书写主送部门，且须是协作单位。")
    if reply_by and reply_by < timezone.localdate(at):
        errors["reply_by"] = _("要求答复日期不能早于今天。")
    if title is not None:
        letter.matter.title = title.strip() or title_of(letter)
        if len(letter.matter.title) > 200:
            errors["title"] = _("最多%(longest)d个字。") % {"longest": 200}
    refuse_if(errors)
    letter.matter.summary = letter.facts
    record(letter, "letter.amended", by=by, at=at, data={"what": stored(gettext_lazy("正文"))})
    return letter


def _check_addressee(
    letter: SupervisionLetter, lead: Lead | None, dispute: Dispute | None, errors: dict[str, Any]
) -> None:
    if letter.reach in PUBLIC:
        if letter.instrument != Instrument.NOTICE:
            errors["reach"] = _("面向行业或区域的只能是提示函。")
        if letter.employer is not None:
            errors["employer"] = _("面向行业或区域的提示函不写用人单位。")
        if not letter.audience:
            errors["audience"] = _("请写明面向哪些单位。")
    elif letter.employer is None:
        errors["employer"] = _("请选择用人单位。")
    elif lead and lead.employer_id != letter.employer.pk:
        errors["employer"] = _("用人单位与线索不一致。")
    elif dispute is not None and not dispute.parties.filter(employer=letter.employer).exists():
        errors["employer"] = _("该用人单位不是原事项的当事人。")
