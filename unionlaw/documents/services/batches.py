"""Many papers at once: begun on a page, worked off by a worker in small transactions, stopped and resumed at will."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.documents.models import PaperBatch, PaperBatchItem, PaperTemplate
from unionlaw.documents.services.batch_work import Work
from unionlaw.lib.errors import Conflict, DomainError, Invalid, Missing
from unionlaw.lib.wording import listed
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor

State = PaperBatchItem.State
MOST = 1000
# Papers in one transaction: while it lasts the counter is locked, some half a second.
CHUNK = 60


@transaction.atomic
def begin_batch(
    *, template_id: int, numbers: Sequence[str], answers: Mapping[str, str], sealed: bool, by: Actor, at: datetime
) -> PaperBatch:
    """Put papers of one kind about these matters in line. The caller wakes a worker after the commit.

    Args:
        numbers: the matters' numbers, in the order in which the papers shall be numbered.

    Raises Missing, Refused; Invalid on `numbers` naming what is unknown, or on an answer that is lacking.
    """
    by.require("paper.issue")
    template = PaperTemplate.objects.visible_to(by).filter(pk=template_id).first()
    if template is None or by.post is None:
        raise Missing(_("没有这种文书，或者它今天不启用。"))
    wanted = list(dict.fromkeys(number.strip() for number in numbers if number.strip()))
    errors = {}
    found = dict(
        Matter.objects.visible_to(by).filter(number__in=wanted, kind=template.matter_kind).values_list("number", "pk")
    )
    unknown = [number for number in wanted if number not in found]
    if not wanted:
        errors["numbers"] = _("请列出案件编号，每行一个。")
    elif len(wanted) > MOST:
        errors["numbers"] = _("一次最多%(most)d件。") % {"most": MOST}
    elif unknown:
        errors["numbers"] = _("没有这些事项，或者您无权查看：%(numbers)s。") % {"numbers": listed(unknown[:10])}
    if errors:
        raise Invalid(errors)
    batch = PaperBatch.objects.create(
        template=template,
        organisation=by.post.organisation,
        answers=dict(answers),
        sealed=sealed,
        begun_at=at,
        begun_by=by.post,
    )
    PaperBatchItem.objects.bulk_create(
        PaperBatchItem(batch=batch, matter_id=found[number], position=position)
        for position, number in enumerate(wanted, start=1)
    )
    return batch


def work_off(*, batch_id: int, at: datetime, chunk: int = CHUNK) -> bool:
    """Issue the next papers of a batch, in one transaction. Returns whether there may be more to do.

    Rows that another worker is at are passed over. A worker that is killed leaves nothing behind: its numbers, rows
    and papers were never committed, and the rows are free again.
    """
    try:
        return _chunk(batch_id, chunk, at)
    except DomainError as error:
        if chunk > 1:
            # One of them cannot be set; alone it fails alone.
            return all(work_off(batch_id=batch_id, at=at, chunk=1) for _one in range(chunk))
        _fail_next(batch_id, error)
        return True


@transaction.atomic
def stop_batch(*, batch_id: int, by: Actor, at: datetime) -> PaperBatch:
    """Issue no more papers of it; those issued stay. Raises Missing, Refused, Conflict."""
    batch = _lock(batch_id, by)
    if batch.stopped_at or batch.finished_at:
        raise Conflict(_("这一批已经停止或者完成。"))
    batch.stopped_at = at
    batch.save(update_fields=["stopped_at"])
    return batch


@transaction.atomic
def resume_batch(*, batch_id: int, by: Actor, at: datetime) -> PaperBatch:
    """Go on with what is not issued yet, failures included. The caller wakes a worker after the commit."""
    batch = _lock(batch_id, by)
    again = batch.items.filter(state=State.FAILED).update(state=State.WAITING, error="")
    if not (again or batch.items.filter(state=State.WAITING).exists()):
        raise Conflict(_("这一批已经全部制发。"))
    batch.stopped_at = batch.finished_at = None
    batch.save(update_fields=["stopped_at", "finished_at"])
    return batch


def unfinished() -> list[int]:
    """Batches on which work is to be done."""
    found = PaperBatch.objects.filter(stopped_at=None, finished_at=None).order_by("begun_at")
    return list(found.values_list("pk", flat=True))


def _lock(batch_id: int, by: Actor) -> PaperBatch:
    by.require("paper.issue")
    batch = PaperBatch.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None:
        raise Missing(_("没有这一批文书，或者您无权查看。"))
    return batch


@transaction.atomic
def _chunk(batch_id: int, size: int, at: datetime) -> bool:
    # Shared: stopping waits for the chunk, other workers do not.
    batch = (
        PaperBatch.objects.select_related("template", "begun_by__user", "begun_by__organisation")
        .filter(pk=batch_id, stopped_at=None, finished_at=None)
        .first()
    )
    if batch is None:
        return False
    waiting = PaperBatchItem.objects.filter(batch=batch, state=State.WAITING)
    items = list(waiting.select_for_update(skip_locked=True).order_by("position")[:size])
    if not items:
        if not waiting.exists():
            PaperBatch.objects.filter(pk=batch.pk).update(finished_at=at)
        return False
    by = _actor(batch, at)
    matters = _lock_matters([item.matter_id for item in items], by)
    Work(batch, matters, by, at).do(items)
    PaperBatchItem.objects.bulk_update(items, ["state", "paper", "error"])
    return True


def _lock_matters(ids: Sequence[int], by: Actor) -> dict[int, Matter]:
    """All in one order, before any counter: nobody who holds a counter waits for a matter."""
    found = (
        Matter.objects.visible_to(by)
        .select_related("organisation", "owner__user", "dispute", "cause")
        .select_for_update(of=("self",), no_key=True)
        .filter(pk__in=ids)
        .order_by("pk")
    )
    return {matter.pk: matter for matter in found}


def _actor(batch: PaperBatch, at: datetime) -> Actor:
    """The one who began it, while they hold the post. Raises Refused through the services when the right is gone."""
    post = batch.begun_by
    if post.ends_on is not None and post.ends_on < timezone.localdate(at):
        raise Conflict(_("发起人已离任，请由现任人员重新发起。"))
    actor = Actor(user=post.user, post=post)
    actor.require("paper.issue")
    return actor


@transaction.atomic
def _fail_next(batch_id: int, error: DomainError) -> None:
    """Mark the item that cannot be issued, with the reason."""
    waiting = PaperBatchItem.objects.filter(batch=batch_id, state=State.WAITING)
    item = waiting.select_for_update(skip_locked=True).order_by("position").first()
    if item is not None:
        item.state, item.error = State.FAILED, error.message[:500] or "—"
        item.save(update_fields=["state", "error"])


def progress(batch: PaperBatch) -> dict[str, int]:
    """How many items are in each state, and all of them."""
    states = list(batch.items.values_list("state", flat=True))
    return {"all": len(states), **{state: states.count(state) for state in State.values}}
