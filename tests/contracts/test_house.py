"""The rules of the house, checked over the whole checkout."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest

from tests.contracts.routes import all_routes
from unionlaw.lib.workflow import Transition
from unionlaw.matters import statuses, vocabulary
from unionlaw.network import rights
from unionlaw.web import policy

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("unionlaw/", "cases/", "mediation/", "monitoring_letters/")
LONGEST = 300

TOP = {
    # Folders
    "cases", "deploy", "docs", "locale", "mediation", "monitoring_letters", "requirements", "static", "templates",
    "tests", "unionlaw", ".ci",
    # Files
    ".dockerignore", ".env.example", ".gitignore", "Dockerfile", "LICENSE", "Makefile", "README.md", "README.zh-CN.md",
    "docker-compose.yml", "manage.py", "package-lock.json", "package.json", "pyproject.toml",
}  # fmt: skip

# Longer than 300 lines, each with the reason.
LONG: dict[str, str] = {}

# Writing to the database outside services, each with the reason.
WRITES_OUTSIDE_SERVICES = {
    "unionlaw/api/idempotency.py": "remembers answers, which are no domain records; they live and die with the request",
    "unionlaw/api/management/commands/api_token.py": "the library's own table of tokens",
}
WRITING = re.compile(r"\.save\(\)|\.objects\.(?:create|bulk_create|get_or_create|update_or_create)\(|\.bulk_update\(")
OUTSIDE = re.compile(
    r"/(?:views|api|forms|filters|lookups|lists|templatetags)(?:/|\.py$)|/tasks\.py$|^unionlaw/api/[a-z]+\.py$"
)


@cache
def tracked() -> tuple[str, ...]:
    said = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if said.returncode:
        pytest.skip("not a git checkout")
    return tuple(name for name in said.stdout.split("\0") if name and (ROOT / name).is_file())


def product(suffix: str = ".py") -> Iterator[tuple[str, str]]:
    for name in tracked():
        if name.startswith(PRODUCT) and name.endswith(suffix) and "/migrations/" not in name:
            yield name, (ROOT / name).read_text()


def literals(source: str) -> Iterator[ast.Constant]:
    """String constants of a module that are no docstrings."""
    tree = ast.parse(source)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node


def test_the_top_of_the_checkout_is_as_fixed():
    assert {name.split("/")[0] for name in tracked()} - TOP == set()


def test_every_migration_is_a_quick_one():
    """Django's own base draws all models anew for every index (unionlaw/lib/migrating.py)."""
    ours = [name for name in tracked() if name.startswith(PRODUCT) and re.search(r"/migrations/\d", name)]
    assert [name for name in ours if "class Migration(migrating.Migration):" not in (ROOT / name).read_text()] == []


def test_no_file_is_too_long_to_read_in_one_go():
    written = re.compile(r"\.(?:py|html|js|css|md)$")
    generated = re.compile(r"/migrations/|^locale/")
    lengths = {
        name: (ROOT / name).read_bytes().count(b"\n")
        for name in tracked()
        if written.search(name) and not generated.search(name)
    }
    assert {name: n for name, n in lengths.items() if n > LONGEST and name not in LONG} == {}
    assert [name for name in LONG if lengths.get(name, 0) <= LONGEST] == [], "no longer too long: take off the list"


def test_status_codes_are_written_in_states_only():
    codes = {status.code for status in statuses.all_statuses()}
    only_statuses = codes - {event.name for event in vocabulary.all_types()}
    assert len(only_statuses) > 5
    found = [
        f"{name}:{node.lineno} {node.value}"
        for name, source in product()
        if not name.endswith("/states.py")
        for node in literals(source)
        if node.value in only_statuses
    ]
    found += [
        f"{name}: {code}"
        for name in tracked()
        if name.startswith("templates/")
        for code in codes
        # "lead.referred", not the attribute lead.referred_to
        if re.search(re.escape(code) + r"(?!\w)", (ROOT / name).read_text())
    ]
    assert found == []


def test_only_services_write():
    found = [
        f"{name}:{number} {line.strip()}"
        for name, source in product()
        if OUTSIDE.search(name) and name not in WRITES_OUTSIDE_SERVICES
        for number, line in enumerate(source.splitlines(), 1)
        if WRITING.search(line) and "/services/" not in name
    ]
    assert found == []


def test_every_right_that_is_asked_for_is_declared_and_every_declared_one_is_asked_for():
    declared = {right.code for right in portal_rights()}
    asked = set()
    for name, source in product():
        if not name.endswith("permissions.py"):
            asked |= {node.value for node in literals(source)}
    by_policies = {
        code
        for route in all_routes()
        for method in route.methods
        if isinstance(found := route.policy(method), policy.Right)
        for code in found.codes
    }
    by_workflows = {step.right for step in transitions()}
    assert by_policies | by_workflows <= declared
    assert declared - asked - by_policies - by_workflows == set(), "declared, but nobody asks for it"


def transitions() -> list[Transition]:
    """The steps of every workflow that there is so far."""
    kinds = {status.kind for status in statuses.all_statuses()}
    return [step for kind in sorted(kinds) for step in statuses.workflow_of(kind).transitions]


def test_every_right_and_event_is_worded_in_both_languages():
    english = {entry.msgid: entry.msgstr for entry in polib.pofile(str(ROOT / "locale/en/LC_MESSAGES/django.po"))}
    labels = {f"event {event.name}": event.label for event in vocabulary.all_types()}
    labels |= {f"right {right.code}": right.label for right in portal_rights()}
    for status in statuses.all_statuses():
        labels |= {f"status {status.code}": status.label, f"status {status.code} to the public": status.public_label}
    labels |= {f"verb {step.verb}": step.label for step in transitions()}
    lacking = [what for what, label in labels.items() if not english.get(msgid_of(label))]
    assert lacking == []


def portal_rights() -> list[rights.Right]:
    """The portal's own; tests of lists declare one of theirs."""
    return [right for right in rights.all_rights() if not right.code.startswith("test.")]


def msgid_of(label: object) -> str:
    """The Chinese wording, which is the key."""
    from django.utils import translation

    with translation.override("zh-hans"):
        return str(label)


def test_sensitive_numbers_have_no_place_in_an_address():
    sensitive = re.compile(r"id_?number|identity|phone|uscc|injury", re.IGNORECASE)
    patterns = [
        route.pattern for route in all_routes() if sensitive.search("".join(re.findall(r"<[^>]*>", route.pattern)))
    ]
    assert patterns == []
    filters = []
    for route in all_routes():
        filterset = getattr(getattr(route.cls, "list_class", None) or route.cls, "filterset_class", None)
        # "without_uscc" asks yes or no.
        names = [name for name in getattr(filterset, "base_filters", {}) if not name.startswith("without_")]
        filters += [f"{route.name}?{name}" for name in names if sensitive.search(name)]
    assert filters == []


def test_forms_that_carry_sensitive_numbers_are_posted():
    wrong = []
    for name in tracked():
        if name.startswith("templates/registers/") and name.endswith(".html"):
            text = (ROOT / name).read_text()
            wrong += [name for form in re.findall(r"<form\b[^>]*>", text) if 'method="post"' not in form]
    assert wrong == []


def test_no_stub_is_left_behind():
    """A blank that subclasses fill says beside it who does."""
    wrong = [
        f"{name}:{number}"
        for name, source in product()
        for number, line in enumerate(source.splitlines(), 1)
        if re.search(r"\b(?:TODO|FIXME|XXX)\b|raise NotImplementedError(?:\(.*\))?$", line)
    ]
    assert wrong == []


@pytest.mark.django_db
def test_models_and_migrations_agree():
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
