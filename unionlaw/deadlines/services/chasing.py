"""督办: a superior asks what became of a matter or of one of its time limits; the answer is due by a day of its own."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.deadlines import kinds
from unionlaw.deadlines.book import Book
from unionlaw.deadlines.models import Chase
from unionlaw.deadlines.responsibility import jurisdiction_of, sees
from unionlaw.deadlines.services.booking import need_reason
from unionlaw.deadlines.services.rules import rule_for
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.matters.services.events import record
from unionlaw.matters.services.locking import lock_matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post
from unionlaw.notices.services.telling import tell

RULE = "chase_answer"
LONGEST_ANSWER = 1000


@transaction.atomic
def chase(
    *,
    matter_id: int,
    deadline_id: int | None = None,
    question: str,
    asked_of: Post,
    due_on: date | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Chase:
    """Ask the post `asked_of` about a matter, or about one of its running limits.

    Args:
        due_on: the last day for the answer; by the rule "chase_answer" when None.
        version: the matter's.

    Raises Missing, Stale, Refused; Conflict on a closed matter; Invalid per argument.
    """
    matter = lock_matter(matter_id=matter_id, by=by, version=version)
    by.require("deadline.chase")
    if not matter.is_live:
        raise Conflict(_("事项已经办结，不必督办。"))
    book = Book.of(matter, by=by, at=at)
    question = need_reason(question, _("请写明要问什么。"), field="question")
    chased = book.find(deadline_id) if deadline_id is not None else None
    if deadline_id is not None and chased is None:
        raise Missing(_("本事项没有这项进行中的期限。"))
    errors = {}
    if not Post.objects.open(on=timezone.localdate(at)).filter(pk=asked_of.pk).exists():
        errors["asked_of"] = _("该岗位已经离任。")
    elif not sees(asked_of, matter.pk):
        errors["asked_of"] = _("该岗位看不到本事项，无法答复。")
    if due_on is not None and due_on < book.today:
        errors["due_on"] = _("答复期限不能早于今天。")
    rule = rule_for(RULE, jurisdiction_of(matter), book.today)
    if rule is None:
        errors["due_on"] = _("没有督办答复的期限规则，请联系系统管理员。")
    if errors or rule is None:
        raise Invalid(errors)
    row = Chase.objects.create(
        matter=matter, deadline=chased, question=question, asked_at=at, asked_by=by.post, asked_of=asked_of
    )
    answer = book.open(
        rule,
        start_on=book.today,
        responsible_id=asked_of.pk,
        subject=f"chase:{row.pk}",
        label=question[:40],
        fixed_on=due_on,
        named=True,
        reason=question,
    )
    data = {"chase": row.pk, "due_on": answer.due_on.isoformat()}
    if chased is not None:
        book.chase(chased, question, data)
    book.settle()
    event = record(
        matter,
        "deadline.chased",
        by=by,
        at=at,
        reason=question,
        data={"asked_of": asked_of.user.display_name, **data},
    )
    book.write(event)
    Chase.objects.filter(pk=row.pk).update(answer_deadline=answer)
    row.answer_deadline = answer
    tell(
        kind=kinds.CHASED,
        to=[asked_of],
        key=f"chase:{row.pk}:asked",
        matter=matter,
        about=f"deadline:{chased.pk}" if chased else f"chase:{row.pk}",
        data={"question": question, "due_on": answer.due_on.isoformat(), "chase": row.pk},
        urgency="urgent",
        at=at,
    )
    return row


@transaction.atomic
def answer_chase(*, chase_id: int, answer: str, by: Actor, at: datetime) -> Chase:
    """Answer what one was asked; meets the limit for the answer and tells the one who asked.

    Raises Missing; Refused for anybody but the one asked and who took their place; Conflict when it was answered
    before; Invalid without an answer.
    """
    found = Chase.objects.filter(pk=chase_id).values_list("matter_id", flat=True).first()
    if found is None:
        raise Missing(_("没有这件督办。"))
    matter = lock_matter(matter_id=found, by=by)
    by.require("deadline.answer_chase")
    row = Chase.objects.select_for_update(of=("self",)).select_related("answer_deadline", "asked_by").get(pk=chase_id)
    mine = by.is_system or (
        by.post is not None
        and by.post.pk in {row.asked_of_id, row.answer_deadline.responsible_id if row.answer_deadline else None}
    )
    if not mine:
        raise Refused(_("这件督办要由被问到的人答复。"))
    if row.answered_at is not None:
        raise Conflict(_("这件督办已经答复。"))
    row.answer = need_reason(answer, _("请写下答复。"), field="answer", longest=LONGEST_ANSWER)
    row.answered_at, row.answered_by = at, by.post
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    book = Book.of(matter, by=by, at=at)
    due = book.find(row.answer_deadline_id) if row.answer_deadline_id else None
    if due is not None:
        book.meet(due, book.today)
    book.settle()
    book.write(record(matter, "deadline.chase_answered", by=by, at=at, reason=row.answer, data={"chase": row.pk}))
    if row.asked_by:
        tell(
            kind=kinds.CHASE_ANSWERED,
            to=[row.asked_by],
            key=f"chase:{row.pk}:answered",
            matter=matter,
            about=f"deadline:{row.deadline_id}" if row.deadline_id else f"chase:{row.pk}",
            data={"answer": row.answer, "chase": row.pk},
            at=at,
        )
    return row
