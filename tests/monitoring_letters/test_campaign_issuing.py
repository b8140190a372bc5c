"""Issuing a campaign: one approval, consecutive numbers, stopped, killed, resumed, and one that fails alone."""

from datetime import timedelta

import pytest

from monitoring_letters import states
from monitoring_letters.models import CampaignAddressee, Demand, SupervisionLetter
from monitoring_letters.services import issuing as single
from monitoring_letters.services.campaigns import addressees, chunk, issuing
from monitoring_letters.services.campaigns.addressees import Details
from tests.cast import NOON
from tests.documents.conftest import folder  # noqa: F401  fixture
from tests.documents.papers import SYSTEM, register, text_of
from tests.monitoring_letters.campaigning import (
    approve,
    mail,
    make_employers,
    numbers,
    start,
    work,
)
from unionlaw.documents.files import path_of
from unionlaw.documents.models import Paper, StoredFile
from unionlaw.documents.services.templates import load_shipped
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.matters.models import Counter, Matter

pytestmark = pytest.mark.django_db


@pytest.fixture
def templates(db):
    load_shipped(by=SYSTEM, at=NOON)


def chosen(campaign):
    return list(campaign.addressees.order_by("position").values_list("employer__name", "state"))


def test_one_approval_issues_letters_with_consecutive_numbers(walk, templates, district):
    register(district)
    campaign = start(walk, make_employers(4))
    addressee = campaign.addressees.order_by("position").first()
    addressees.set_details(
        letter_id=campaign.pk, addressee_id=addressee.pk, details=Details(facts="去年夏季有两人中暑。"),
        by=walk.caseworker, at=NOON,
    )  # fmt: skip
    with pytest.raises(Conflict):
        mail(walk, campaign)
    approve(walk, campaign)
    with pytest.raises(Refused):
        mail(walk, campaign, by=walk.caseworker)
    mail(walk, campaign, sealed=True)
    work(campaign)
    assert campaign.finished_at == NOON
    assert walk.fresh(campaign.letter).document_number == "越工监提〔2026〕1号"
    assert numbers(campaign) == [f"越工监提〔2026〕{n}号" for n in range(2, 6)]

    letter = SupervisionLetter.objects.select_related("matter", "paper__document__file").get(addressee=addressee)
    assert letter.matter.status_id == states.ISSUED
    assert letter.matter.next_due_on is not None
    assert letter.matter.owner == walk.caseworker.post
    assert [demand.text for demand in letter.demands.all()] == [d.text for d in campaign.letter.demands.all()]
    assert letter.issued_text["addressee"] == addressee.employer.name
    event = letter.matter.events.get()
    assert (event.name, event.user, event.sequence) == ("letter.issued", walk.approver.user, 1)
    text = text_of(letter.paper)
    for words in ("羊城第1建筑工程有限公司：", letter.document_number, "去年夏季有两人中暑", "—2—"):
        assert words in text, words
    assert letter.paper.seal is not None
    assert campaign.letter.matter.events.first().data == {"count": 4, "failed": 0}


def test_a_letter_of_a_campaign_goes_its_own_way(walk, templates):
    campaign = start(walk, make_employers(1))
    approve(walk, campaign)
    mail(walk, campaign)
    work(campaign)
    letter = SupervisionLetter.objects.get(addressee__campaign=campaign)
    walk.serve(letter)
    walk.do("record_reply", letter)
    walk.settle(letter, "refused")
    following = walk.do("prepare_next", letter)
    assert following.instrument == "opinion"
    assert Demand.objects.filter(letter=following).count() == 4


def test_sixty_letters_stopped_killed_and_resumed_leave_no_hole_and_no_orphan(walk, templates, monkeypatch, folder):  # noqa: F811
    campaign = start(walk, make_employers(60))
    approve(walk, campaign)
    mail(walk, campaign)
    begun = {"letter_id": campaign.pk, "at": NOON}
    assert issuing.work_off(**begun, chunk=20)
    issuing.stop_mailing(**begun, by=walk.approver)
    assert not issuing.work_off(**begun, chunk=20)
    with pytest.raises(Conflict):
        issuing.stop_mailing(**begun, by=walk.approver)
    issuing.resume_mailing(**begun, by=walk.approver)

    for name in ("keep_papers", "record_many"):
        with monkeypatch.context() as patched:
            whole = getattr(chunk, name)

            def die(*args, whole=whole, **kwargs):
                whole(*args, **kwargs)
                raise SystemExit

            patched.setattr(chunk, name, die)
            with pytest.raises(SystemExit):
                issuing.work_off(**begun, chunk=20)
    assert len(numbers(campaign)) == 20
    assert Counter.objects.get(kind="letter.notice").last == 21
    assert Matter.objects.filter(kind="supervision_letter").count() == 21

    work(campaign, chunk=25)
    assert numbers(campaign) == [f"越工监提〔2026〕{n}号" for n in range(2, 62)]
    assert issuing.progress(campaign) == {"all": 60, "waiting": 0, "issued": 60, "failed": 0, "excluded": 0}
    # Every paper has its own file, every matter of a campaign its letter.
    hashes = set(StoredFile.objects.values_list("sha256", flat=True))
    assert Paper.objects.count() == 61
    assert len(hashes) >= 61
    assert all(path_of(sha256).exists() for sha256 in hashes)
    assert Matter.objects.filter(kind="supervision_letter", supervision_letter=None).count() == 0


def test_what_cannot_be_issued_fails_alone_and_says_why(walk, templates, monkeypatch):
    campaign = start(walk, make_employers(3))
    approve(walk, campaign)
    mail(walk, campaign)
    bad = campaign.addressees.get(position=2).employer_id
    right = chunk.letter_to

    def breaks(of, addressee, demands):
        if addressee.employer_id == bad:
            raise Invalid("排不出")
        return right(of, addressee, demands)

    with monkeypatch.context() as patched:
        patched.setattr(chunk, "letter_to", breaks)
        work(campaign)
    assert [state for _name, state in chosen(campaign)] == ["issued", "failed", "issued"]
    assert campaign.addressees.get(state="failed").error == "排不出"
    issuing.resume_mailing(letter_id=campaign.pk, by=walk.approver, at=NOON)
    work(campaign)
    assert sorted(numbers(campaign)) == [f"越工监提〔2026〕{n}号" for n in (2, 3, 4)]


def test_an_issuer_who_has_left_issues_no_more(walk, templates):
    campaign = start(walk, make_employers(2))
    approve(walk, campaign)
    mail(walk, campaign)
    walk.approver.post.ends_on = NOON.date() - timedelta(days=1)
    walk.approver.post.save()
    work(campaign)
    assert {state for _name, state in chosen(campaign)} == {"failed"}
    assert "离任" in campaign.addressees.first().error


def test_a_stranger_finds_no_campaign(walk, neighbour, neighbour_supervisor):
    campaign = start(walk, make_employers(1))
    with pytest.raises(Missing):
        addressees.remove_addressees(letter_id=campaign.pk, by=neighbour, at=NOON)
    with pytest.raises(Missing):
        issuing.begin_mailing(letter_id=campaign.pk, by=neighbour_supervisor, at=NOON)
    assert not CampaignAddressee.objects.visible_to(neighbour).exists()


def test_a_withdrawn_public_letter_takes_the_rest_along(walk, templates):
    campaign = start(walk, make_employers(2))
    approve(walk, campaign)
    mail(walk, campaign)
    single.withdraw_letter(letter_id=campaign.pk, reason="政策调整", by=walk.approver, at=NOON)
    work(campaign)
    assert {state for _name, state in chosen(campaign)} == {"failed"}
