"""A roster from its sheet: dry run, errors beside rows, take-over, corrections instead of duplicates."""

import pytest
from django.utils import translation

from tests.cast import NOON
from tests.registers.people import citizen
from tests.rosters import sheets
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.lib.wording import shown
from unionlaw.matters.models import Claim, Matter, Party
from unionlaw.network.models import ReadLog
from unionlaw.notices.models import Notice
from unionlaw.registers.models import Worker
from unionlaw.rosters.models import ColumnMapping, SheetImport, SheetRow
from unionlaw.rosters.services import working
from unionlaw.rosters.services.sheets import begin_import, confirm_import, map_columns

pytestmark = pytest.mark.django_db


def said(sheet) -> dict[int, str]:
    return {row.line: str(shown(row.errors[0][1])) for row in SheetRow.objects.filter(sheet=sheet).exclude(errors=[])}


def test_a_group_of_38_with_three_wrong_rows(case, dry_run, take, supervisor, manager):
    sheet = dry_run(sheets.group_of_38())
    assert (sheet.state, sheet.total, sheet.wrong) == ("checked", 38, 3)
    assert {line: words[:8] for line, words in said(sheet).items()} == {
        6: "身份证号第18位", 19: "请填写姓名。", 32: "与第31行重复。",
    }  # fmt: skip
    assert (sheet.result["people"], sheet.result["added"]) == (35, 35)
    assert Party.objects.filter(dispute=case.matter.dispute).count() == 2, "a dry run changes nothing"

    take(sheet)
    assert sheet.state == "done"
    workers = Party.objects.filter(dispute=case.matter.dispute, side="claimant")
    assert workers.count() == 36
    first = Worker.objects.get(name=sheets.person(1)[1])
    assert first.id_number.reveal() == sheets.person(1)[2]
    assert (first.sex, first.initials, first.employer.name) == ("male", "qrl", "光影传媒有限公司")
    claim = Claim.objects.get(party__worker=first)
    assert (claim.head, claim.amount, claim.basis) == ("wages", 1_000_150, "2026年1月至6月")

    matter = Matter.objects.get(pk=case.pk)
    assert matter.group
    assert matter.priority == 1
    assert matter.claimant_names == "张三等36人"
    names = list(matter.events.order_by("sequence").values_list("name", flat=True))
    assert names[-2:] == ["roster.imported", "roster.reported_up"]
    told = set(Notice.objects.filter(kind="roster.reported_up").values_list("post", flat=True))
    assert told == {supervisor.post.pk, manager.post.pk}
    assert ReadLog.objects.filter(action="lookup", subject=f"sheet:{sheet.pk}").exists()
    assert SheetRow.objects.filter(sheet=sheet).count() == 3, "the wrong rows stay for the copy"


def test_what_is_wrong_with_a_row_is_said_in_the_readers_language(case, dry_run):
    sheet = dry_run(sheets.group_of_38())
    with translation.override("en"):
        english = said(sheet)
    assert sorted(english) == [6, 19, 32]
    assert all(words.isascii() for words in english.values()), english
    assert "31" in english[32]


def test_the_same_sheet_again_corrects_and_adds_nobody_twice(case, dry_run, take, supervisor):
    rows = sheets.group_of_38()
    take(dry_run(rows))
    rows[4][2], rows[17][1], rows[30] = sheets.person(5)[2], sheets.person(18)[1], sheets.person(31)
    rows[0][4] = "12,345.00"
    rows[1][3] = "13912349999"
    rows[2][1] = "孙改名"
    sheet = dry_run(rows)
    assert sheet.wrong == 0
    assert (sheet.result["known"], sheet.result["added"]) == (35, 3)
    take(sheet)
    assert Party.objects.filter(dispute=case.matter.dispute, side="claimant").count() == 39
    assert Claim.objects.filter(party__dispute=case.matter.dispute).count() == 39
    assert Claim.objects.get(party__worker__name=sheets.person(1)[1]).amount == 1_234_500
    assert Worker.objects.get(name=sheets.person(2)[1]).phone.reveal() == "13912349999"
    renamed = Worker.objects.get(name="孙改名")
    assert renamed.id_number.reveal() == sheets.person(3)[2]
    assert renamed.version == 2
    assert (sheet.result["added"], sheet.result["corrected"]) == (3, 3)
    assert Notice.objects.filter(kind="roster.reported_up", post=supervisor.post).count() == 1


