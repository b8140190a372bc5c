"""Which person may do what, beyond what their role may: four eyes on every letter."""

from django.utils.translation import gettext as _

from monitoring_letters.models import Approval, SupervisionLetter
from unionlaw.matters.models import Event
from unionlaw.network.actors import Actor

WRITING = (
    "letter.drafted",
    "letter.amended",
    "letter.inquiry_recorded",
    "letter.inquiry_removed",
)
"""Events by which a letter gets its content: whoever is named there is one of its authors."""

NOT_BY_AUTHORS = frozenset({"pass_review", "approve", "correct_letter"})


def person_refusal(letter: SupervisionLetter, verb: str, actor: Actor) -> str:
    """Why this person may not do `verb` although their role may, or ""."""
    if actor.is_system or actor.user is None or actor.post is None:
        return ""
    if verb in NOT_BY_AUTHORS and actor.user.pk in author_ids(letter):
        return _("自己起草或修改过的函书，须由他人审核、审批和更正。")
    if verb in ("pass_review", "return_from_review") and letter.reviewer_id not in (None, actor.post.pk):
        return _("本函书已请%(who)s审核。") % {"who": letter.reviewer and letter.reviewer.user}
    if verb in ("approve", "return_for_changes"):
        return _step_refusal(letter, actor)
    return ""


def author_ids(letter: SupervisionLetter) -> set[int]:
    """The users who drafted the letter or changed what it says before it was issued."""
    wrote = Event.objects.filter(matter=letter.pk, name__in=WRITING, user__isnull=False)
    named = (letter.drafted_by_id, *wrote.values_list("user_id", flat=True))
    return {pk for pk in named if pk is not None}


def current_step(letter: SupervisionLetter) -> Approval | None:
    """The step of the ladder that waits for a decision, or None."""
    return (
        letter.approvals.filter(round=letter.round, position__gt=0, decision="")
        .select_related("organisation")
        .order_by("position")
        .first()
    )


def _step_refusal(letter: SupervisionLetter, actor: Actor) -> str:
    step = current_step(letter)
    if step is None or actor.post is None:
        return ""
    if actor.post.role != step.role or actor.post.organisation_id != step.organisation_id:
        return _("现在应由%(organisation)s的%(role)s审批。") % {
            "organisation": step.organisation,
            "role": step.get_role_display(),
        }
    decided = letter.approvals.filter(round=letter.round).exclude(decision="")
    if decided.filter(decided_by__user=actor.user).exists():
        return _("您在本轮已经审核或审批过，须由他人审批。")
    return ""
