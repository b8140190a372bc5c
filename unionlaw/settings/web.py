"""Settings of pages: static files, content security policy, drafts."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

CONTEXT_PROCESSORS: list[str] = []

STATICFILES_DIRS = [
    ROOT / "static",
    ("tabler", ROOT / "node_modules" / "@tabler" / "core" / "dist"),
]