def test_a_third_import_of_the_same_changes_nothing(case, dry_run, take):
    rows = sheets.people(12)
    take(dry_run(rows))
    versions = list(Worker.objects.order_by("pk").values_list("version", flat=True))
    sheet = take(dry_run(rows))
    assert (sheet.result["added"], sheet.result["corrected"]) == (0, 0)
    assert list(Worker.objects.order_by("pk").values_list("version", flat=True)) == versions


def test_somebody_without_a_card_is_found_by_name_and_phone(case, dry_run, take):
    rows = sheets.people(2)
    number, rows[0][2] = rows[0][2], ""
    take(dry_run(rows))
    assert Worker.objects.get(name=rows[0][1]).id_kind == "none"
    rows[0][2] = number
    take(dry_run(rows))
    worker = Worker.objects.get(name=rows[0][1])
    assert (worker.id_kind, worker.id_number.reveal()) == ("citizen", number)


def test_who_is_registered_elsewhere_is_used_and_left_as_they_are(case, dry_run, take, neighbour, make_worker):
    from unionlaw.registers.services import register_worker

    row = sheets.person(1)
    there = register_worker(name=row[1], id_number=row[2], phone="13500000000", by=neighbour, at=NOON)
    sheet = dry_run([row, sheets.person(2)])
    assert sheet.result["registered"] == 1
    take(sheet)
    assert Party.objects.filter(dispute=case.matter.dispute, worker=there).exists()
    there.refresh_from_db()
    assert there.phone.reveal() == "13500000000"


def test_a_number_under_another_name_is_an_error_that_names_nobody(case, dry_run, neighbour):
    from unionlaw.registers.services import register_worker

    register_worker(name="欧阳无双", id_number=sheets.person(1)[2], phone="13500000000", by=neighbour, at=NOON)
    sheet = dry_run(sheets.people(2))
    assert sheet.wrong == 1
    assert "另一个姓名" in said(sheet)[2]
    assert "欧阳" not in said(sheet)[2]


def test_amounts_dates_heads_and_formulas_are_checked():
    from datetime import date

    from unionlaw.rosters.services.roster_rows import read_row

    def errors(**values):
        base = {"name": "张三", "id_number": citizen(), "phone": "13812345678", "amount": "100"}
        return dict(read_row({**base, **values}, {"head": "wages"}, date(2026, 11, 20)).errors)

    assert errors() == {}
    assert "金额数字" in errors(amount="一百")["amount"]
    assert "负数" in errors(amount="-5")["amount"]
    assert "2026-11-21" in errors(from_on="二月三十")["from_on"]
    assert "颠倒" in errors(from_on="2026-02-01", to_on="2026-01-01")["to_on"]
    assert "没有“精神损失”" in errors(head="精神损失")["head"]
    assert "请填写请求金额" in errors(amount="")["amount"]
    assert "姓名不对" in errors(name="=HYPERLINK(1)")["name"]
    assert "改成了0" in errors(id_number="440104199003071000")["id_number"]
    assert "手机号码" in errors(id_number="", phone="")["id_number"]
    row = read_row(
        {"name": "张三", "phone": "13812345678", "amount": "3", "basis": '=cmd|"/c calc"!A1'},
        {"head": "wages"},
        date(2026, 11, 20),
    )
    assert row.claims[0]["basis"] == 'cmd|"/c calc"!A1'


def test_one_column_for_each_head_and_several_lines_for_one_worker(case, dry_run, take):
    head = ["姓名", "证件号码", "加班费", "经济补偿金", "请求项目", "请求金额", "起"]
    first, second = sheets.person(1), sheets.person(2)
    rows = [
        [first[1], first[2], "500", "1万", "", "", ""],
        [second[1], second[2], "", "", "工资", "3000", "2026年1月"],
        [second[1], second[2], "", "", "工资", "3000", "2026年2月"],
    ]
    take(dry_run(sheets.xlsx(rows, head, title="光影传媒有限公司欠薪人员名册"), head=""))
    found = Claim.objects.filter(party__worker__name=first[1]).values_list("head", "amount")
    assert set(found) == {("overtime", 50_000), ("severance", 1_000_000)}
    assert Claim.objects.filter(party__worker__name=second[1], head="wages").count() == 2


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-8"])
def test_csv_comes_in_the_encodings_of_offices(case, dry_run, encoding):
    sheet = dry_run(sheets.csv(sheets.people(3), encoding=encoding), name="名册.csv")
    assert (sheet.wrong, sheet.result["people"]) == (0, 3)


