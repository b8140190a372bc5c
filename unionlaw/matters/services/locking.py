"""How every write begins: lock the matter's row, see that the actor may know of it, that the form is not stale."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unionlaw.lib.errors import Conflict, Missing, Stale
from unionlaw.lib.wording import listed
from unionlaw.lib.workflow import Transition
from unionlaw.matters import statuses, vocabulary
from unionlaw.matters.models import Event, Matter
from unionlaw.network.actors import Actor


def lock_matter(*, matter_id: int, by: Actor, version: int | None = None) -> Matter:
    """Lock and return the matter for the rest of the transaction.

    Args:
        version: what the form was opened with; None skips the check (for work that no form preceded).

    Raises:
        Missing: there is none, or the actor is not to know of it.
        Stale: it has changed since; carries one line for each event that happened meanwhile.
    """
    try:
        # Not against rows that only point at it (no_key): the sweep of reminders goes on meanwhile.
        matter = Matter.objects.visible_to(by).select_for_update(of=("self",), no_key=True).get(pk=matter_id)
    except Matter.DoesNotExist:
        raise Missing(_("没有这个事项，或者您无权查看。")) from None
    if version is not None and (stale := staleness(matter, version)):
        raise stale
    return matter


def staleness(matter: Matter, version: int) -> Stale | None:
    """What has changed since a form was opened with `version`, or None."""
    if version == matter.version:
        return None
    return Stale(_("您打开这一页之后，事项已有变化。请核对后再提交。"), changes=changes_since(matter, version))


def changes_since(matter: Matter, version: int) -> list[str]:
    """One line for each event by which the matter went from `version` to its present version."""
    missed = max(matter.version - version, 1)
    events: Iterable[Event] = matter.events.select_related("user").order_by("-sequence")[:missed]
    said = [
        _("%(when)s %(who)s：%(what)s")
        % {
            "when": event.happened_at.astimezone().strftime("%m-%d %H:%M"),
            "who": (event.user.display_name if event.user else event.job),
            "what": vocabulary.get(event.name).label,
        }
        for event in events
    ]
    return said or [ngettext("有一处修改", "有 %(count)d 处修改", missed) % {"count": missed}]


def check_transition(*, matter: Matter, verb: str, by: Actor) -> Transition:
    """The transition `verb` of this matter's workflow, if right and status allow it.

    Raises:
        Refused: the actor's role lacks the right.
        Conflict: the matter's status does not allow it; says from which statuses it would.
    """
    workflow = statuses.workflow_of(matter.kind)
    transition = workflow.by_verb[verb]
    by.require(transition.right)
    if matter.status_id not in transition.sources:
        raise Conflict(status_refusal(matter, transition))
    return transition


def status_refusal(matter: Matter, transition: Transition) -> str:
    """Why the matter's status does not allow the transition, or ""."""
    if matter.status_id in transition.sources:
        return ""
    workflow = statuses.workflow_of(matter.kind)
    return _("事项现在是“%(now)s”，只有%(sources)s时才能“%(verb)s”。") % {
        "now": workflow.label(matter.status_id),
        "sources": listed(f"“{label}”" for label in workflow.labels(transition.sources)),
        "verb": transition.label,
    }
