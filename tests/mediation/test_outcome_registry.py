"""The registry of outcome codes: what each declares is what happens, and an error in it stops start-up."""

from dataclasses import replace

import pytest
from django.apps import apps

from mediation import outcomes as registry
from mediation.models import OutcomeTerms
from mediation.outcomes import REGISTRY, OutcomeCode
from mediation.services import outcomes
from mediation.services.outcomes import OutcomeLine
from tests.cast import NOON
from tests.mediation.stage import day
from unionlaw.lib.errors import Invalid
from unionlaw.matters.models import ClaimOutcome
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role


def line_for(claim, spec: OutcomeCode) -> OutcomeLine:
    """The fullest line the code allows."""
    return OutcomeLine(
        claim.pk,
        spec.code,
        amount=1_000_000 if spec.money != "none" else 0,
        reason="no_agreement" if spec.reason else "",
        instalments=3 if spec.terms else 1,
        pay_from=day(30) if spec.terms else None,
        promises="开具离职证明" if spec.terms else "",
    )


@pytest.fixture
def record(stage, caseworker):
    mediation = stage.mediation(("张三",))
    claim = stage.claims(mediation)[0]

    def make(by=caseworker, **changes):
        spec = REGISTRY[changes.pop("code")]
        outcomes.record_outcomes(
            mediation_id=mediation.pk,
            lines=[replace(line_for(claim, spec), **changes)],
            decided_on=day(),
            by=by,
            at=NOON,
        )
        return mediation, claim

    return make


@pytest.mark.django_db
@pytest.mark.parametrize("code", list(REGISTRY))
def test_the_effects_of_a_code_are_those_declared(record, code):
    spec = REGISTRY[code]
    mediation, claim = record(code=code)
    outcome, terms = ClaimOutcome.objects.get(), OutcomeTerms.objects.get()
    assert (outcome.claim, outcome.matter_id, outcome.code) == (claim, mediation.pk, code)
    assert outcome.amount == (1_000_000 if spec.money != "none" else 0)
    assert outcome.instrument == ("agreement" if spec.opens == "agreement" else "none")
    assert terms.reason == ("no_agreement" if spec.reason else "")
    assert (terms.instalments, terms.pay_from) == ((3, day(30)) if spec.terms else (1, None))
    assert bool(terms.promises) == spec.terms
    assert outcomes.outcomes_by_next(mediation) == {spec.opens: [outcome]}
    assert outcomes.claims_that_go_on(mediation) == ([] if spec.closes_claim else [claim])
    assert not outcomes.undecided_claims(mediation).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("code", list(REGISTRY))
def test_money_is_as_declared(record, code):
    money = REGISTRY[code].money
    if money == "none":
        with pytest.raises(Invalid, match="没有金额"):
            record(code=code, amount=100)
    elif money == "required":
        with pytest.raises(Invalid, match="请填写金额"):
            record(code=code, amount=0, instalments=1)
    else:
        assert record(code=code, amount=0, instalments=1)  # a promise alone
        with pytest.raises(Invalid, match="没有金额的写明约定"):
            record(code=code, amount=0, instalments=1, promises="")


@pytest.mark.django_db
@pytest.mark.parametrize("code", list(REGISTRY))
def test_a_reason_is_asked_for_as_declared(record, code):
    with pytest.raises(Invalid) as caught:
        record(code=code, reason="" if REGISTRY[code].reason else "no_agreement")
    assert next(iter(caught.value.errors)).endswith("-reason")


@pytest.mark.django_db
@pytest.mark.parametrize("code", [code for code, spec in REGISTRY.items() if not spec.terms])
@pytest.mark.parametrize("terms", [{"instalments": 2, "pay_from": day(30)}, {"promises": "x"}, {"pay_from": day(30)}])
def test_terms_belong_to_an_agreement(record, code, terms):
    with pytest.raises(Invalid) as caught:
        record(code=code, **terms)
    assert next(iter(caught.value.errors)).endswith("-promises")


@pytest.mark.parametrize("code", list(REGISTRY))
@pytest.mark.parametrize("role", list(Role))
def test_who_may_record_a_code_is_as_declared(code, role):
    class Post:
        pass

    post = Post()
    post.role = role
    assert outcomes.may_record(REGISTRY[code], Actor(user=None, post=post)) == (role in REGISTRY[code].recorders)


@pytest.mark.django_db
def test_a_lawyer_who_mediates_settles_but_does_not_pass_on(stage, record, lawyer, city):
    from unionlaw.matters.models import Grant
    from unionlaw.matters.services.grants import grant

    mediation, _claim = record(code="settled")
    stage.assign(mediation, lawyer, mediation.participations.get())
    grant(matter=mediation.matter, viewer=lawyer.post, why=Grant.Why.MEDIATOR, by=stage.caseworker, at=NOON)
    assert record(code="failed", by=lawyer)
    with pytest.raises(Invalid, match="不能登记“转其他程序”"):
        record(code="referred", by=lawyer)


WRONG = {
    "no outcome of a claim": {"code": "forgotten"},
    "money is": {"money": "perhaps"},
    "does not allow that money": {"money": "none"},
    "which nobody knows": {"opens": "heaven"},
    "terms belong": {"terms": False},
    "Nobody may record": {"recorders": frozenset()},
}


@pytest.mark.parametrize("said", list(WRONG))
def test_an_error_in_the_registry_stops_start_up(monkeypatch, said):
    wrong = replace(REGISTRY["settled"], **WRONG[said])
    monkeypatch.setitem(registry.REGISTRY, "settled", wrong)
    with pytest.raises(ValueError, match=said):
        apps.get_app_config("mediation").ready()


def test_as_it_stands_it_is_sound():
    registry.check()
    assert set(REGISTRY) == {"settled", "partly_settled", "failed", "withdrawn", "referred"}
