"""Campaigns before they are issued: texts of the seasons, employers chosen by filter or table, previews."""

from datetime import timedelta

import pytest
from django.urls import reverse

from monitoring_letters import states
from monitoring_letters.campaign_filters import ChoosingFilter
from monitoring_letters.models import SupervisionLetter
from monitoring_letters.services.campaigns import addressees, previewing, seasons, starting
from monitoring_letters.services.campaigns.addressees import Details, SheetRow
from monitoring_letters.services.persons import author_ids
from tests.cast import NOON
from tests.documents.conftest import folder  # noqa: F401  fixture
from tests.documents.papers import SYSTEM
from tests.matters.conftest import open_consultation  # noqa: F401  fixture
from tests.monitoring_letters.campaigning import (
    a_district,
    approve,
    construction,
    make_employers,
    start,
)
from unionlaw.documents.services.templates import load_shipped
from unionlaw.lib.errors import Conflict, Invalid
from unionlaw.matters.models import Grant
from unionlaw.matters.services.grants import grant
from unionlaw.registers.models import Employer

pytestmark = pytest.mark.django_db


@pytest.fixture
def templates(db):
    load_shipped(by=SYSTEM, at=NOON)


def chosen(campaign):
    return list(campaign.addressees.order_by("position").values_list("employer__name", "state"))


# Texts


def test_every_season_says_what_it_asks_and_where_the_law_stands():
    found = seasons.all_seasons()
    assert len(found) == 7
    for season in found.values():
        assert season.demands
        assert all(demand.basis for demand in season.demands)
        assert season.citation in season.legal_basis
        assert season.reply_days > 0
    assert seasons.offered(NOON.date())[0].key == "spring_wages"


def test_a_season_becomes_a_draft_that_the_office_can_change(walk):
    campaign = starting.start_campaign(season="heat", audience="全区建筑施工企业", by=walk.caseworker, at=NOON)
    letter = walk.fresh(campaign.letter)
    assert (letter.reach, letter.topic, letter.matter.status_id) == ("industry", "heat", states.DRAFTING)
    assert letter.reply_by == NOON.date() + timedelta(days=20)
    assert letter.demands.count() == 4
    walk.do("amend_letter", letter, facts="今年高温来得早。")
    assert walk.fresh(letter).facts == "今年高温来得早。"


def test_only_a_draft_to_an_industry_or_area_becomes_a_campaign_and_only_once(walk):
    public = walk.draft("notice", reach="industry", audience="全区直播电商企业")
    starting.open_campaign(letter_id=public.pk, by=walk.caseworker, at=NOON)
    opened = public.matter.events.latest("sequence")
    assert (opened.name, opened.user) == ("letter.campaign_opened", walk.caseworker.user), (
        "the timeline says who did it"
    )
    with pytest.raises(Conflict, match="已经建立"):
        starting.open_campaign(letter_id=public.pk, by=walk.caseworker, at=NOON)
    with pytest.raises(Conflict, match="面向行业"):
        starting.open_campaign(letter_id=walk.draft("notice").pk, by=walk.caseworker, at=NOON)


@pytest.mark.usefixtures("at_noon")
def test_the_list_of_campaigns_has_them_and_no_other_letter(walk, supervisor, neighbour, sign_in):
    later = walk.draft("notice", reach="industry", audience="全区直播电商企业")
    walk.draft("notice", reach="industry", audience="全区餐饮企业")
    campaign = start(walk, make_employers(2))
    url = reverse("monitoring_letters:campaigns")

    def listed(actor, query=""):
        return set(sign_in(actor).get(f"{url}{query}").context["list"].page.ids)

    assert listed(supervisor) == {campaign.pk}
    starting.open_campaign(letter_id=later.pk, by=walk.caseworker, at=NOON)
    walk.do("amend_letter", walk.fresh(later), facts="改了一句。")  # what is saved again stays in the list
    assert listed(supervisor) == listed(supervisor, "?phase=open&sort=due") == {campaign.pk, later.pk}
    assert listed(supervisor, "?topic=heat") == {campaign.pk}
    assert listed(supervisor, "?phase=closed") == listed(neighbour) == set()
    for letter in (later, walk.draft("notice")):
        matter = walk.fresh(letter).matter
        grant(matter=matter, viewer=neighbour.post, why=Grant.Why.HANDED_OVER, by=walk.caseworker, at=NOON)
    assert listed(neighbour) == listed(neighbour, "?topic=pay&sort=due") == {later.pk}
    assert listed(neighbour, "?topic=heat") == set()


