"""Who has to sign, what the last signature does, and that a signed agreement stands."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from mediation import states
from mediation.models import Agreement, Instalment, Signature
from mediation.services import agreements, signing
from mediation.services.signers import missing_of, signers_of
from tests.cast import NOON
from tests.mediation.settling import later
from unionlaw.lib.errors import Conflict, Invalid
from unionlaw.matters.models import Party

pytestmark = pytest.mark.django_db


def keys(agreement):
    return [signer.key for signer in missing_of(signers_of(agreement))]


def test_both_sides_the_mediator_and_the_organisation_sign(settling):
    [agreement] = settling.printed()
    labels = [(str(s.label), s.name) for s in signers_of(agreement)]
    assert labels == [
        ("申请人", "张三"), ("申请人", "李四"), ("被申请人", "光影传媒有限公司"), ("调解员", "条调解"),
        ("调解组织", "越山区总工会"),
    ]  # fmt: skip


def test_the_last_signature_sets_the_effective_day(settling):
    [agreement] = settling.printed()
    *first, last = keys(agreement)
    settling.sign(agreement, *first, on=NOON.date())
    agreement.refresh_from_db()
    assert (agreement.state, agreement.effective_on) == ("signing", None)
    settling.sign(agreement, last, at=later(3), on=date(2026, 11, 22))
    mediation = settling.fresh(agreement.mediation)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.effective_on) == ("effective", date(2026, 11, 22))
    assert (mediation.matter.status_id, mediation.effective_on) == (states.PERFORMING, date(2026, 11, 22))


def test_a_signature_says_who_when_where_and_before_whom(settling):
    [agreement] = settling.printed()
    key = next(k for k in keys(agreement) if k.startswith("party"))
    [signature] = settling.sign(agreement, key, signed_by="王律师", agent=True, place="公司会议室")
    assert (signature.signed_by, signature.agent, signature.place) == ("王律师", True, "公司会议室")
    assert signature.witnessed_by == settling.clerk.post
    assert signature.document.kind == "agreement"
    assert "张三" in signature.document.title


def test_an_agent_is_named(settling):
    [agreement] = settling.printed()
    with pytest.raises(Invalid) as refused:
        settling.sign(agreement, keys(agreement)[0], agent=True)
    assert "signed_by" in refused.value.errors


def test_the_touch_screen_takes_one_at_a_time(settling):
    [agreement] = settling.printed()
    with pytest.raises(Invalid):
        settling.sign(agreement, *keys(agreement)[:2], how="touch")


def test_nobody_signs_twice_and_not_before_the_paper_was_made(settling):
    [agreement] = settling.printed()
    key = keys(agreement)[0]
    settling.sign(agreement, key)
    with pytest.raises(Invalid, match="已经签署"):
        settling.sign(agreement, key)
    with pytest.raises(Invalid) as refused:
        settling.sign(agreement, keys(agreement)[0], on=NOON.date() - timedelta(days=1))
    assert "signed_on" in refused.value.errors


def test_an_agreement_is_printed_before_anybody_signs(settling):
    [agreement] = settling.drafted()
    agreement.refresh_from_db()
    with pytest.raises(Conflict, match="请先制作协议书"):
        settling.sign(agreement)


def test_workers_who_consented_to_be_represented_need_not_sign(settling):
    mediation = settling.settled(("张三", "李四", "王五", "赵六"))
    parties = list(Party.objects.filter(dispute=mediation.matter.dispute_id, side="claimant").order_by("pk"))
    Party.objects.filter(pk=parties[0].pk).update(representative=True)
    Party.objects.filter(pk__in=[p.pk for p in parties[1:3]]).update(consented_on=NOON.date())
    [agreement] = settling.printed(mediation)
    required = [s.name for s in signers_of(agreement) if s.required and s.kind == "party"]
    assert required == ["张三", "赵六", "光影传媒有限公司"]


SIGNED = {
    "terms": lambda a: Agreement.objects.filter(pk=a.pk).update(terms="另行约定"),
    "total": lambda a: Agreement.objects.filter(pk=a.pk).update(total=1),
    "the agreement": lambda a: Agreement.objects.filter(pk=a.pk).delete(),
    "an instalment": lambda a: Instalment.objects.filter(agreement=a).update(amount=1),
    "an instalment taken away": lambda a: Instalment.objects.filter(agreement=a).first().delete(),
    "a signature taken away": lambda a: Signature.objects.filter(agreement=a).first().delete(),
}


def refusal_of(change, agreement):
    """What the database says to it; "" when it lets it be done."""
    try:
        with transaction.atomic():
            change(agreement)
    except IntegrityError:
        return "refused"
    except Exception as error:
        return str(error).lower()
    return ""


def test_the_database_refuses_to_change_what_was_signed(settling):
    [agreement] = settling.printed()
    settling.sign(agreement, keys(agreement)[0])
    said = {what: refusal_of(change, agreement) for what, change in SIGNED.items()}
    assert [what for what, why in said.items() if why != "refused" and "signature" not in why] == []


def test_a_correction_before_the_effective_day_is_a_new_version_that_all_sign_again(settling):
    [agreement] = settling.printed()
    settling.sign(agreement, keys(agreement)[0])
    who = settling.who(agreement.mediation)
    with pytest.raises(Invalid) as refused:
        agreements.revise_agreement(agreement_id=agreement.pk, terms="改为月结", **who)
    assert "reason" in refused.value.errors
    new = agreements.revise_agreement(agreement_id=agreement.pk, terms="改为月结", reason="金额写错", **who)
    agreement.refresh_from_db()
    assert (agreement.state, new.version, new.state) == ("replaced", 2, "draft")
    assert new.instalments.count() == agreement.instalments.count()
    assert not new.signatures.exists()
    assert agreement.signatures.count() == 1


def test_an_agreement_in_force_is_not_changed(settling):
    mediation = settling.effective()
    [agreement] = mediation.agreements.filter(state="effective")
    mediation.matter.status_id = states.SETTLING
    with pytest.raises(Conflict):
        agreements.revise_agreement(agreement_id=agreement.pk, terms="改", **settling.who(mediation))


def test_of_several_agreements_the_mediation_goes_on_when_all_are_signed(settling):
    mediation = settling.settled(("张三", "李四", "王五"), failed=1)
    parties = [c.party_id for c in settling.stage.claims(mediation)]
    made = settling.printed(mediation, separate=[parties[0]])
    assert [a.joint for a in made] == [True, False]
    settling.sign(made[0])
    mediation = settling.fresh(mediation)
    assert mediation.matter.status_id == states.SETTLING
    assert mediation.matter.events.filter(name="mediation.part_effective").exists()
    settling.sign(made[1], at=later(1))
    mediation = settling.fresh(mediation)
    assert mediation.matter.status_id == states.PERFORMING
    assert mediation.effective_on == later(1).date()


def test_results_that_changed_make_the_draft_void(settling):
    from unionlaw.matters.models import ClaimOutcome

    [agreement] = settling.printed()
    ClaimOutcome.objects.filter(matter=agreement.mediation_id).update(amount=1)
    with pytest.raises(Conflict, match="请重新拟定"):
        settling.sign(agreement)


def test_signing_takes_a_picture_only_through_the_checked_path(settling):
    from django.core.files.uploadedfile import SimpleUploadedFile

    [agreement] = settling.printed()
    bad = SimpleUploadedFile("签名.png", b"MZ\x90\x00 not a picture", content_type="image/png")
    with pytest.raises(Invalid) as refused:
        settling.sign(agreement, keys(agreement)[0], upload=bad, how="touch")
    assert list(refused.value.errors) == ["files"]
    assert not agreement.signatures.exists()
    assert signing.sign_refusal(agreement) == ""
