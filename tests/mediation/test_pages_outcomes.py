"""Logging outcomes: one card per worker, one choice for all, nothing lost when somebody else was quicker."""

import pytest
import time_machine
from django.urls import reverse

from mediation import states
from mediation.models import OutcomeTerms
from mediation.services import outcomes
from mediation.services.outcomes import OutcomeLine
from tests.cases.pages import said
from tests.cast import NOON
from tests.mediation.stage import day
from unionlaw.matters.models import ClaimOutcome, Grant
from unionlaw.matters.services.grants import grant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def post(sign_in):
    def send(actor, name, mediation, query="", version=None, **data):
        mediation.matter.refresh_from_db()
        data["version"] = mediation.matter.version if version is None else version
        return sign_in(actor).post(reverse(f"mediation:{name}", args=[mediation.pk]) + query, data)

    return send


def of(claims, **fields):
    return {f"claim-{claim.pk}-{name}": value for claim in claims for name, value in fields.items()}


def url(mediation, query=""):
    return reverse("mediation:record_outcomes", args=[mediation.pk]) + query


def test_each_worker_has_a_card_and_the_claimed_amount_stands_there_already(stage, sign_in, mediator):
    mediation = stage.mediation(heads=("wages", "severance"))
    page = said(sign_in(mediator).get(url(mediation)))
    assert page.count('class="outcome-card"') == 2
    assert page.count('value="50,000.00"') == 4
    assert page.count("达成协议") >= 4
    assert sign_in(mediator).get(url(mediation), {"q": "张\0"}).status_code == 200


def test_settled_in_three_instalments_for_all(stage, post, mediator):
    mediation = stage.mediation()
    claims = stage.claims(mediation)
    typed = {"decided_on": day(), "all_code": "settled", "all_instalments": 3, "all_pay_from": "2026-12-01"}
    filled = post(mediator, "record_outcomes", mediation, do="fill", **typed)
    form = filled.context["form"]
    assert form[f"claim-{claims[1].pk}-code"].value() == "settled"
    assert form[f"claim-{claims[1].pk}-amount"].value() == "50,000.00"
    data = {name: form[name].value() or "" for name in form.fields}
    assert post(mediator, "record_outcomes", mediation, **data).status_code == 302
    assert set(ClaimOutcome.objects.values_list("code", "amount")) == {("settled", 5_000_000)}
    assert set(OutcomeTerms.objects.values_list("instalments", "pay_from__month")) == {(3, 12)}


def test_a_reason_that_lacks_is_said_in_the_workers_card(stage, post, mediator):
    mediation = stage.mediation()
    claims = stage.claims(mediation)
    response = post(mediator, "record_outcomes", mediation, decided_on=day(), **of(claims[:1], code="failed"))
    assert response.status_code == 422
    assert f"party-{claims[0].party_id}-reason" in response.context["form"].errors
    assert "请选择原因" in said(response)


def test_what_another_choice_left_behind_is_not_recorded(stage, post, mediator):
    """An amount and terms that were typed before "failed" was chosen."""
    mediation = stage.mediation(("张三",))
    (claim,) = stage.claims(mediation)
    whose = f"party-{claim.party_id}"
    typed = {f"{whose}-instalments": 3, f"{whose}-promises": "x", f"{whose}-reason": "absent", "decided_on": day()}
    assert post(
        mediator, "record_outcomes", mediation, **typed, **of([claim], code="failed", amount="50,000.00")
    ).status_code == 302  # fmt: skip
    assert ClaimOutcome.objects.get().amount == 0
    assert OutcomeTerms.objects.get().promises == ""


def test_nothing_new_is_said(stage, post, mediator):
    response = post(mediator, "record_outcomes", stage.mediation(), decided_on=day())
    assert "还没有选择任何新的结果" in said(response)


