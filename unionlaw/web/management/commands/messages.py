"""Bring the English message file in line with the source texts."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand

from unionlaw.web import catalogue

HEADER = {
    "Project-Id-Version": "unionlaw",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


class Command(BaseCommand):
    help = "Collect the texts of code and templates into locale/en: new ones empty, vanished ones dropped."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"
        before = polib.pofile(str(path)) if path.exists() else polib.POFile()
        after = renewed(before, catalogue.collect(settings.BASE_DIR))
        path.parent.mkdir(parents=True, exist_ok=True)
        after.save(str(path))
        empty = len(after.untranslated_entries())
        self.stdout.write(
            f"{len(after)} texts, {empty} to be translated, {len(before) - _kept(before, after)} dropped."
        )


def renewed(before: polib.POFile, texts: Iterable[catalogue.Text]) -> polib.POFile:
    """The message file of `texts` with the translations of `before`, sorted by text, the same whenever it is made."""
    known = {(entry.msgid, entry.msgctxt): entry for entry in before if not entry.obsolete}
    after = polib.POFile(wrapwidth=0)
    after.metadata = HEADER
    for text in sorted(texts):
        old = known.get((text.text, text.context or None))
        entry = polib.POEntry(msgid=text.text, msgctxt=text.context or None)
        if any(catalogue.placeholders(t) for t in (text.text, text.plural)):
            entry.flags = ["python-format"]
        if text.plural:
            entry.msgid_plural = text.plural
            entry.msgstr_plural = dict((old and old.msgstr_plural) or {0: "", 1: ""})
        else:
            entry.msgstr = old.msgstr if old else ""
        after.append(entry)
    return after


def _kept(before: polib.POFile, after: polib.POFile) -> int:
    still = {(entry.msgid, entry.msgctxt) for entry in after}
    return sum((entry.msgid, entry.msgctxt) in still for entry in before)
