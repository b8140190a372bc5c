"""The browser that tests drive: one already on the machine, or Debian's Chromium where we may install it."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> str:
    """Return the path of a Chromium: CHROMIUM, or one on PATH; "" when there is none."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given
    return next((path for name in NAMES if (path := shutil.which(name))), "")


def install() -> None:
    """Install Chromium where that is possible: as root on a machine with apt. Otherwise say what is missing.

    Nothing fails here: the browser tests themselves do, with the same words, when there is no browser.
    """
    if find():
        return
    if os.getuid() or not shutil.which("apt-get"):
        print("· no Chromium here: the browser tests will fail; install chromium or set CHROMIUM=/path/to/it")
        return
    print("· installing chromium", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
        done = subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"· {' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}", file=sys.stderr)


if __name__ == "__main__":
    install()
