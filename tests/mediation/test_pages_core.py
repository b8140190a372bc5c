"""The pages of intake, consent, organs, mediators, closing; the board and the statistics, in the browser's terms."""

import pytest
from django.urls import reverse

from mediation import states
from mediation.models import Mediation, WarningSign
from mediation.services import closing
from tests.cast import NOON, appoint, found
from tests.mediation.opening import acting, rows_of
from unionlaw.matters.models import Party
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role


@pytest.fixture
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def window(opening, sign_in, at_noon):
    return sign_in(opening.clerk)


def page(name, mediation, *more):
    return reverse(f"mediation:{name}", args=[mediation.pk, *more])


def intake_of(opening, **changes):
    worker, employer = opening.make_worker("张三"), opening.make_employer("光影传媒有限公司")
    return rows_of(
        worker,
        employer,
        **{
            "origin": "request",
            "received_on": "2026-11-20",
            "cause": str(opening.cause.pk),
            "facts": "拖欠三个月工资",
            "track": "standard",
            "form": "on_site",
            **changes,
        },
    )


def test_a_request_is_recorded_on_one_screen(opening, window):
    assert window.get(reverse("mediation:record")).status_code == 200
    response = window.post(reverse("mediation:record"), intake_of(opening))
    mediation = Mediation.objects.get()
    assert response.headers["Location"] == page("mediation", mediation)
    assert "征求双方意见" in window.get(page("mediation", mediation)).content.decode()


def test_nothing_typed_is_lost_when_something_is_missing(opening, window):
    response = window.post(reverse("mediation:record"), intake_of(opening, facts="", reference="（2026）7号"))
    assert response.status_code == 422
    body = response.content.decode()
    assert "请写明事实与理由。" in body
    assert "（2026）7号" in body
    assert "12,345" in body


def test_from_a_consultation_everything_is_carried_over(opening, window):
    from cases.services.consultations import record_consultation

    asked = record_consultation(
        question="拖欠绩效工资怎么办",
        channel="window",
        workers=[opening.make_worker("张三")],
        employers=[opening.make_employer("光影传媒有限公司")],
        by=opening.clerk,
        at=NOON,
    )
    menu = window.get(reverse("cases:consultation", args=[asked.pk])).content.decode()
    address = reverse("mediation:mediation_from", args=[asked.pk])
    assert address in menu
    body = window.get(address).content.decode()
    assert "拖欠绩效工资怎么办" in body
    assert "张三" in body
    assert "光影传媒有限公司" in body


def test_a_court_clerk_refers_by_names_and_follows_without_inner_notes(opening, court, sign_in, at_noon, city):
    centre = found(Organisation.Kind.MEDIATION_CENTRE, "羊城联合调解中心", parent=city)
    browser = sign_in(appoint("shuji", "书记员", court, Role.PARTNER))
    assert reverse("mediation:refer_in") in browser.get(reverse("mediation:mediations")).content.decode()
    assert "法院委派调解（诉前）" in browser.get(reverse("mediation:refer_in")).content.decode()
    sent = {
        "to": str(centre.pk),
        "origin": "court_assigned",
        "received_on": "2026-11-20",
        "reference": "（2026）羊01民诉前调9号",
        "track": "standard",
        "person": "0",
        "person0-name": "钱七",
        "person0-head": "wages",
        "person0-amount": "600000",
        "employer_name": "新设公司",
        "cause": str(opening.cause.pk),
        "facts": "拖欠工资",
    }
    empty = browser.post(reverse("mediation:refer_in"), {**sent, "person0-name": "", "facts": ""})
    assert empty.status_code == 422
    assert "请填写姓名。" in empty.content.decode()
    more = browser.post(reverse("mediation:refer_in"), {**sent, "do": "add:person"}).content.decode()
    assert "钱七" in more
    assert 'name="person1-name"' in more
    response = browser.post(reverse("mediation:refer_in"), sent)
    mediation = Mediation.objects.get()
    assert response.headers["Location"] == page("mediation", mediation)
    assert mediation.matter.organisation == centre
    followed = browser.get(page("mediation", mediation))
    assert followed.status_code == 200
    assert mediation.warning_signs.exists()
    assert "虚假调解迹象" not in followed.content.decode()


