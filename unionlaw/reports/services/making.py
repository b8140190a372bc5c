"""What a worker does with files in line (line.py)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from unionlaw.documents.files import store_made
from unionlaw.documents.models import StoredFile
from unionlaw.documents.typesetting import Broken, TooSlow
from unionlaw.lib.errors import Refused
from unionlaw.lib.wording import stored
from unionlaw.network.actors import Actor
from unionlaw.notices.services.telling import tell
from unionlaw.reports import reach
from unionlaw.reports.models import Output
from unionlaw.reports.outputs import facts, files
from unionlaw.reports.outputs.files import MEDIA
from unionlaw.reports.services import line
from unionlaw.reports.services.line import LEASE, MOST_ATTEMPTS, Now, Stopped
from unionlaw.reports.spans import named

__all__ = ["LEASE", "MOST_ATTEMPTS", "Stopped", "work_off"]

_GAVE_UP = _("系统错误，没有生成。请稍后重新导出；仍不成功的，请联系系统管理员。")
_LEFT = _("申请人已离任，没有生成。")
_TOO_LONG = _("内容过多，排版时间过长。请改用XLSX，或者换一个较小的版式。")


def work_off(*, now: Now) -> bool:
    """Make the next file in line. Returns whether there was one."""
    return _LINE.work_off(now=now)


def _rows() -> QuerySet[Output]:
    return Output.objects.select_related(
        "organisation", "layout", "report__round__layout", "report__round__organisation", "report__organisation",
        "delivery", "asked_by__user", "asked_by__organisation",
    )  # fmt: skip


def _make(output: Output, now: Now) -> None:
    at, post = now(), output.asked_by
    if post is None or not line.serves(post, at):
        raise Refused(stored(_LEFT))
    reader = Actor(user=post.user, post=post)
    reach.readable(reader, output.organisation_id)

    def done(percent: int) -> None:
        line.renew(output, percent, now())

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
        _LINE.finished(output, at, file=file)
        if output.delivery_id:
            _tell("report.delivered", output, at)


def _failed(output: Output, at: datetime) -> None:
    if output.delivery_id:
        _tell("report.not_delivered", output, at)


def _hopeless(error: Exception) -> str | None:
    if isinstance(error, TooSlow):
        return stored(_TOO_LONG)
    return stored(_GAVE_UP) if isinstance(error, Broken) else None


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


_LINE = line.Line(rows=_rows, work=_make, failed=_failed, gave_up=_GAVE_UP, hopeless=_hopeless)
