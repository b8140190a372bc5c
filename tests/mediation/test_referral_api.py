"""Partner organs pass cases on by API and by sheet, once each, and see their own alone."""

import pytest

from mediation.models import Mediation
from mediation.services import referral_sheet
from tests.api.conftest import an_hour_later, call, problem  # noqa: F401  fixtures
from tests.cast import NOON, Kind, appoint, found
from tests.mediation.opening import wage_cause  # noqa: F401  fixture
from tests.registers.people import citizen, credit_code
from tests.rosters import sheets
from unionlaw.matters.models import Claim, Event, Grant
from unionlaw.network.models import ReadLog
from unionlaw.network.roles import Role
from unionlaw.registers.models import Worker
from unionlaw.rosters.services import working
from unionlaw.rosters.services.sheets import begin_import, confirm_import, map_columns

pytestmark = pytest.mark.django_db

URL = "/api/v1/mediation-referrals/"


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def tribunal(district):
    return found(Kind.ARBITRATION, "越山区劳动人事争议仲裁院", attached_to=district)


@pytest.fixture
def centre(district):
    return found(Kind.MEDIATION_CENTRE, "越山区劳动争议联合调解中心", parent=district)


@pytest.fixture
def clerk(tribunal, centre):
    return appoint("zhong", "仲书", tribunal, Role.PARTNER)


@pytest.fixture
def other_court(city):
    return appoint("fa", "法书", found(Kind.COURT, "河南区人民法院", attached_to=city), Role.PARTNER)


def body(cause, **changes):
    return {
        "origin": "tribunal_advice",
        "reference": "越劳人仲〔2026〕88号",
        "received_on": "2026-11-20",
        "people": [
            {
                "name": "殷若兰",
                "id_number": citizen(sequence=301),
                "phone": "13812340301",
                "claims": [{"head": "wages", "amount": 1_200_000}],
            }
        ],
        "employers": [{"name": "光影传媒有限公司", "uscc": credit_code(31)}],
        "cause": cause.pk,
        "facts": "拖欠三个月工资。",
        **changes,
    }


def test_a_tribunal_passes_a_case_on_follows_it_and_reads_its_result(
    call,  # noqa: F811
    clerk,
    centre,
    caseworker,
    wage_cause,  # noqa: F811
):
    made = call(clerk).post(URL, body(wage_cause), format="json")
    assert made.status_code == 201, made.content.decode()
    said = made.json()
    assert said["reference"] == "越劳人仲〔2026〕88号"
    assert said["centre"] == centre.name
    mediation = Mediation.objects.get(pk=said["id"])
    assert Grant.objects.filter(matter=mediation.pk, viewer_key=f"organisation:{clerk.organisation.pk}").exists()
    assert Event.objects.filter(matter=mediation.pk, name="mediation.received_on_advice").exists()
    worker = Worker.objects.get(name="殷若兰")
    assert (worker.organisation, worker.id_number.reveal()) == (centre, citizen(sequence=301))
    assert ReadLog.objects.filter(action="lookup", post=clerk.post).exists()

    assert call(clerk).get(made.headers["Location"]).json()["status_label"] == "已收到，正在征求双方意见"
    result = call(clerk).get(f"{made.headers['Location']}result/").json()
    assert (result["settled"], result["claims"][0]["claimed"], result["ended"]) == (0, 1_200_000, "")
    assert citizen(sequence=301) not in str(result)


def test_the_same_key_or_number_twice_is_one_case(call, clerk, wage_cause):  # noqa: F811
    key = {"HTTP_IDEMPOTENCY_KEY": "abc-1"}
    first = call(clerk).post(URL, body(wage_cause), format="json", **key)
    again = call(clerk).post(URL, body(wage_cause), format="json", **key)
    assert first.json() == again.json()
    third = call(clerk).post(URL, body(wage_cause), format="json")
    assert third.status_code == 400
    assert "已经移送过" in third.content.decode()
    assert Mediation.objects.count() == 1
    assert Claim.objects.count() == 1


