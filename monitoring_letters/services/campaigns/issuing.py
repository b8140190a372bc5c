"""Issuing the letters of a campaign: begun by a person, worked off by a worker, stopped and resumed at will."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring_letters import states
from monitoring_letters.models import Campaign, CampaignAddressee, SupervisionLetter
from monitoring_letters.services.campaigns.chunk import Chunk
from monitoring_letters.services.campaigns.steps import MAILING, begin, note
from monitoring_letters.services.issuing import issue
from unionlaw.lib.errors import Conflict, DomainError
from unionlaw.matters.services.locking import lock_matter
from unionlaw.network.actors import Actor

State = CampaignAddressee.State
# Letters in one transaction: while it lasts the union's counters are locked, some half a second.
CHUNK = 60


@transaction.atomic
def begin_mailing(*, letter_id: int, sealed: bool = False, by: Actor, at: datetime) -> Campaign:
    """Issue the approved public letter, if it is not yet, and put the letters to its addressees in line.

    The caller wakes a worker after the commit.

    Args:
        sealed: put the union's seal on every paper; needs the right to use it.

    Raises Missing, Refused; Conflict when it was begun before or there is nobody to write to.
    """
    campaign = begin(letter_id=letter_id, right="letter.issue", within=MAILING, by=by)
    if reason := beginning_refusal(campaign):
        raise Conflict(reason)
    if campaign.letter.matter.status_id == states.APPROVED:
        campaign.letter = issue(letter_id=letter_id, sealed=sealed, by=by, at=at)
    campaign.begun_at, campaign.begun_by, campaign.sealed = at, by.post, sealed
    campaign.save()
    data = {"count": campaign.addressees.filter(state=State.WAITING).count()}
    note(campaign, "letter.mailing_begun", by=by, at=at, data=data)
    return campaign


def beginning_refusal(campaign: Campaign) -> str:
    """Why the letters cannot be issued, or ""."""
    if campaign.begun_at is not None:
        return _("已经开始制发。")
    if not campaign.addressees.filter(state=State.WAITING).exists():
        return _("名单中没有待制发的单位。")
    return ""


@transaction.atomic
def stop_mailing(*, letter_id: int, by: Actor, at: datetime) -> Campaign:
    """Issue no more letters; those issued stay. Raises Missing, Refused, Conflict."""
    campaign = begin(letter_id=letter_id, right="letter.issue", within=MAILING, by=by)
    if not running(campaign):
        raise Conflict(_("没有正在进行的制发。"))
    campaign.stopped_at = at
    campaign.save()
    note(campaign, "letter.mailing_stopped", by=by, at=at, data=_counted(campaign))
    return campaign


@transaction.atomic
def resume_mailing(*, letter_id: int, by: Actor, at: datetime) -> Campaign:
    """Go on with what is not issued yet, failures included. The caller wakes a worker after the commit."""
    campaign = begin(letter_id=letter_id, right="letter.issue", within=MAILING, by=by)
    if running(campaign) or campaign.begun_at is None:
        raise Conflict(_("制发正在进行，或者还没有开始。"))
    again = campaign.addressees.filter(state=State.FAILED).update(state=State.WAITING, error="")
    if not (again or campaign.addressees.filter(state=State.WAITING).exists()):
        raise Conflict(_("已经全部制发。"))
    # Whoever resumes answers for it from now on.
    campaign.stopped_at, campaign.finished_at, campaign.begun_by = None, None, by.post
    campaign.save()
    return campaign


def running(campaign: Campaign) -> bool:
    """Whether workers are to issue its letters."""
    return campaign.begun_at is not None and campaign.stopped_at is None and campaign.finished_at is None


def unfinished() -> list[int]:
    """Campaigns on which work is to be done."""
    found = Campaign.objects.filter(begun_at__isnull=False, stopped_at=None, finished_at=None).order_by("begun_at")
    return list(found.values_list("pk", flat=True))


def work_off(*, letter_id: int, at: datetime, chunk: int = CHUNK) -> bool:
    """Issue the next letters, in one transaction. Returns whether there may be more to do.

    Rows that another worker is at are passed over. A worker that is killed leaves nothing behind: its numbers, rows and
    papers were never committed, and the rows are free again.
    """
    try:
        return _chunk(letter_id, chunk, at)
    except DomainError as error:
        if chunk > 1:
            # One of them cannot be issued; alone it fails alone.
            return all(work_off(letter_id=letter_id, at=at, chunk=1) for _one in range(chunk))
        _fail_next(letter_id, error)
        return True


def progress(campaign: Campaign) -> dict[str, int]:
    """How many addressees are in each state, and all that are not left out."""
    states_ = list(campaign.addressees.values_list("state", flat=True))
    counts = {state: states_.count(state) for state in State.values}
    return {"all": len(states_) - counts[State.EXCLUDED], **counts}


@transaction.atomic
def _chunk(letter_id: int, size: int, at: datetime) -> bool:
    found = Campaign.objects.filter(pk=letter_id, begun_at__isnull=False, stopped_at=None, finished_at=None)
    campaign = found.select_related("begun_by__user", "begun_by__organisation").first()
    if campaign is None or campaign.begun_by is None:
        return False
    waiting = CampaignAddressee.objects.filter(campaign=campaign, state=State.WAITING)
    rows = waiting.select_related("employer").select_for_update(of=("self",), skip_locked=True)
    addressees = list(rows.order_by("position")[:size])
    if not addressees:
        if not waiting.exists():
            _finish(campaign, at)
        return False
    by = _actor(campaign, at)
    # Looked at, not locked: the letter changes no more, and its page stays usable.
    letter = SupervisionLetter.objects.select_related("matter__organisation", "matter__owner", "matter__cause")
    campaign.letter = letter.get(pk=letter_id)
    if campaign.letter.matter.status_id not in MAILING:
        raise Conflict(_("公开函已经撤销或者了结，不再制发。"))
    Chunk(campaign, by, at).issue(addressees)
    return True


def _finish(campaign: Campaign, at: datetime) -> None:
    """Nobody waits any more; said once, whoever comes first."""
    by = Actor.system("mailing")
    matter = lock_matter(matter_id=campaign.pk, by=by)
    if Campaign.objects.filter(pk=campaign.pk, finished_at=None).update(finished_at=at):
        campaign.letter.matter = matter
        note(campaign, "letter.mailing_finished", by=by, at=at, data=_counted(campaign))


def _counted(campaign: Campaign) -> dict[str, int]:
    counts = progress(campaign)
    return {"count": counts[State.ISSUED], "failed": counts[State.FAILED]}


def _actor(campaign: Campaign, at: datetime) -> Actor:
    """The one who began it, while they hold the post and the right. Raises Conflict or Refused."""
    post = campaign.begun_by
    assert post is not None
    if post.ends_on is not None and post.ends_on < timezone.localdate(at):
        raise Conflict(_("发起人已离任，请由现任人员继续。"))
    actor = Actor(user=post.user, post=post)
    actor.require("letter.issue")
    return actor


@transaction.atomic
def _fail_next(letter_id: int, error: DomainError) -> None:
    """Mark the addressee whose letter cannot be issued, with the reason."""
    waiting = CampaignAddressee.objects.filter(campaign=letter_id, state=State.WAITING)
    addressee = waiting.select_for_update(skip_locked=True).order_by("position").first()
    if addressee is not None:
        addressee.state, addressee.error = State.FAILED, error.message[:500] or "—"
        addressee.save(update_fields=["state", "error"])
