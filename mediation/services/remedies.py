"""What is done when an agreement is not kept: reminding, breach, remedies with their papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation import papers
from mediation.models import Agreement, Breach, Confirmation, Mediation, Remedy
from mediation.paper_facts import About
from mediation.services import actions
from mediation.services.agreed import standing_of
from mediation.services.instalments import Due
from mediation.services.paper import make_paper
from mediation.services.performing import dues_in_force, outstanding
from mediation.services.steps import begin, record
from unionlaw.lib.errors import Conflict, Missing
from unionlaw.lib.money import format_fen
from unionlaw.lib.wording import stored
from unionlaw.matters.services.checking import need, not_in_future, refuse_if
from unionlaw.network.actors import Actor

Kind = Remedy.Kind
PAPERS = {Kind.PAYMENT_ORDER: papers.PAYMENT_ORDER, Kind.ENFORCEMENT: papers.ENFORCEMENT}
MISSED_OR_DUE = gettext_lazy("%(who)s第%(number)d期（%(on)s）")
MISSED = gettext_lazy("%(who)s第%(number)d期应于%(on)s付清，逾期未付清")


@transaction.atomic
def remind_debtor(
    *, mediation_id: int, instalment_id: int, how: str, by: Actor, at: datetime, version: int | None = None
) -> Mediation:
    """Write down that the debtor was reminded of an instalment, and how.

    Args:
        instalment_id: any row of the instalment.
        how: to whom and by what means, in words.

    Raises Missing, Conflict when it is paid, Invalid on "how".
    """
    mediation = begin(mediation_id=mediation_id, verb="remind_debtor", by=by, version=version)
    due = due_of(mediation, instalment_id)
    if not due.left:
        raise Conflict(_("这一期已经付清。"))
    errors: dict[str, Any] = {}
    said = need(how, "how", _("请写明向谁、以什么方式催告。"), errors, longest=300)
    refuse_if(errors)
    data = {"who": stored(MISSED_OR_DUE, who=due.who, number=due.number, on=due.due_on.isoformat()), "how": said}
    record(mediation, "mediation.debtor_reminded", by=by, at=at, data=data)
    return mediation


@transaction.atomic
def record_breach(
    *,
    mediation_id: int,
    instalment_id: int | None = None,
    what: str = "",
    since_on: date | None = None,
    whole: bool = False,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Breach:
    """Record that an instalment, or another promise, was not kept.

    Args:
        instalment_id: any row of the missed instalment; None for a promise without money.
        what: the promise; left empty for an instalment.
        since_on: from when; left empty the day after the instalment's.
        whole: whether by the agreement everything that is left is due at once.

    Raises Missing, Conflict when it is paid or not due yet, Invalid on "what" or "since_on".
    """
    mediation = begin(mediation_id=mediation_id, verb="record_breach", by=by, version=version)
    today = timezone.localdate(at)
    errors: dict[str, Any] = {}
    arrears, row = 0, None
    if instalment_id is not None:
        due = due_of(mediation, instalment_id)
        if not due.left:
            raise Conflict(_("这一期已经付清。"))
        if due.due_on >= today:
            raise Conflict(_("这一期要到%(on)s才到期。") % {"on": due.due_on.isoformat()})
        row = next(r.instalment for r in due.rows if r.instalment.pk == due.pk)
        if Breach.objects.filter(instalment=row, cured_on=None).exists():
            raise Conflict(_("这一期已经登记违约。"))
        what = what.strip() or stored(MISSED, who=due.who, number=due.number, on=due.due_on.isoformat())
        since_on = since_on or date.fromordinal(due.due_on.toordinal() + 1)
        own = [one for one in dues_in_force(mediation) if one.agreement.pk == due.agreement.pk and one.left]
        arrears = sum(one.left for one in own if whole or one.due_on <= due.due_on)
    what = need(what, "what", _("请写明未履行的内容。"), errors, longest=300)
    if since_on is None:
        errors["since_on"] = _("请填写违约日期。")
    not_in_future(since_on, "since_on", today, errors)
    refuse_if(errors)
    assert since_on is not None
    breach = Breach.objects.create(mediation=mediation, instalment=row, what=what, arrears=arrears, since_on=since_on)
    data = {"what": what, "amount": format_fen(arrears), "breach": breach.pk, "since_on": str(since_on)}
    if row is not None:
        data["instalment"] = row.pk
    record(mediation, "mediation.breached", by=by, at=at, data=data)
    return breach


@transaction.atomic
def cure_breach(
    *, mediation_id: int, breach_id: int, cured_on: date, by: Actor, at: datetime, version: int | None = None
) -> Breach:
    """A promise without money was kept after all; money cures its breach by itself (services/performing.py).

    Raises Missing, Conflict when it was cured or is about money that is owed, Invalid on "cured_on".
    """
    mediation = begin(mediation_id=mediation_id, verb="cure_breach", by=by, version=version)
    breach = breach_of(mediation, breach_id)
    if breach.cured_on:
        raise Conflict(_("这项违约已经补正。"))
    if breach.instalment_id is not None:
        raise Conflict(_("欠付的款项登记到账后，违约自动记为补正。"))
    errors: dict[str, Any] = {}
    not_in_future(cured_on, "cured_on", timezone.localdate(at), errors)
    if cured_on < breach.since_on:
        errors["cured_on"] = _("日期不能早于违约日期。")
    refuse_if(errors)
    breach.cured_on = cured_on
    breach.save(update_fields=["cured_on"])
    record(mediation, "mediation.breach_cured", by=by, at=at, data={"what": breach.what, "breach": breach.pk})
    return breach


def breach_of(mediation: Mediation, breach_id: int) -> Breach:
    """A breach of this mediation. Raises Missing."""
    found = Breach.objects.select_related("instalment__agreement__paper").filter(pk=breach_id, mediation=mediation)
    if (breach := found.first()) is None:
        raise Missing(_("没有这项违约，或者您无权查看。"))
    return breach


@transaction.atomic
def prepare_remedy(
    *,
    mediation_id: int,
    breach_id: int,
    kind: str,
    answers: Mapping[str, str] | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Remedy:
    """Take a remedy for a breach; for a payment order and enforcement the application is made as a paper.

    Args:
        answers: what the paper asks: "court", for enforcement "property" too.
        note: anything else.

    Raises:
        Missing: no such breach here.
        Conflict: it was cured, or the remedy is not open (enforcement needs a confirmation).
        Invalid: on "kind", "note", or for what the paper lacks.
    """
    mediation = begin(mediation_id=mediation_id, verb="prepare_remedy", by=by, version=version)
    breach = breach_of(mediation, breach_id)
    errors: dict[str, Any] = {}
    if kind not in Kind.values:
        errors["kind"] = _("请选择救济途径。")
    elif reason := remedy_refusal(breach, kind):
        errors["kind"] = reason
    if len(note.strip()) > 300:
        errors["note"] = _("最多%(longest)d个字。") % {"longest": 300}
    refuse_if(errors)
    if breach.cured_on:
        raise Conflict(_("这项违约已经补正。"))
    paper = None
    if key := PAPERS.get(Kind(kind)):
        paper = make_paper(mediation, key, about=About(breach=breach), answers=answers, by=by, at=at)
    remedy = Remedy.objects.create(
        breach=breach, kind=kind, prepared_on=timezone.localdate(at), paper=paper, note=note.strip()
    )
    data = {"kind": stored(Kind(kind).label), "breach": breach.pk}
    record(mediation, "mediation.remedy_prepared", by=by, at=at, reason=note.strip(), data=data)
    return remedy


def remedy_refusal(breach: Breach, kind: str) -> str:
    """Why the remedy is not open for this breach, or ""."""
    if kind in PAPERS and (breach.instalment is None or not breach.arrears):
        return _("没有欠付金额，不能申请支付令或者强制执行。")
    if kind == Kind.ENFORCEMENT and not _granted(breach):
        return _("协议没有经仲裁审查或者司法确认，不能直接申请执行。可以申请支付令或者仲裁。")
    return ""


def _granted(breach: Breach) -> bool:
    assert breach.instalment is not None
    found = Confirmation.objects.filter(agreement=breach.instalment.agreement_id, state=Confirmation.State.GRANTED)
    return found.exists()


def due_of(mediation: Mediation, instalment_id: int) -> Due:
    """The instalment that a row belongs to. Raises Missing."""
    for due in dues_in_force(mediation):
        if instalment_id in {row.instalment.pk for row in due.rows}:
            return due
    raise Missing(_("没有这一期付款。"))


def _breached(mediation: Mediation) -> str:
    return "" if mediation.breaches.filter(cured_on=None).exists() else _("请先登记违约。")


def _promise_broken(mediation: Mediation) -> str:
    found = mediation.breaches.filter(cured_on=None, instalment=None)
    return "" if found.exists() else _("没有待补正的约定事项。")


def _owed(mediation: Mediation) -> str:
    in_force = any(one.state == Agreement.State.EFFECTIVE for one in standing_of(mediation))
    return "" if in_force and outstanding(mediation) else _("没有未付的款项。")


actions.CONDITIONS["remind_debtor"] = _owed
actions.CONDITIONS["prepare_remedy"] = _breached
actions.CONDITIONS["cure_breach"] = _promise_broken
