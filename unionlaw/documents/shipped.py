"""The templates that come with the product: data/papers/papers.toml and one Typst file each."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from unionlaw.documents import asks

FOLDER = Path(__file__).parent / "data" / "papers"


@dataclass(frozen=True)
class Shipped:
    """One template of the product; its columns are PaperTemplate's."""

    key: str
    columns: dict[str, Any]
    source: str
    asks: list[dict[str, Any]]
    effective_from: date


@cache
def shipped() -> list[Shipped]:
    """All of them, in the order of the file. Raises ValueError when one asks for something unreadable."""
    with (FOLDER / "papers.toml").open("rb") as file:
        rows = tomllib.load(file)["paper"]
    found = []
    for position, row in enumerate(rows, start=1):
        asked, wrong = asks.read("\n".join(row.get("asks", [])))
        if wrong:
            raise ValueError(f"{row['key']}: {wrong}")
        columns = {name: row[name] for name in ("name", "matter_kind", "document_kind")}
        columns |= {"number_word": row.get("number_word", ""), "position": position * 10}
        source = (FOLDER / f"{row['key']}.typ").read_text(encoding="utf-8")
        found.append(Shipped(row["key"], columns, source, asked, row["effective_from"]))
    return found