def test_columns_are_remembered_for_the_next_sheet_with_these_headings(case, dry_run, caseworker, noon):
    odd = ["甲", "乙", "丙"]
    rows = [[row[1], row[2], row[4]] for row in sheets.people(2)]
    sheet = begin_import(
        purpose="roster", upload=sheets.sent(sheets.xlsx(rows, odd)), matter_id=case.pk, by=caseworker, at=noon
    )
    assert sheet.columns == {}
    with pytest.raises(Invalid, match="姓名"):
        map_columns(sheet_id=sheet.pk, columns={"amount": 2}, options={}, by=caseworker, at=noon)
    with pytest.raises(Invalid, match="已经用作"):
        map_columns(sheet_id=sheet.pk, columns={"name": 0, "amount": 0}, options={}, by=caseworker, at=noon)
    map_columns(
        sheet_id=sheet.pk,
        columns={"name": 0, "id_number": 1, "amount": 2},
        options={"head": "wages"},
        by=caseworker,
        at=noon,
    )
    working.work_off(sheet_id=sheet.pk, at=noon)
    again = begin_import(
        purpose="roster", upload=sheets.sent(sheets.xlsx(rows, odd)), matter_id=case.pk, by=caseworker, at=noon
    )
    assert again.columns == {"name": 0, "id_number": 1, "amount": 2}
    assert again.options == {"head": "wages"}
    sheet.refresh_from_db()
    assert (sheet.state, sheet.file) == ("discarded", None), "the new one takes its place"
    assert ColumnMapping.objects.count() == 1


def test_a_second_import_is_refused_while_one_is_worked_at(case, dry_run, caseworker, noon):
    from unionlaw.lib.errors import Taken

    sheet = dry_run(sheets.people(3))
    confirm_import(sheet_id=sheet.pk, by=caseworker, at=noon)
    with pytest.raises(Taken, match="另一份名册"):
        begin_import(
            purpose="roster",
            upload=sheets.sent(sheets.xlsx(sheets.people(2))),
            matter_id=case.pk,
            by=caseworker,
            at=noon,
        )
    with pytest.raises(Conflict):
        confirm_import(sheet_id=sheet.pk, by=caseworker, at=noon)


def test_what_is_no_sheet_is_refused_with_what_to_do(case, caseworker, noon):
    def begin(content: bytes, name: str):
        return begin_import(
            purpose="roster", upload=sheets.sent(content, name), matter_id=case.pk, by=caseworker, at=noon
        )

    with pytest.raises(Invalid, match="XLSX"):
        begin(b"%PDF-1.7", "a.pdf")
    with pytest.raises(Invalid, match="内容不是"):
        begin(b"no workbook", "a.xlsx")
    with pytest.raises(Invalid, match="列标题"):
        begin("一句话".encode(), "a.csv")
    with pytest.raises(Invalid, match="没有内容"):
        begin("姓名,身份证号\n".encode(), "a.csv")
    assert not SheetImport.objects.exists()


def test_outsiders_and_those_without_the_right_import_nothing(case, dry_run, neighbour, lawyer, noon):
    upload = sheets.sent(sheets.xlsx(sheets.people(2)))
    with pytest.raises(Missing):
        begin_import(purpose="roster", upload=upload, matter_id=case.pk, by=neighbour, at=noon)
    sheet = dry_run(sheets.people(2))
    with pytest.raises((Refused, Missing)):
        confirm_import(sheet_id=sheet.pk, by=neighbour, at=noon)


def test_a_claim_with_an_outcome_keeps_its_amount(case, dry_run, take, walk):
    from cases import states

    take(dry_run(sheets.people(2)))
    walk.to(states.CONDUCTING, case)
    walk.finish(case)
    rows = sheets.people(2)
    rows[0][4] = "99"
    sheet = dry_run(rows)
    assert sheet.result["settled"] == 1
    take(sheet)
    assert Claim.objects.get(party__worker__name=rows[0][1]).amount == 1_000_150
