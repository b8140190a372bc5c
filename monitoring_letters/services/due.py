"""What is to be done next with a letter that is with its addressee: the demands say it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from monitoring_letters import states
from monitoring_letters.models import Demand, Inquiry, SupervisionLetter
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Event, Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.vocabulary import EventType
from unionlaw.network.actors import Actor

JUDGE = gettext_lazy("认定整改情况")
FOLLOW = gettext_lazy("跟踪承诺的整改")
NEXT = gettext_lazy("起草下一文书或移送")
CLOSE = gettext_lazy("复查、了结")


def say_next_step(matter: Matter, event: Event, event_type: EventType, actor: Actor) -> None:
    """After each event of a letter that was answered, or was not: the next step on lists follows the judgements.

    Joins `matters.record`. In every other status the declaration of the event that led there says what is next.
    """
    if matter.kind == Kind.SUPERVISION_LETTER and matter.status_id in (states.REPLIED, states.UNANSWERED):
        matter.next_step = stored(next_step(matter.supervision_letter))


def next_step(letter: SupervisionLetter) -> str | Promise:
    """Judge what is not judged, follow promises, escalate what was refused, close."""
    judgements = set(letter.demands.values_list("judgement", flat=True))
    if "" in judgements:
        return JUDGE
    if Demand.Judgement.PROMISED in judgements:
        return FOLLOW
    return NEXT if judgements & {Demand.Judgement.REFUSED, Demand.Judgement.FALSE} else CLOSE


def next_verbs(letter: SupervisionLetter) -> tuple[str, ...]:
    """The verbs of the next step, the first that can be done now first; () where the status alone says it."""
    status = letter.matter.status_id
    if status not in (states.REPLIED, states.UNANSWERED):
        return ()
    step = next_step(letter)
    if step == NEXT or (status == states.UNANSWERED and step == JUDGE):
        return ("prepare_next", "record_linked")
    if step == CLOSE:
        looked = letter.inquiries.filter(purpose=Inquiry.Purpose.REINSPECTION).exists()
        return ("close_letter",) if looked else ("close_letter", "reinspect")
    return ("judge_demand",)
