"""The pages of agreements, confirmation and performance on every screen; a signature without JavaScript."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from mediation.models import Mediation, Signature
from mediation.services import confirming, performing, remedies
from mediation.services.agreed import standing_of
from tests.browser.conftest import PASSWORD, PHONE, as_user, wrong_on_any_screen
from tests.cast import Kind, found
from tests.documents.conftest import PDF
from tests.matters.conftest import make_employer, make_worker  # noqa: F401  fixtures
from tests.mediation.settling import Settling, later
from tests.mediation.stage import Stage
from unionlaw.documents.services.templates import load_shipped

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = date(2026, 10, 1)


@pytest.fixture
def settling(transactional_db, caseworker, mediator, district, system, make_worker, make_employer) -> Settling:  # noqa: F811
    caseworker.user.set_password(PASSWORD)
    caseworker.user.save()
    load_shipped(by=system, at=later(0))
    return Settling(Stage(caseworker, mediator, district, make_worker, make_employer))


def broken(settling: Settling, district: Any) -> Mediation:
    """An application filed, an instalment overdue, a breach on record."""
    tribunal = found(Kind.ARBITRATION, "越山区劳动人事争议仲裁院", attached_to=district)
    workers = ("张晓帆", "李佳怡", "欧阳子墨")
    mediation = settling.effective(settling.settled(workers, pay_from=LONG_AGO))
    [agreement] = standing_of(mediation)
    who = settling.who(mediation)
    one = confirming.apply_for_confirmation(
        agreement_id=agreement.pk, route="arbitral", organ_id=tribunal.pk, claimant_agreed=True,
        respondent_agreed=True, **who,
    )  # fmt: skip
    confirming.file_confirmation(confirmation_id=one.pk, filed_on=later(0).date(), **who)
    due = performing.dues_in_force(mediation)[0]
    remedies.record_breach(instalment_id=due.pk, **who)
    return mediation


def test_the_pages_are_clean_on_every_screen(settling: Settling, district: Any, page: Page) -> None:
    as_user(page, "cai")
    mediation = settling.settled(("张晓帆", "李佳怡", "欧阳子墨"), promises="款项由班组长统一领取")
    [draft] = settling.drafted(mediation)
    [printed] = settling.printed(settling.settled(("王海燕", "赵敏")))
    late = broken(settling, district)
    of = f"/mediations/{mediation.pk}/agreements"
    addresses = {
        "draft": f"{of}/new/", "agreement": f"{of}/{draft.pk}/", "revise": f"{of}/{draft.pk}/revise/",
        "check": f"{of}/{draft.pk}/check/", "print": f"{of}/{draft.pk}/print/",
        "sign": f"/mediations/{printed.mediation_id}/agreements/{printed.pk}/sign/",
    }  # fmt: skip
    after = {
        "after": "", "accept": "confirmation/accept/", "decide": "confirmation/decide/", "pay": "payments/new/",
        "remind": "remind/", "breach": "breach/", "remedy": "remedy/", "refused": "performed/",
        "unperformed": "unperformed/",
    }  # fmt: skip
    addresses |= {name: f"/mediations/{late.pk}/{path}" for name, path in after.items()}
    problems = []
    for name, address in addresses.items():
        page.goto(address)
        problems += wrong_on_any_screen(page, f"mediation-agreed-{name}", narrowest=True)
    assert problems == []


def test_a_scan_is_signed_without_javascript(settling: Settling, new_context: Callable[..., BrowserContext]) -> None:
    [agreement] = settling.printed(settling.settled(("张晓帆",)))
    page = new_context(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False).new_page()
    as_user(page, "cai")
    page.goto(f"/mediations/{agreement.mediation_id}/agreements/{agreement.pk}/sign/")
    assert not page.locator("canvas").is_visible()
    page.locator("input[name=signers]").first.check()
    page.get_by_label("签署页扫描件或者照片").set_input_files(
        {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="登记签署").click()
    assert Signature.objects.get().how == "scan"
