"""Reports that go to somebody every month: set up, sent once for each span, ended when nobody is there to read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.deadlines.arithmetic.due import working_days_from
from unionlaw.deadlines.arithmetic.spec import Calendar
from unionlaw.deadlines.calendars import calendar_for, calendars_for
from unionlaw.lib.errors import Conflict, Missing, Refused
from unionlaw.lib.wording import stored
from unionlaw.matters.services.checking import refuse_if
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, Post
from unionlaw.network.roles import Role
from unionlaw.notices.services.telling import tell
from unionlaw.reports import layouts, reach
from unionlaw.reports.models import Delivery, Form
from unionlaw.reports.services.outputs import deliver_output
from unionlaw.reports.services.rounds import signers
from unionlaw.reports.spans import Length, Span, month_of, months_back, span_of

LATEST_DAY = 28
MOST_CAUGHT_UP = 12
"""Months that are looked back on after an outage."""
_LEFT = gettext_lazy("接收人已离任")
_MAY_NOT = gettext_lazy("接收人不再能查看该单位的报表")
_CLOSED = gettext_lazy("该单位已撤销或者并入其他单位")
_RETIRED = gettext_lazy("版式已停用")


@transaction.atomic
def set_up_delivery(
    *, organisation_id: int, layout_id: int, length: str, form: str, day: int, to_post_id: int, by: Actor, at: datetime
) -> Delivery:
    """Send a report to a post every month from now on; spans that are due already are not sent.

    Args:
        length: a spans.Length; a quarter's report goes out in the month after the quarter.
        form: a models.Form.
        day: 1 to 28; when it is not worked, the next working day of the organisation.

    Raises:
        Missing, Refused: the organisation's reports are not the actor's to read.
        Invalid: on `layout`, `length`, `form`, `day` or `to_post`.
        Conflict: the same goes to that post already.
    """
    organisation = reach.readable(by, organisation_id)
    layout = layouts.usable_by(organisation).filter(pk=layout_id).first()
    post = Post.objects.open(on=timezone.localdate(at)).select_related("user", "organisation").filter(pk=to_post_id)
    reader = post.first()
    errors: dict[str, str] = {}
    if layout is None:
        errors["layout"] = _("没有这个版式，或者它已经停用。")
    if length not in Length.values:
        errors["length"] = _("没有这种期间。")
    if form not in Form.values or form == Form.JSON:
        errors["form"] = _("没有这种格式。")
    if not 1 <= day <= LATEST_DAY:
        errors["day"] = _("请填1至28日。")
    if reader is None or not may_read(reader, organisation):
        errors["to_post"] = _("此人不能查看这个单位的报表，请选择该单位或者其上级的人员。")
    refuse_if(errors)
    assert layout is not None
    assert reader is not None
    assert by.post is not None
    same = {"organisation": organisation, "layout": layout, "length": length, "form": form, "to_post": reader}
    if Delivery.objects.running().filter(**same).exists():
        raise Conflict(_("已为此人设过同样的定期发送。"))
    delivery = Delivery(**same, day=day, made_by=by.post, made_at=at)
    due = due_spans(delivery, timezone.localdate(at))
    delivery.sent_for = due[-1].end if due else None
    delivery.save()
    return delivery


@transaction.atomic
def end_delivery(*, delivery_id: int, by: Actor, at: datetime) -> Delivery:
    """Send it no more. Raises Missing, Refused, Conflict."""
    found = Delivery.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=delivery_id).first()
    if found is None:
        raise Missing(_("没有这个定期发送，或者您无权查看。"))
    if found.ended_at is not None:
        raise Conflict(_("这个定期发送已经结束。"))
    if reason := ending_refusal(found, by):
        raise Refused(reason)
    _end(found, "", at)
    return found


def ending_refusal(delivery: Delivery, actor: Actor) -> str:
    """Why the actor may not end it, or "": a caseworker only what they set up or receive themselves."""
    if actor.role != Role.CASEWORKER or (actor.post and actor.post.pk in (delivery.made_by_id, delivery.to_post_id)):
        return ""
    return _("经办人只能结束自己设立的或者发给自己的定期发送。")


def may_read(post: Post, organisation: Organisation) -> bool:
    """Whether the holder of a post reads the organisation's reports."""
    reader = Actor(user=post.user, post=post)
    return reach.knows(reader, organisation) and not reach.refusal(reader, organisation)


def readers_of(organisation: Organisation, on: date) -> list[Post]:
    """The posts to which an organisation's reports can go: there and above, those who may read them."""
    posts = Post.objects.open(on=on).filter(organisation__in=organisation.lineage, user__is_active=True)
    found = posts.select_related("user", "organisation").order_by("-organisation__depth", "role", "pk")
    return [post for post in found if may_read(post, organisation)]