def test_consents_of_one_side_are_ticked_beforehand(opening, window):
    mediation = opening.received(("张三", "李四"))
    claimants = Party.objects.filter(dispute=mediation.matter.dispute_id, side="claimant")
    form = window.get(page("record_consent", mediation)).context["form"]
    assert form["party_ids"].value() == [party.pk for party in claimants]
    response = window.post(
        page("record_consent", mediation),
        {
            "party_ids": [party.pk for party in claimants],
            "agreed": "yes",
            "how": "phone",
            "said_on": "2026-11-20",
            "version": mediation.matter.version,
        },
    )
    assert response.headers["Location"].endswith("#consents")
    assert mediation.consents.count() == 2


def test_accepting_too_early_says_why(opening, window):
    mediation = opening.received()
    response = window.get(page("accept", mediation))
    assert response.status_code == 409
    assert "还没有登记" in response.content.decode()


def test_signs_are_judged_on_their_page(opening, window):
    mediation = opening.received(amount=60_123_400)
    sign = mediation.warning_signs.get()
    body = window.get(page("judge_warnings", mediation)).content.decode()
    assert "法〔2021〕281号" in body
    version = Mediation.objects.get(pk=mediation.pk).matter.version
    wrong = window.post(page("judge_warnings", mediation), {"version": version})
    assert wrong.status_code == 422
    right = {f"sign-{sign.pk}-judgement": "dismissed", f"sign-{sign.pk}-note": "高管年薪", "version": version}
    assert window.post(page("judge_warnings", mediation), right).status_code == 302
    assert WarningSign.objects.get().judgement == "dismissed"


def test_a_mediator_is_assigned_with_the_check_in_sight(opening, window, mediator):
    mediation = opening.accepted()
    body = window.get(page("conflicts", mediation), {"mediator": mediator.post.pk}).content.decode()
    assert "没有查到条调解" in body
    version = Mediation.objects.get(pk=mediation.pk).matter.version
    asked = {"mediator": mediator.post.pk, "chosen_by": "centre", "version": version}
    assert window.post(page("assign_mediator", mediation), asked).status_code == 302
    assert mediation.mediators.get().leads


def test_an_organs_person_signs_off_for_their_organ_on_its_page(opening, hr_bureau, partner, sign_in, at_noon):
    mediation = opening.accepted()
    opening.invite(mediation, hr_bureau)
    browser = sign_in(partner)
    body = browser.get(page("mediation", mediation)).content.decode()
    assert page("sign_off", mediation) in body
    assert page("assign_mediator", mediation) not in body
    assert "越山区人社局" in browser.get(page("sign_off", mediation)).content.decode()


def test_a_form_opened_before_a_change_keeps_what_was_typed(opening, window):
    mediation = opening.received()
    response = window.post(page("withdraw", mediation), {"reason": "已和解", "version": 0})
    assert response.status_code == 409
    assert "已和解" in response.content.decode()


def test_a_claim_is_added_and_amended_from_the_facts_page(opening, window):
    mediation = opening.received()
    party = Party.objects.get(dispute=mediation.matter.dispute_id, side="claimant")
    assert page("add_claim", mediation, party.pk) in window.get(page("change_facts", mediation)).content.decode()
    version = mediation.matter.version
    fields = {"head": "severance", "amount": "8000", "basis": "通知书", "version": version}
    assert window.post(page("add_claim", mediation, party.pk), fields).status_code == 302
    claim = party.claims.get(head="severance")
    fields |= {"amount": "9000", "version": version + 1}
    assert window.post(page("amend_claim", mediation, claim.pk), fields).status_code == 302
    claim.refresh_from_db()
    assert claim.amount == 900_000