def test_somebody_was_quicker(stage, post, mediator, caseworker):
    mediation = stage.mediation(("张三",))
    (claim,) = stage.claims(mediation)
    mediation.matter.refresh_from_db()
    before = mediation.matter.version
    outcomes.record_outcomes(
        mediation_id=mediation.pk, lines=[OutcomeLine(claim.pk, "settled", 100)], decided_on=day(), by=caseworker,
        at=NOON,
    )  # fmt: skip
    typed = {**of([claim], code="failed"), f"party-{claim.party_id}-reason": "absent", "decided_on": day()}
    response = post(mediator, "record_outcomes", mediation, version=before, **typed)
    assert response.status_code == 409
    assert "蔡小岚：登记调解结果" in said(response)
    assert response.context["form"][f"claim-{claim.pk}-code"].value() == "failed"
    assert ClaimOutcome.objects.get().code == "settled"


def test_large_groups_come_page_by_page_and_are_found_by_name(stage, sign_in, post, mediator):
    mediation = stage.mediation(tuple(f"工人{n:02}" for n in range(32)))
    client = sign_in(mediator)
    first = client.get(url(mediation))
    assert len(first.context["form"].cards) == 30
    assert len(client.get(url(mediation, "?page=2")).context["form"].cards) == 2
    assert [card.party.name for card in client.get(url(mediation, "?q=工人31")).context["form"].cards] == ["工人31"]
    claims = first.context["form"].claims
    response = post(mediator, "record_outcomes", mediation, decided_on=day(), **of(claims, code="withdrawn"))
    assert response.url == url(mediation, "?page=2")
    assert ClaimOutcome.objects.count() == 30


def test_a_lawyer_is_not_offered_what_they_may_not_record(stage, sign_in, lawyer):
    mediation = stage.mediation(("张三",))
    stage.assign(mediation, lawyer, mediation.participations.get())
    grant(matter=mediation.matter, viewer=lawyer.post, why=Grant.Why.MEDIATOR, by=stage.caseworker, at=NOON)
    page = said(sign_in(lawyer).get(url(mediation)))
    assert "调解不成" in page
    assert 'value="referred"' not in page


def test_talks_are_concluded_and_resumed_on_pages(stage, sign_in, post, mediator):
    mediation = stage.mediation(("张三",))
    stage.session(mediation)
    conclude = reverse("mediation:conclude", args=[mediation.pk])
    assert "还有1项请求没有登记结果" in said(sign_in(mediator).get(conclude))
    (claim,) = stage.claims(mediation)
    outcomes.record_outcomes(
        mediation_id=mediation.pk, lines=[OutcomeLine(claim.pk, "settled", 100)], decided_on=day(), by=mediator,
        at=NOON,
    )  # fmt: skip
    assert "1项请求写入协议" in said(sign_in(mediator).get(conclude))
    assert post(mediator, "conclude", mediation).status_code == 302
    assert stage.fresh(mediation).matter.status_id == states.SETTLING
    late = {**of([claim], code="failed"), f"party-{claim.party_id}-reason": "absent", "decided_on": day()}
    assert post(mediator, "record_outcomes", mediation, **late).status_code == 409
    assert sign_in(mediator).get(url(mediation)).status_code == 409
    assert post(mediator, "resume_talks", mediation, reason="单位反悔").status_code == 302
    assert stage.fresh(mediation).matter.status_id == states.IN_SESSION


def test_the_panel_counts_and_lists_outcomes(stage, sign_in, mediator):
    mediation = stage.mediation()
    one, _two = stage.claims(mediation)
    outcomes.record_outcomes(
        mediation_id=mediation.pk, lines=[OutcomeLine(one.pk, "failed", reason="absent")], decided_on=day(),
        by=mediator, at=NOON,
    )  # fmt: skip
    page = said(sign_in(mediator).get(reverse("mediation:mediation", args=[mediation.pk])))
    assert "一方无正当理由不到场" in page
    assert "还有1项请求没有登记结果" in page
