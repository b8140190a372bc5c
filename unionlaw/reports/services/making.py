"""What a worker does with outputs in line. Who works at one holds a lease; one that is not renewed is free again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from unionlaw.documents.files import store_made
from unionlaw.documents.models import StoredFile
from unionlaw.documents.typesetting import Broken, TooSlow
from unionlaw.lib.errors import DomainError
from unionlaw.lib.wording import STORED_IN, stored
from unionlaw.network.actors import Actor
from unionlaw.notices.services.telling import tell
from unionlaw.reports import reach
from unionlaw.reports.models import Output
from unionlaw.reports.outputs import facts, files
from unionlaw.reports.outputs.files import MEDIA
from unionlaw.reports.spans import named

log = logging.getLogger(__name__)
State = Output.State
LEASE = timedelta(minutes=5)
"""Longer than the longest part: setting a paper takes at most one minute."""
MOST_ATTEMPTS = 3
_GAVE_UP = _("系统错误，没有生成。请稍后重新导出；仍不成功的，请联系系统管理员。")
_LEFT = _("申请人已离任，没有生成。")
_TOO_LONG = _("内容过多，排版时间过长。请改用XLSX，或者换一个较小的版式。")


class Stopped(Exception):
    """It was cancelled, or another worker took it over."""


def work_off(*, now: Callable[[], datetime]) -> bool:
    """Make the next output in line. Returns whether there was one.

    Args:
        now: the time; asked between parts, since a lease must outlive the one that is being done.
    """
    output = _take(now())
    if output is None:
        return False
    try:
        with translation.override(STORED_IN):
            _make(output, now)
    except Stopped:
        pass
    except DomainError as error:
        _fail(output, error.message, now())
    except TooSlow:
        _fail(output, stored(_TOO_LONG), now())
    except Exception as error:
        log.exception("output %s could not be made", output.pk)
        if isinstance(error, Broken) or output.attempts >= MOST_ATTEMPTS:
            _fail(output, stored(_GAVE_UP), now())
        else:
            _mine(output).update(state=State.WAITING, locked_until=None, progress=0)
    return True


@transaction.atomic
def _take(at: datetime) -> Output | None:
    """The oldest that waits, or whose worker is gone; now ours until the lease ends."""
    free = Q(state=State.WAITING) | Q(state=State.WORKING, locked_until__lt=at)
    found = (
        Output.objects.filter(free)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("organisation", "layout", "report__round__layout", "report__organisation", "delivery")
        .select_related("asked_by__user", "asked_by__organisation")
        .order_by("asked_at", "pk")
        .first()
    )
    if found is None:
        return None
    if found.attempts >= MOST_ATTEMPTS:
        # Each time its worker died: it would take the next one along, too.
        found.state, found.error = State.FAILED, stored(_GAVE_UP)
        found.locked_until = None
        found.save(update_fields=["state", "error", "locked_until"])
        return _take(at)
    found.state, found.attempts, found.progress = State.WORKING, found.attempts + 1, 0
    found.locked_until = at + LEASE
    found.save(update_fields=["state", "attempts", "progress", "locked_until"])
    return found


def _mine(output: Output) -> QuerySet[Output]:
    """The row, as long as nobody cancelled it or took it over: each who takes it counts one attempt more."""
    return Output.objects.filter(pk=output.pk, state=State.WORKING, attempts=output.attempts)


def _make(output: Output, now: Callable[[], datetime]) -> None:
    at = now()
    post = output.asked_by
    if post is None or (post.ends_on is not None and post.ends_on < timezone.localdate(at)) or not post.user.is_active:
        _fail(output, stored(_LEFT), at)
        return
    reader = Actor(user=post.user, post=post)
    reach.readable(reader, output.organisation_id)

    def done(percent: int) -> None:
        if not _mine(output).update(progress=percent, locked_until=now() + LEASE):
            raise Stopped

    content = facts.fact_file(output, reader, at, done) if output.facts else files.report_file(output, at, done)
    done(90)
    _keep(output, content, now())


def _keep(output: Output, content: bytes, at: datetime) -> None:
    kept = store_made(content, name=output.title, media_type=MEDIA[output.form], extension=output.form)
    with transaction.atomic():
        file, _created = StoredFile.objects.get_or_create(
            sha256=kept.sha256,
            defaults={
                "size": kept.size,
                "media_type": kept.media_type,
                "extension": kept.extension,
                "stored_at": at,
            },
        )
        changed = {"state": State.DONE, "progress": 100, "file": file, "done_at": at, "locked_until": None, "error": ""}
        if not _mine(output).update(**changed):
            raise Stopped
        if output.delivery_id:
            _tell("report.delivered", output, at)


@transaction.atomic
def _fail(output: Output, why: str, at: datetime) -> None:
    failed = _mine(output).update(state=State.FAILED, error=why[:300], locked_until=None)
    if failed and output.delivery_id:
        _tell("report.not_delivered", output, at)


def _tell(kind: str, output: Output, at: datetime) -> None:
    """A link, never the file: what it says stays behind the wall."""
    assert output.asked_by is not None
    tell(
        kind=kind,
        to=[output.asked_by],
        key=f"{kind}:{output.pk}",
        about=f"output:{output.pk}",
        data={
            "title": output.title,
            "organisation": output.organisation.short_name,
            "span": named(output.span),
            "output": output.pk,
        },
        at=at,
    )
