"""Rosters made on the spot: the invented people of a factory, with as many wrong rows as a test asks for."""

import io
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from tests.registers.people import citizen

HEADINGS = ["序号", "姓名", "身份证号", "联系电话", "拖欠工资", "备注"]
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = "若兰 霁月 松年 怀瑾 知秋 望舒 云舟 景行 思齐 砚书".split()


def person(number: int, *, born: date = date(1985, 5, 17)) -> list[str]:
    """One line of the roster: the worker `number`, owed 10,000 yuan and a bit."""
    name = SURNAMES[number % len(SURNAMES)] + GIVEN[number // len(SURNAMES) % len(GIVEN)]
    born = born.replace(year=1970 + number // 900 % 30)
    return [
        str(number),
        name,
        citizen(born, sequence=100 + number % 900),
        f"139{number:08}",
        f"{10_000 + number}.50",
        "2026年1月至6月",
    ]


def people(count: int, start: int = 1) -> list[list[str]]:
    return [person(number) for number in range(start, start + count)]


def xlsx(rows: list[list], headings: list[str] = HEADINGS, title: str = "") -> bytes:
    book = Workbook()
    sheet = book.active
    if title:
        sheet.append([title])
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(rows: list[list[str]], headings: list[str] = HEADINGS, *, encoding: str = "gb18030") -> bytes:
    return "\r\n".join(",".join(row) for row in [headings, *rows]).encode(encoding)


def sent(content: bytes, name: str = "欠薪名册.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def group_of_38() -> list[list[str]]:
    """Thirty-eight workers of whom three are written wrongly: a check digit, a name left out, somebody twice."""
    rows = people(38)
    rows[4][2] = rows[4][2][:-1] + ("0" if rows[4][2][-1] != "0" else "1")
    rows[17][1] = ""
    rows[30][1:4] = rows[29][1:4]
    return rows