def test_the_construction_site_is_written_down(opening, window):
    mediation = opening.received()
    fields = {
        "project": "白云站房二期",
        "link": ["0", "1"],
        "link0-name": "宏达劳务",
        "link0-role": "labour",
        "link1-name": "老王",
        "link1-role": "person",
        "deposit": "50万",
        "version": mediation.matter.version,
    }
    assert window.post(page("set_fast_track", mediation), fields).status_code == 302
    fresh = Mediation.objects.select_related("matter", "fast_track").get(pk=mediation.pk)
    assert fresh.track == "construction_wages"
    assert fresh.matter.green_channel
    assert [link["name"] for link in fresh.fast_track.chain] == ["宏达劳务", "老王"]
    assert fresh.fast_track.deposit == 50_000_000
    assert "宏达劳务 → 老王" in window.get(page("mediation", mediation)).content.decode()


def test_what_failed_goes_on_into_legal_aid(opening, window):
    mediation = opening.accepted()
    closing.fail(reason="no_agreement", **acting(mediation, opening.clerk))
    body = window.get(page("mediation", mediation)).content.decode()
    onward = reverse("cases:continue_as_aid", args=[mediation.pk])
    assert f'class="btn btn-primary" href="{onward}"' in body
    carried = window.get(onward).content.decode()
    assert "张三" in carried
    assert "12,345" in carried


def test_the_board_shows_each_stage_with_its_count(opening, window):
    opening.received()
    accepted = opening.accepted(("李四",))
    columns = {c["code"]: c for c in window.get(reverse("mediation:board")).context["columns"]}
    assert columns[states.RECEIVED]["count"] == 1
    assert [card.matter.pk for card in columns[states.ACCEPTED]["cards"]] == [accepted.pk]
    assert columns[states.SETTLING]["count"] == 0


def test_the_board_needs_few_queries(opening, window, django_assert_max_num_queries):
    for name in ("甲一", "乙二", "丙三"):
        opening.accepted((name,))
    with django_assert_max_num_queries(12):
        window.get(reverse("mediation:board"))


def test_each_figure_equals_the_list_it_opens(opening, window):
    opening.received()
    opening.accepted(("李四",))
    failed = opening.accepted(("王五",))
    closing.fail(reason="refused", **acting(failed, opening.clerk))
    response = window.get(reverse("mediation:statistics"))
    figures = {key: (count, url) for key, _label, count, url in response.context["figures"]}
    assert {key: count for key, (count, _url) in figures.items()} == {
        "received": 3,
        "accepted": 2,
        "effective": 0,
        "failed": 1,
        "confirmed": 0,
        "paid": 0,
    }
    for key, (count, url) in figures.items():
        assert window.get(url).context["list"].count_text == str(count), key
    assert response.context["totals"].rate == 0
    november = response.context["months"][0]
    assert {key: count for key, count, _url in november["cells"]}["received"] == 3


def test_the_list_is_filtered_by_origin_track_mediator_and_employer(opening, window, mediator):
    mediation = opening.accepted()
    opening.assign(mediation)
    opening.received(("李四",), track="tax_union", employers=[opening.make_employer("另一公司")])
    employer = Party.objects.get(dispute=mediation.matter.dispute_id, side="respondent").employer_id
    address = reverse("mediation:mediations")

    def count(query):
        return window.get(f"{address}?{query}").context["list"].count_text

    assert count("origin=request") == "2"
    assert count("track=tax_union") == "1"
    assert count(f"mediator={mediator.post.pk}") == "1"
    assert count(f"employer={employer}") == "1"
    assert count("mediating=true") == "0"


def test_a_stranger_is_told_of_no_mediation(opening, neighbour, sign_in, at_noon):
    mediation = opening.received()
    browser = sign_in(neighbour)
    for name in ("mediation", "accept", "record_consent", "invite_organ", "fail", "change_facts"):
        assert browser.get(page(name, mediation)).status_code == 404, name
