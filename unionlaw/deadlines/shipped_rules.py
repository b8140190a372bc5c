"""The rules that come with the product, read from data/rules/*.toml and checked. No database.

One table [[rule]] for each key and jurisdiction; docs/how-to/deadlines.md says what each line means.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import NOT_PROVIDED, Model

from unionlaw.deadlines.models import Rule, RuleVersion

FOLDER = Path(__file__).parent / "data" / "rules"
PLACES = Path(__file__).parent / "data" / "places.toml"

IDENTITY = {"key", "jurisdiction", "name", "name_en", "internal"}
PLAIN = {
    "matter_kind": str,
    "trigger": str,
    "trigger_en": str,
    "length": int,
    "unit": str,
    "disputed_unit": str,
    "backward": bool,
    "exclude_first": bool,
    "roll_forward": bool,
    "responsible": str,
    "bound": str,
    "bound_en": str,
    "ours": bool,
    "consequence": str,
    "consequence_en": str,
    "suspension_note": str,
    "suspension_note_en": str,
    "citation": str,
    "citation_en": str,
    "confidence": str,
    "urgent": bool,
    "effective_from": date,
    "effective_to": date,
}
REQUIRED = {"key", "name", "name_en", "trigger", "length", "unit", "citation", "confidence", "effective_from"}
EXTENSION = {"length": int, "unlimited": bool, "consent": str, "second_person": bool}
EVENTS = {
    "opens": "opens_on",
    "meets": "meets_on",
    "cancels": "cancels_on",
    "suspends": "suspends_on",
    "resumes": "resumes_on",
    "restarts": "restarts_on",
}
EVENT_FIELDS = {"start_field", "fixed_field", "subject_field"}


class RuleDataError(ValueError):
    """A rule file says something that no rule can say; the message names file and key."""


@dataclass(frozen=True, slots=True)
class ShippedRule:
    """One rule as its file states it.

    Args:
        identity: the columns of Rule.
        content: the columns of RuleVersion.
        ladder: the key of its reminder ladder, or "" for the default one.
        digest: over all of that; differs when the file was changed.
    """

    identity: Mapping[str, Any]
    content: Mapping[str, Any]
    ladder: str
    digest: str

    @property
    def key(self) -> str:
        return str(self.identity["key"])

    @property
    def jurisdiction(self) -> str:
        return str(self.identity.get("jurisdiction", ""))

    def version(self) -> RuleVersion:
        """As a version that is in no database."""
        rule = Rule(**{**_plain(Rule), **self.identity})
        return RuleVersion(**{**_plain(RuleVersion), "rule": rule, "number": 1, "shipped": self.digest, **self.content})


def _plain(model: type[Model]) -> dict[str, Any]:
    """What the database fills in, for a row that never goes there."""
    defaults = {field.name: getattr(field, "db_default", NOT_PROVIDED) for field in model._meta.concrete_fields}
    return {name: value for name, value in defaults.items() if value is not NOT_PROVIDED}


@cache
def shipped_rules() -> tuple[ShippedRule, ...]:
    """All rules of the product, in the order of the files. Raises RuleDataError."""
    return tuple(read(FOLDER))


def read(folder: Path) -> Iterator[ShippedRule]:
    """The rules of a folder's *.toml. Raises RuleDataError for what is unknown, missing, of a wrong type or double."""
    seen: set[tuple[str, str]] = set()
    for path in sorted(folder.glob("*.toml")):
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise RuleDataError(f"{path.name}: {error}") from error
        if set(tables) != {"rule"}:
            raise RuleDataError(f"{path.name}: only [[rule]] tables are expected, not {', '.join(sorted(tables))}")
        for table in tables["rule"]:
            where = f"{path.name}: {table.get('key', '?')}"
            rule = _read_rule(table, where)
            if (rule.key, rule.jurisdiction) in seen:
                raise RuleDataError(f"{where}: stands twice for jurisdiction {rule.jurisdiction!r}")
            seen.add((rule.key, rule.jurisdiction))
            yield rule


def _read_rule(table: Mapping[str, Any], where: str) -> ShippedRule:
    if lacking := sorted(name for name in REQUIRED if name not in table):
        raise RuleDataError(f"{where}: lacks {', '.join(lacking)}")
    _known(table, {*IDENTITY, *PLAIN, "extension", "events", "ladder"}, where)
    types = dict.fromkeys(IDENTITY, str) | {"internal": bool, "ladder": str} | PLAIN
    for name, expected in types.items():
        if name in table and type(table[name]) is not expected:
            raise RuleDataError(f"{where}: {name} is not a {expected.__name__}")
    content = {name: table[name] for name in PLAIN if name in table}

    extension = table.get("extension", {})
    _known(extension, set(EXTENSION), f"{where}: extension")
    for name, value in extension.items():
        if type(value) is not EXTENSION[name]:
            raise RuleDataError(f"{where}: extension {name} is not a {EXTENSION[name].__name__}")
        content[f"extension_{name}"] = value

    events = table.get("events", {})
    _known(events, {*EVENTS, *EVENT_FIELDS}, f"{where}: events")
    content |= {column: list(events[name]) for name, column in EVENTS.items() if name in events}
    content |= {name: events[name] for name in EVENT_FIELDS if name in events}

    identity = {name: table[name] for name in IDENTITY if name in table}
    ladder = table.get("ladder", "")
    digest = hashlib.sha256(json.dumps([identity, content, ladder], sort_keys=True, default=str).encode()).hexdigest()
    rule = ShippedRule(identity, content, ladder, digest)
    _valid(rule, where)
    return rule


def _known(table: Mapping[str, Any], names: set[str], where: str) -> None:
    if unknown := sorted(set(table) - names):
        raise RuleDataError(f"{where}: does not know {', '.join(unknown)}")


def _valid(rule: ShippedRule, where: str) -> None:
    """Units, choices and lengths of text, as the columns have them."""
    version = rule.version()
    try:
        version.rule.clean_fields()
        version.clean_fields(exclude={"rule", "created_at", "by_user", "by_post", "ladder"})
    except ValidationError as error:
        said = "; ".join(f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items())
        raise RuleDataError(f"{where}: {said}") from error


@cache
def places() -> Mapping[str, tuple[str, str]]:
    """The jurisdictions that rules are written for: code -> Chinese and English name."""
    with PLACES.open("rb") as file:
        return {code: (row["name"], row["name_en"]) for code, row in tomllib.load(file).items()}