# Choosing


def test_employers_are_found_by_trade_place_size_and_history(walk, open_consultation):  # noqa: F811
    builders = make_employers(3, industry=construction(), region=a_district(), size="medium")
    others = make_employers(2, size="micro")
    quarrelled = open_consultation(walk.caseworker, employer="光影传媒有限公司").dispute.parties.get(
        employer__isnull=False
    )

    def found(**asked):
        return set(ChoosingFilter(asked, queryset=Employer.objects.all()).qs.values_list("pk", flat=True))

    ids = {one.pk for one in builders}
    assert found(industry="E") == found(region="440104") == found(size=["medium"]) == ids
    assert found(history="disputes", months=1) == {quarrelled.employer_id}
    assert found(history="neither", size=["micro"]) == {one.pk for one in others}
    assert found(history="letters") == set()


def test_addressees_are_chosen_while_it_is_a_draft_and_choosing_makes_an_author(walk):
    first, second, third = make_employers(3)
    campaign = start(walk, [first, second])
    assert (
        addressees.add_addressees(letter_id=campaign.pk, employers=[second.pk, third.pk], by=walk.supervisor, at=NOON)
        == 1
    )
    assert [name for name, _state in chosen(campaign)] == [first.name, second.name, third.name]
    assert walk.supervisor.user.pk in author_ids(walk.fresh(campaign.letter))
    walk.do("submit_for_review", campaign.letter)
    with pytest.raises(Conflict, match="起草中"):
        addressees.add_addressees(letter_id=campaign.pk, employers=[third.pk], by=walk.caseworker, at=NOON)
    # Nobody is left who may approve as supervisor: who chose the addressees wrote the letter too.
    with pytest.raises(Conflict, match="负责人"):
        walk.do("pass_review", campaign.letter)


def test_one_is_left_out_with_a_reason_also_after_approval(walk):
    campaign = start(walk, make_employers(2))
    first, second = campaign.addressees.order_by("position")
    leave = {"letter_id": campaign.pk, "by": walk.caseworker, "at": NOON}
    with pytest.raises(Invalid):
        addressees.exclude_addressee(**leave, addressee_id=first.pk, reason=" ")
    addressees.exclude_addressee(**leave, addressee_id=first.pk, reason="已停业")
    addressees.include_addressee(**leave, addressee_id=first.pk)
    approve(walk, campaign)
    addressees.exclude_addressee(**leave, addressee_id=second.pk, reason="已主动整改")
    assert [state for _name, state in chosen(campaign)] == ["waiting", "excluded"]
    assert campaign.letter.matter.events.first().reason == "已主动整改"
    with pytest.raises(Conflict):
        addressees.include_addressee(**leave, addressee_id=second.pk)


def test_a_table_brings_facts_for_each_and_names_what_it_cannot_find(walk):
    first, second = make_employers(2)
    campaign = start(walk, [first])
    load = {"letter_id": campaign.pk, "by": walk.caseworker, "at": NOON}
    rows = [
        SheetRow(2, first.name, Details(facts="去年夏季有两人中暑。", workers=120)),
        SheetRow(3, second.name, Details(recipient="安全部")),
    ]
    assert addressees.load_sheet(**load, rows=rows) == (2, 1)
    found = {one.employer_id: one for one in campaign.addressees.all()}
    assert (found[first.pk].facts, found[first.pk].workers) == ("去年夏季有两人中暑。", 120)
    assert found[second.pk].recipient == "安全部"
    with pytest.raises(Invalid, match="第4行"):
        addressees.load_sheet(**load, rows=[SheetRow(4, "没有这家公司", Details())])


def test_a_campaign_without_addressees_is_not_handed_in(walk):
    campaign = starting.start_campaign(season="heat", audience="全区建筑施工企业", by=walk.caseworker, at=NOON)
    with pytest.raises(Invalid, match="收件单位"):
        walk.do("submit_for_review", campaign.letter)


def test_the_preview_of_one_says_its_own_facts(walk, templates):
    [employer] = make_employers(1)
    campaign = start(walk, [employer])
    addressee = campaign.addressees.get()
    addressee.facts = "去年夏季有两人中暑。"
    letter = previewing.merged(campaign, addressee)
    assert letter.facts.endswith("去年夏季有两人中暑。")
    assert letter.employer == employer
    assert len(letter.demands.all()) == 4
    assert not SupervisionLetter.objects.filter(employer=employer).exists()
