"""Pages of agreements: draft, check, print, sign, confirm; nothing typed is lost, no page without its reason."""

import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mediation.models import Agreement, Confirmation, Signature
from mediation.services.agreed import standing_of
from tests.cases.pages import said
from tests.cast import NOON
from tests.mediation.settling import scan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mP8z8BQz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC"
)


@pytest.fixture
def _today(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def client(sign_in, caseworker):
    return sign_in(caseworker)


@pytest.fixture
def at(settling):
    """The address of a page of a mediation, by its name."""

    def make(name, mediation, *more):
        return reverse(f"mediation:{name}", args=[mediation.pk, *more])

    return make


def version(mediation):
    mediation.matter.refresh_from_db()
    return mediation.matter.version


def test_from_outcomes_to_a_signed_agreement_in_the_browser(client, settling, at):
    mediation = settling.settled(promises="开具离职证明")
    page = said(client.get(at("draft_agreement", mediation)))
    assert "30,000.01" in page
    sent = {"terms": "资金到位后付款，逾期付利息", "place": "调解室", "version": version(mediation)}
    answer = client.post(at("draft_agreement", mediation), sent)
    [agreement] = standing_of(mediation)
    assert answer.url == at("agreement", mediation, agreement.pk)
    page = said(client.get(answer.url))
    assert "履行日期不明确" in page
    assert "请先逐项核对" in page
    assert client.get(at("print_agreement", mediation, agreement.pk)).status_code == 409

    check = at("check_agreement", mediation, agreement.pk)
    answer = client.post(check, {"warning-unclear_date": "", "version": version(mediation)})
    assert answer.status_code == 422
    client.post(check, {"warning-unclear_date": "已约定具体日期", "version": version(mediation)})
    client.post(at("print_agreement", mediation, agreement.pk), {"version": version(mediation)})
    assert "越工调协〔2026〕1号" in said(client.get(at("mediation", mediation)))

    sign = at("sign", mediation, agreement.pk)
    page = said(client.get(sign))
    assert "触屏手写" in page
    assert "条调解（调解员）" in page
    keys = [key for key, _label in client.get(sign).context["form"].fields["signers"].choices]
    sent = {"signers": keys, "how": "scan", "signed_on": "2026-11-20", "place": "调解室", "version": version(mediation)}
    assert client.post(sign, sent).status_code == 422
    answer = client.post(sign, {**sent, "files": scan()})
    assert answer.status_code == 302
    page = said(client.get(at("mediation", mediation)))
    assert "2026年11月20日生效" in page
    assert "履行中" in page


def test_one_signs_on_the_touch_screen(client, settling, at):
    [agreement] = settling.printed()
    mediation = agreement.mediation
    sign = at("sign", mediation, agreement.pk)
    key = client.get(sign).context["form"].fields["signers"].choices[0][0]
    picture = SimpleUploadedFile("signature.png", PNG, content_type="image/png")
    sent = {
        "signers": [key],
        "how": "touch",
        "signed_on": "2026-11-20",
        "files": picture,
        "version": version(mediation),
    }
    assert client.post(sign, sent).status_code == 302
    signature = Signature.objects.get()
    assert (signature.how, signature.signed_by, signature.signed_at) == ("touch", "张三", NOON)
    assert signature.document.file.media_type == "image/png"


def test_the_form_of_a_version_spreads_payments_anew(client, settling, at):
    [agreement] = settling.drafted()
    mediation = agreement.mediation
    url = at("revise", mediation, agreement.pk)
    page = client.get(url)
    assert len(page.context["form"].rows) == 6
    page = client.post(url, {"do": "spread", "parts": "2", "first_on": "2027-01-31", "terms": "改写", "version": "1"})
    rows = [(str(a.value()), d.value()) for _one, _n, a, d in page.context["form"].rows]
    assert rows[:2] == [("15,000.00", "2027-01-31"), ("15,000.01", "2027-02-28")]
    assert "改写" in said(page)
    sent = {"terms": "改写", "version": version(mediation)}
    for one, n, amount, due_on in page.context["form"].rows:
        key = f"claim-{one.claim.pk}-{n}"
        sent |= {f"{key}-amount": amount.value(), f"{key}-due_on": due_on.value()}
    assert client.post(url, sent).status_code == 302
    new = Agreement.objects.get(state="draft")
    assert (new.version, new.terms, new.instalments.count()) == (2, "改写", 4)


def test_payments_that_do_not_add_up_come_back_with_what_was_typed(client, settling, at):
    [agreement] = settling.drafted()
    url = at("revise", agreement.mediation, agreement.pk)
    claim = agreement.claims[0]["claim_id"]
    sent = {f"claim-{claim}-1-amount": "1.00", f"claim-{claim}-1-due_on": "2026-12-31", "terms": "改写"}
    answer = client.post(url, {**sent, "version": version(agreement.mediation)})
    assert answer.status_code == 422
    assert "各期之和应等于约定金额" in said(answer)
    assert "改写" in said(answer)


def test_a_signed_agreement_asks_why_it_is_changed(client, settling, at):
    [agreement] = settling.printed()
    settling.sign(agreement, f"party-{agreement.claims[0]['party_id']}")
    page = client.get(at("revise", agreement.mediation, agreement.pk))
    assert page.context["form"].fields["reason"].required
    assert "所有人重新签署" in said(page)


def test_an_agreement_in_force_has_no_form(client, settling, at):
    mediation = settling.effective()
    [agreement] = mediation.agreements.all()
    for name in ("revise", "check_agreement", "print_agreement", "sign"):
        assert client.get(at(name, mediation, agreement.pk)).status_code == 409
    assert client.get(at("agreement", mediation, agreement.pk)).status_code == 200


def test_the_menu_leads_to_the_agreement_that_waits(client, settling, at):
    [agreement] = settling.printed()
    mediation = agreement.mediation
    assert client.get(at("sign_agreement", mediation)).url == at("agreement", mediation, agreement.pk)


def test_former_versions_can_be_read(client, settling, at):
    from mediation.services import agreements

    [agreement] = settling.drafted()
    agreements.revise_agreement(agreement_id=agreement.pk, terms="新", **settling.who(agreement.mediation))
    page = said(client.get(at("agreement", agreement.mediation, agreement.pk)))
    assert "已被新版代替" in page
    assert at("revise", agreement.mediation, agreement.pk) not in page


def test_strangers_find_no_agreement(sign_in, neighbour, settling, at):
    [agreement] = settling.drafted()
    other = sign_in(neighbour)
    for name in ("agreement", "revise", "sign"):
        assert other.get(at(name, agreement.mediation, agreement.pk)).status_code == 404


def test_a_partner_organ_reads_the_agreement_without_what_was_weighed(sign_in, partner, hr_bureau, settling, at):
    [agreement] = settling.drafted(settling.settled(promises="开具离职证明"))
    settling.stage.join(agreement.mediation, hr_bureau)
    page = said(sign_in(partner).get(at("agreement", agreement.mediation, agreement.pk)))
    assert "30,000.01" in page
    assert "签署前核对" not in page
    assert at("revise", agreement.mediation, agreement.pk) not in page


def test_confirmation_from_application_to_ruling(client, settling, at, confirming_organ):
    mediation = settling.effective()
    page = said(client.get(at("apply_for_confirmation", mediation)))
    assert "自协议生效起15日内" in page
    sent = {"route": "judicial", "organ": confirming_organ["judicial"].pk, "version": version(mediation)}
    answer = client.post(at("apply_for_confirmation", mediation), {**sent, "claimant_agreed": "on"})
    assert answer.status_code == 422
    assert "须双方共同申请，请先征得用人单位同意" in said(answer)
    sent |= {"claimant_agreed": "on", "respondent_agreed": "on"}
    assert client.post(at("apply_for_confirmation", mediation), sent).status_code == 302
    client.post(at("file_confirmation", mediation), {"filed_on": "2026-11-20", "version": version(mediation)})
    sent = {"accepted_on": "2026-11-20", "case_number": "（2026）粤01民特8号", "version": version(mediation)}
    client.post(at("accept_confirmation", mediation), sent)
    page = client.get(at("decide_confirmation", mediation))
    assert page.context["form"]["case_number"].value() == "（2026）粤01民特8号"
    sent = {
        "decision": "granted",
        "decided_on": "2026-11-20",
        "upload": scan("裁定书.pdf"),
        "version": version(mediation),
    }
    assert client.post(at("decide_confirmation", mediation), sent).status_code == 302
    assert Confirmation.objects.get().state == "granted"
    assert "（2026）粤01民特8号" in said(client.get(at("mediation", mediation)))


def test_a_refusal_is_answered_with_advice(client, settling, at, confirming_organ):
    from mediation.services import confirming

    mediation = settling.effective()
    [agreement] = mediation.agreements.all()
    one = confirming.apply_for_confirmation(
        agreement_id=agreement.pk, route="judicial", organ_id=confirming_organ["judicial"].pk, claimant_agreed=True,
        respondent_agreed=True, **settling.who(mediation),
    )  # fmt: skip
    confirming.file_confirmation(confirmation_id=one.pk, filed_on=NOON.date(), **settling.who(mediation))
    sent = {"decision": "refused", "decided_on": "2026-11-20", "case_number": "8号", "reason": "不明确"}
    answer = client.post(at("decide_confirmation", mediation), {**sent, "version": version(mediation)}, follow=True)
    assert "可以重新调解" in said(answer)
