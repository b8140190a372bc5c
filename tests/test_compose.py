"""docker-compose.yml, the Dockerfile and the settings speak of the same variables."""

import re
from pathlib import Path

import yaml

from unionlaw.settings.env import VARIABLES

ROOT = Path(__file__).resolve().parents[1]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())

# Settings that production leaves alone, and why.
NOT_SET = {
    "DEBUG": "production refuses it",
    "SECOND_FACTOR_ROLES": "unset means every role, which is what production wants",
}


def ours() -> dict[str, dict]:
    """Return the services that run our image."""
    return {name: service for name, service in COMPOSE["services"].items() if service.get("image") == "unionlaw"}


def variable(name: str) -> str:
    return name.removesuffix("_FILE")


def test_every_variable_that_is_set_is_one_the_settings_read() -> None:
    for name, service in ours().items():
        unknown = {variable(key) for key in service["environment"]} - VARIABLES.keys()
        assert not unknown, f"{name} sets {unknown}"


def test_every_variable_the_settings_read_is_set_or_exempt_with_a_reason() -> None:
    for name, service in ours().items():
        given = {variable(key) for key in service["environment"]}
        assert VARIABLES.keys() - given == NOT_SET.keys(), name


def test_defaults_that_are_passed_through_are_the_settings_own() -> None:
    for key, value in ours()["web"]["environment"].items():
        found = re.fullmatch(r"\$\{(\w+):-(.*)\}", str(value))
        if found is None:
            continue
        default = VARIABLES[key].default
        shown = str(default).lower() if isinstance(default, bool) else "" if default == [] else str(default)
        assert (found[1], found[2]) == (key, shown)


def test_secrets_come_from_files() -> None:
    environment = ours()["web"]["environment"]
    in_the_open = {name for name, about in VARIABLES.items() if about.secret and name in environment}
    # The broker has no password inside its network; the mail password is the site's own choice of .env or file.
    assert in_the_open == {"REDIS_URL", "EMAIL_HOST_PASSWORD"}
    for key, path in environment.items():
        if key.endswith("_FILE"):
            assert Path(path).name in COMPOSE["secrets"], key


def test_the_image_sets_only_what_the_settings_read_besides_its_interpreter() -> None:
    words = re.findall(r"^ENV (.+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    names = {pair.split("=")[0] for line in words for pair in line.split()}
    assert names - {"PATH", "PYTHONUNBUFFERED"} <= VARIABLES.keys()


def test_the_parts_of_production_are_there_and_watched() -> None:
    services = COMPOSE["services"]
    assert services.keys() == {"postgres", "redis", "migrate", "web", "worker", "beat", "proxy"}
    assert all("healthcheck" in service for name, service in services.items() if name != "migrate")
    assert services["web"]["deploy"]["replicas"] > 1
    assert services["worker"]["deploy"]["replicas"] > 1
    assert "deploy" not in services["beat"]
    assert services["web"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_files_that_are_named_exist() -> None:
    assert (ROOT / "deploy/Caddyfile").exists()
    made = (ROOT / "deploy/make-secrets").read_text()
    assert all(f"keep {name} " in made for name in COMPOSE["secrets"])


def test_the_example_and_the_how_to_list_every_variable_with_its_meaning() -> None:
    example = (ROOT / ".env.example").read_text()
    how_to = (ROOT / "docs/how-to/configure.md").read_text()
    for name, about in VARIABLES.items():
        assert re.search(rf"^# {re.escape(about.meaning)}\n# {name}=", example, re.MULTILINE), name
        row = rf"^\| `{name}` \| {about.kind} \|.*{re.escape(about.meaning[1:])} \|$"
        assert re.search(row, how_to, re.MULTILINE), name
