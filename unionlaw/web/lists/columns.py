"""Columns of a list, and the table's body built from them in one pass."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionlaw.web.lists.cells import Cell


@dataclass(frozen=True)
class Column:
    """One column.

    Args:
        key: name in code and CSS (`list-col-<key>`), unique in its list.
        label: heading, also the label on a phone's card and the heading in the spreadsheet.
        cell: attribute path, or a Cell; a plain function of the row gives text (or SafeString HTML).
        sort: key of the list's sort this heading switches.
        phone: "title" heads the card and holds the link that opens the row; "hide" leaves it out on a phone.
        numeric: right-aligned with tabular figures.
        nowrap: kept on one line (numbers of documents).
        wide: shown on wide screens only.
        export: whether the spreadsheet has it.
    """

    key: str
    label: str | Promise
    cell: str | Cell | Callable[[Any], Any]
    sort: str = ""
    phone: Literal["title", "show", "hide"] = "show"
    numeric: bool = False
    nowrap: bool = False
    wide: bool = False
    export: bool = True

    @property
    def css(self) -> str:
        names = [f"list-col-{self.key}"]
        if self.numeric:
            names.append("list-num")
        if self.nowrap:
            names.append("list-nowrap")
        if self.phone == "hide":
            names.append("list-not-phone")
        if self.wide:
            names.append("list-wide")
        return " ".join(names)

    def as_cell(self) -> Cell:
        return self.cell if isinstance(self.cell, Cell) else Cell(self.cell)


def body(
    columns: Sequence[Column], rows: Iterable[Any], *, url: Callable[[Any], str] | None, selectable: bool = False
) -> SafeString:
    """The rows of a table as HTML, one `<tr>` each.

    Args:
        columns: the first with phone="title", else the first of all, holds the link to the row's page.
        rows: objects with every attribute the cells read already loaded.
        url: address of a row's page; None for a list whose rows have none.
        selectable: begin each row with a checkbox named "pk".
    """
    title = next((c for c in columns if c.phone == "title"), columns[0])
    plan = []
    for column in columns:
        label = html.escape(str(column.label))
        if column is title:
            plan.append((f'<th scope="row" class="list-title {column.css}">', column.as_cell().html, "</th>", True))
        else:
            plan.append((f'<td class="{column.css}" data-label="{label}">', column.as_cell().html, "</td>", False))
    parts: list[str] = []
    add = parts.append
    choose, name = html.escape(_("选择")), title.as_cell().value
    for row in rows:
        add("<tr>")
        if selectable:
            add('<td class="list-select"><input class="form-check-input" type="checkbox" name="pk"')
            add(f' value="{row.pk}" aria-label="{choose} {html.escape(str(name(row)))}"></td>')
        for opening, cell, closing, is_title in plan:
            add(opening)
            if is_title and url is not None:
                add(f'<a class="list-open" href="{html.escape(url(row))}">{cell(row)}</a>')
            else:
                add(cell(row))
            add(closing)
        add("</tr>\n")
    return SafeString("".join(parts))