def test_an_organ_sees_its_own_referrals_alone(call, clerk, other_court, caseworker, wage_cause):  # noqa: F811
    made = call(clerk).post(URL, body(wage_cause), format="json")
    url = made.headers["Location"]
    assert call(other_court).get(url).status_code == 404
    assert call(other_court).get(f"{url}result/").status_code == 404
    assert call(other_court).get(URL).json()["results"] == []
    assert [row["id"] for row in call(clerk).get(URL).json()["results"]] == [made.json()["id"]]
    assert call(caseworker).get(URL).status_code == 403


def test_wrong_people_are_named_and_nothing_is_kept(call, clerk, wage_cause):  # noqa: F811
    people = body(wage_cause)["people"]
    wrong = body(wage_cause, people=[{**people[0], "id_number": "440104199003071230"}], reference="X")
    answer = call(clerk).post(URL, wrong, format="json")
    assert answer.status_code == 400
    assert "person-0-id_number" in answer.content.decode()
    assert call(clerk).post(URL, body(wage_cause, origin="court_assigned"), format="json").status_code == 400
    assert not Worker.objects.exists()


HEADINGS = ["案号", "移送日期", "申请人", "身份证号", "电话", "被申请人", "信用代码", "诉求", "标的额"]


def case(number: int) -> list[str]:
    return [
        f"越劳人仲〔2026〕{number}号", "2026.11.18", sheets.person(number)[1], sheets.person(number)[2],
        sheets.person(number)[3], "光影传媒有限公司", credit_code(31), "工资", "1.2万",
    ]  # fmt: skip


def test_a_list_of_cases_becomes_mediations_each_once(clerk, centre, wage_cause):  # noqa: F811
    rows = [case(n) for n in range(1, 6)]
    rows[1][3] = "123"
    rows[4][0] = rows[3][0]

    def run(rows):
        sheet = begin_import(
            purpose=referral_sheet.KEY, upload=sheets.sent(sheets.xlsx(rows, HEADINGS)), by=clerk, at=NOON
        )
        options = {"origin": "tribunal_advice", "cause": wage_cause.pk, "to": 0, "head": "wages"}
        map_columns(sheet_id=sheet.pk, columns=sheet.columns, options=options, by=clerk, at=NOON)
        working.work_off(sheet_id=sheet.pk, at=NOON)
        sheet.refresh_from_db()
        return sheet

    def take(sheet):
        confirm_import(sheet_id=sheet.pk, by=clerk, at=NOON)
        working.work_off(sheet_id=sheet.pk, at=NOON)
        sheet.refresh_from_db()
        return sheet

    sheet = run(rows)
    assert {row.line: row.errors[0][0] for row in sheet.rows.exclude(errors=[])} == {3: "id_number", 6: "reference"}
    assert bytes(sheet.rows.first().data).find(sheets.person(1)[2].encode()) == -1
    assert take(sheet).result["cases"] == 3
    assert set(Mediation.objects.values_list("reference", flat=True)) == {rows[n][0] for n in (0, 2, 3)}
    assert Mediation.objects.first().received_on.isoformat() == "2026-11-18"
    assert Claim.objects.first().amount == 1_200_000

    rows[1][3] = sheets.person(2)[2]
    rows[4] = case(5)
    again = run(rows)
    assert again.wrong == 3, "three were passed on before"
    assert take(again).result["cases"] == 2
    assert Mediation.objects.count() == 5


def test_a_list_is_for_organs_that_may_pass_cases_on(partner, mediator):
    from unionlaw.lib.errors import Conflict

    for actor in (partner, mediator):
        with pytest.raises(Conflict, match="可以移送"):
            begin_import(
                purpose=referral_sheet.KEY, upload=sheets.sent(sheets.xlsx([case(1)], HEADINGS)), by=actor, at=NOON
            )