def due_spans(delivery: Delivery, today: date, calendar: Calendar | None = None) -> list[Span]:
    """The spans whose day has come, the oldest first, at most MOST_CAUGHT_UP months back.

    Args:
        calendar: of its organisation, where the caller has it.
    """
    calendar = calendar or calendar_for(delivery.organisation_id)
    found = []
    for back in range(MOST_CAUGHT_UP, 0, -1):
        last_month = months_back(today, back)
        span = _ending_in(last_month, delivery)
        if span and _goes_out(delivery, last_month, calendar) <= today:
            found.append(span)
    return found


def next_sendings(running: Iterable[Delivery], today: date) -> dict[int, date]:
    """By key, the day on which each delivery that has not ended is sent next: `today` when something due is not sent
    yet."""
    there = list(running)
    calendars = calendars_for({one.organisation_id for one in there})
    return {one.pk: _next_sending(one, today, calendars[one.organisation_id]) for one in there}


def _next_sending(delivery: Delivery, today: date, calendar: Calendar) -> date:
    due = due_spans(delivery, today, calendar)
    if due and (delivery.sent_for is None or due[-1].end > delivery.sent_for):
        return today
    # The month before, when its day is still to come; else the first of the months from this one on that ends a span.
    months = (months_back(today, -ahead) for ahead in range(-1, MOST_CAUGHT_UP))
    days = (_goes_out(delivery, month, calendar) for month in months if _ending_in(month, delivery))
    return next(on for on in days if on > today)


def _ending_in(month: date, delivery: Delivery) -> Span | None:
    """The delivery's span that ends in a month: no quarter ends in November."""
    span = span_of(delivery.length, month)
    return span if span.end == month_of(month).end else None


def _goes_out(delivery: Delivery, last_month: date, calendar: Calendar) -> date:
    """The day on which a span that ends in `last_month` is sent: of the month after it, a working day."""
    return working_days_from(months_back(last_month, -1).replace(day=delivery.day), 0, calendar)


def send_due(*, at: datetime) -> int:
    """Put in line what is due and was not sent, each span once; end deliveries that nobody can read.

    Returns how many files are to be made.
    """
    sent = 0
    for pk in Delivery.objects.running().order_by("pk").values_list("pk", flat=True):
        sent += _send(pk, at)
    return sent


@transaction.atomic
def _send(pk: int, at: datetime) -> int:
    # Passed over when another worker is at it: that one sends.
    delivery = (
        Delivery.objects.running()
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("organisation", "layout", "to_post__user", "to_post__organisation", "made_by__user")
        .filter(pk=pk)
        .first()
    )
    if delivery is None:
        return 0
    today = timezone.localdate(at)
    if why := _ending(delivery, today):
        _end(delivery, stored(why), at)
        _tell_ended(delivery, at)
        return 0
    spans = [span for span in due_spans(delivery, today) if delivery.sent_for is None or span.end > delivery.sent_for]
    for span in spans:
        deliver_output(delivery=delivery, span=span, at=at)
    if spans:
        delivery.sent_for = spans[-1].end
        delivery.save(update_fields=["sent_for"])
    return len(spans)


def _ending(delivery: Delivery, today: date) -> str | Promise:
    """Why a delivery cannot go on, or ""."""
    post = delivery.to_post
    if (post.ends_on is not None and post.ends_on < today) or not post.user.is_active:
        return _LEFT
    if delivery.organisation.closed_on is not None:
        return _CLOSED
    if delivery.layout.retired_on is not None:
        return _RETIRED
    return "" if may_read(post, delivery.organisation) else _MAY_NOT


def _end(delivery: Delivery, why: str, at: datetime) -> None:
    delivery.ended_at, delivery.ended_reason = at, why
    delivery.save(update_fields=["ended_at", "ended_reason"])


def _tell_ended(delivery: Delivery, at: datetime) -> None:
    """Tell who set it up and who received it that it ended, and why; when neither serves any more, who answers for the
    reports of the organisation or of one above it."""
    to = [delivery.made_by, delivery.to_post]
    today = timezone.localdate(at)
    if not Post.objects.open(on=today).filter(pk__in=[one.pk for one in to], user__is_active=True).exists():
        answering = signers(today)
        to = [answering[pk] for pk in reversed(delivery.organisation.lineage) if pk in answering][:1]
    tell(
        kind="report.delivery_ended",
        to=to,
        key=f"report.delivery_ended:{delivery.pk}",
        about=f"delivery:{delivery.pk}",
        data={
            "title": delivery.layout.name,
            "organisation": delivery.organisation.short_name,
            "why": delivery.ended_reason,
        },
        at=at,
    )
