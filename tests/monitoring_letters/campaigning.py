"""What tests of campaigns start from: many employers at once, and a heat campaign walked to its approval."""

from datetime import date, datetime
from typing import Any

from monitoring_letters.models import Campaign, CampaignAddressee, SupervisionLetter
from monitoring_letters.services.campaigns import addressees, issuing, serving, starting
from tests.cast import NOON
from tests.monitoring_letters.walk import Walk
from unionlaw.lib.text import fold, initials
from unionlaw.registers.models import Employer, Industry, Region

TODAY = NOON.date()


def make_employers(count: int, **columns: Any) -> list[Employer]:
    """So many employers, with addresses."""
    return Employer.objects.bulk_create(
        Employer(
            **{
                "name": f"羊城第{n}建筑工程有限公司",
                "name_folded": fold(f"羊城第{n}建筑工程有限公司"),
                "initials": initials(f"羊城第{n}建筑工程有限公司"),
                "search_text": fold(f"羊城第{n}建筑工程有限公司"),
                "address": f"越山区建设路{n}号",
                "registered_at": NOON,
                "updated_at": NOON,
                **columns,
            }
        )
        for n in range(1, count + 1)
    )


def construction() -> Industry:
    section, _created = Industry.objects.get_or_create(code="E", defaults={"name": "建筑业"})
    division, _created = Industry.objects.get_or_create(code="E47", defaults={"name": "房屋建筑业", "parent": section})
    return division


def a_district() -> Region:
    region, _created = Region.objects.get_or_create(
        code="440104", defaults={"name": "越山区", "full_name": "羊城市越山区", "level": Region.Level.COUNTY}
    )
    return region


def start(walk: Walk, employers: list[Employer], **changes: Any) -> Campaign:
    """A heat campaign to these employers, drafted by the caseworker."""
    campaign = starting.start_campaign(
        **{"season": "heat", "audience": "全区建筑施工企业", "by": walk.caseworker, "at": NOON, **changes}
    )
    addressees.add_addressees(
        letter_id=campaign.pk, employers=[one.pk for one in employers], by=walk.caseworker, at=NOON
    )
    return campaign


def approve(walk: Walk, campaign: Campaign) -> SupervisionLetter:
    """One legal review, one approval by the ladder of public letters."""
    from monitoring_letters import states

    letter: SupervisionLetter = walk.to(states.APPROVED, campaign.letter)
    return letter


def mail(walk: Walk, campaign: Campaign, **changes: Any) -> None:
    issuing.begin_mailing(**{"letter_id": campaign.pk, "by": walk.approver, "at": NOON, **changes})


def work(campaign: Campaign, *, at: datetime = NOON, chunk: int = issuing.CHUNK) -> None:
    while issuing.work_off(letter_id=campaign.pk, at=at, chunk=chunk):
        pass
    campaign.refresh_from_db()


def mailed(walk: Walk, count: int) -> Campaign:
    """A campaign whose letters are issued."""
    campaign = start(walk, make_employers(count))
    approve(walk, campaign)
    mail(walk, campaign)
    work(campaign)
    return campaign


def numbers(campaign: Campaign) -> list[str]:
    """The letters' numbers in the order of the list."""
    found = CampaignAddressee.objects.filter(campaign=campaign.pk, letter__isnull=False).order_by("position")
    return list(found.values_list("letter__document_number", flat=True))


def posted(number: str, tracking: str, *, on: date = TODAY) -> serving.Posted:
    return serving.Posted(2, number, sent_on=on, sent_to="公司注册地", tracking_number=tracking)


def arrived(number: str, *, on: date = TODAY) -> serving.Posted:
    return serving.Posted(2, number, result="served", result_on=on, proof="回执")


def came_back(number: str, *, on: date = TODAY) -> serving.Posted:
    return serving.Posted(2, number, result="failed", result_on=on, proof="查无此单位")
