"""Legal review and approval: nobody reviews or approves their own draft, nor takes two steps of one round."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring_letters.models import Approval, SupervisionLetter
from monitoring_letters.services import ladders
from monitoring_letters.services.persons import current_step
from monitoring_letters.services.preconditions import lacking
from monitoring_letters.services.steps import begin, record
from unionlaw.lib.errors import Conflict
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Grant
from unionlaw.matters.services.checking import need_reason, refuse_if
from unionlaw.matters.services.grants import end_grant, grant
from unionlaw.network import rights
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post

REVIEW_STEP = 0


@transaction.atomic
def submit_for_review(
    *, letter_id: int, reviewer_post_id: int | None = None, by: Actor, at: datetime, version: int | None = None
) -> SupervisionLetter:
    """Hand the draft in for its legal review; a new round begins.

    Args:
        reviewer_post_id: who is to review: a lawyer, who then sees the letter, or a supervisor. Anyone who may and
            sees the letter when None.

    Raises Invalid under "" with a line for each precondition that is not met, or under reviewer_post_id.
    """
    letter = begin(letter_id=letter_id, verb="submit_for_review", by=by, version=version)
    refuse_if({"": lines} if (lines := lacking(letter)) else {})
    letter.reviewer = _reviewer(reviewer_post_id, letter, at)
    letter.round += 1
    Approval.objects.create(letter=letter, round=letter.round, position=REVIEW_STEP)
    if letter.reviewer is not None:
        grant(matter=letter.matter, viewer=letter.reviewer, why=Grant.Why.REVIEWER, by=by, at=at)
    who = str(letter.reviewer.user) if letter.reviewer else "—"
    record(letter, "letter.submitted", by=by, at=at, data={"reviewer": who})
    return letter


@transaction.atomic
def pass_review(
    *, letter_id: int, opinion: str = "", by: Actor, at: datetime, version: int | None = None
) -> SupervisionLetter:
    """Find the draft lawful and hand it to those who approve. Raises Conflict when a role of the ladder is vacant."""
    letter = begin(letter_id=letter_id, verb="pass_review", by=by, version=version)
    _decide_review(letter, Approval.Decision.APPROVED, opinion, by=by, at=at)
    steps = Approval.objects.bulk_create(ladders.place_steps(letter, at=at))
    if not steps:
        raise Conflict(_("没有设定审批流程。"))
    who = {"who": stored(steps[0].get_role_display())}
    record(letter, "letter.review_passed", by=by, at=at, reason=opinion.strip(), data=who)
    return letter


@transaction.atomic
def return_from_review(
    *, letter_id: int, reason: str, by: Actor, at: datetime, version: int | None = None
) -> SupervisionLetter:
    """Send the draft back to be changed. Raises Invalid without a reason."""
    letter = begin(letter_id=letter_id, verb="return_from_review", by=by, version=version)
    reason = need_reason(reason, _("请写明退回理由。"))
    _decide_review(letter, Approval.Decision.RETURNED, reason, by=by, at=at)
    record(letter, "letter.review_returned", by=by, at=at, reason=reason)
    return letter


@transaction.atomic
def approve(
    *, letter_id: int, opinion: str = "", by: Actor, at: datetime, version: int | None = None
) -> SupervisionLetter:
    """Approve the step that waits; the last one makes the letter ready to be issued."""
    letter = begin(letter_id=letter_id, verb="approve", by=by, version=version)
    step = _current(letter)
    _decide(step, Approval.Decision.APPROVED, opinion, by=by, at=at)
    following = current_step(letter)
    if following is None:
        record(letter, "letter.approved", by=by, at=at, reason=opinion.strip())
    else:
        data = {"step": step.position, "who": stored(following.get_role_display())}
        record(letter, "letter.step_approved", by=by, at=at, reason=opinion.strip(), data=data)
    return letter


@transaction.atomic
def return_for_changes(
    *, letter_id: int, reason: str, by: Actor, at: datetime, version: int | None = None
) -> SupervisionLetter:
    """Send the draft back from the step that waits; all steps begin anew. Raises Invalid without a reason."""
    letter = begin(letter_id=letter_id, verb="return_for_changes", by=by, version=version)
    reason = need_reason(reason, _("请写明退回理由。"))
    _decide(_current(letter), Approval.Decision.RETURNED, reason, by=by, at=at)
    record(letter, "letter.returned", by=by, at=at, reason=reason)
    return letter


def stop_review(letter: SupervisionLetter, at: datetime) -> None:
    """The reviewer's work is over, or no longer wanted: they no longer see the letter."""
    if letter.reviewer is not None:
        end_grant(matter=letter.matter, viewer=letter.reviewer, why=Grant.Why.REVIEWER, at=at)


def _reviewer(post_id: int | None, letter: SupervisionLetter, at: datetime) -> Post | None:
    if post_id is None:
        return None
    post = (
        Post.objects.open(on=timezone.localdate(at))
        .filter(pk=post_id, role__in=rights.get("letter.review").roles, user__is_active=True)
        .select_related("user", "organisation")
        .first()
    )
    if post is None:
        refuse_if({"reviewer_post_id": _("请选择一名在任的律师或者负责人。")})
    elif post.user_id == letter.drafted_by_id:
        refuse_if({"reviewer_post_id": _("不能由起草人自己审核。")})
    return post


def _decide_review(letter: SupervisionLetter, decision: str, opinion: str, *, by: Actor, at: datetime) -> None:
    _decide(letter.approvals.get(round=letter.round, position=REVIEW_STEP), decision, opinion, by=by, at=at)
    stop_review(letter, at)


def _current(letter: SupervisionLetter) -> Approval:
    step = current_step(letter)
    if step is None:
        raise Conflict(_("没有待审批的步骤。"))
    return step


def _decide(step: Approval, decision: str, opinion: str, *, by: Actor, at: datetime) -> None:
    step.decision, step.opinion = decision, opinion.strip()[:1000]
    step.decided_by, step.decided_at = by.post, at
    step.save()
