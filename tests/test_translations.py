"""Every text has English that can be relied on, and no Chinese is written past the message file."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, pgettext

from unionlaw.web import catalogue
from unionlaw.web.management.commands.messages import renewed

PO = settings.BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po"
CHINESE = re.compile("[\u3001-\u301f\u3400-\u9fff\uff00-\uff65]")
MARKED = re.compile(r"{% *blocktrans.*?endblocktrans\w* *%}|{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
QUOTED = re.compile("“[^”]*”")

# Where Chinese in code is no text of the screen.
DATA = {
    "unionlaw/demo/": "the invented city",
    "unionlaw/bench/": "invented matters in bulk",
    "unionlaw/lib/text.py": "surnames and their readings",
    "unionlaw/lib/money.py": "amounts in capital figures",
    "unionlaw/lib/sheets.py": "how the columns of a sheet are divided",
    "unionlaw/run/": "before any language is chosen",
    "cases/data/materials.py": "words by which causes are recognised",
    "cases/states.py": "the printed form of numbers",
    "cases/services/": "words as they are stored",
    "cases/paper": "what papers say, and examples of it",
    "mediation/paper": "what papers say, and examples of it",
    "mediation/services/": "words as they are stored, and headings of sheets that organs send",
    "mediation/states.py": "the printed form of numbers",
    "mediation/views/slots.py": "brackets around a name",
    "unionlaw/matters/searching.py": "how numbers are typed",
    "unionlaw/matters/services/": "words as they are stored",
    "unionlaw/reports/management/": "headings of the document it writes",
    "unionlaw/reports/outputs/csv.py": "signs that a workbook would calculate with",
    "unionlaw/web/lists/text_export.py": "signs that a workbook would calculate with",
    "unionlaw/reports/states.py": "the printed form of numbers",
    "unionlaw/rosters/": "headings of sheets that people send, and words as they are stored",
    "monitoring_letters/papers.py": "what papers say, and examples of it",
    "monitoring_letters/services/": "words as they are stored",
    "monitoring_letters/views/campaigns/": "words of an imported sheet",
    "monitoring_letters/states.py": "the printed form of numbers",
    "unionlaw/deadlines/forms/calendar.py": "words of an imported sheet",
    "unionlaw/deadlines/services/": "words as they are stored",
    "unionlaw/deadlines/shipped_calendar.py": "names of holidays as the libraries give them",
    "unionlaw/deadlines/wording.py": "words as they are stored",
    "unionlaw/documents/asks.py": "how it is typed",
    "unionlaw/documents/services/templates.py": "the printed form of numbers",
    "unionlaw/documents/services/drafting.py": "what papers say, and examples of it",
    "unionlaw/documents/services/editable.py": "names of fonts",
    "unionlaw/matters/services/facts.py": "words as they are stored",
    "unionlaw/registers/services/merging.py": "words as they are stored",
    "unionlaw/web/format.py": "how a date is written in Chinese",
    "unionlaw/web/forms.py": "how a date is typed in Chinese",
    "unionlaw/accounts/models.py": "the language's own name",
    "unionlaw/registers/models/reference.py": "what a column holds, for developers",
    "unionlaw/registers/forms/": "what is typed to clear a field, and the province",
}
SPEAKS_FOR_ITSELF = {"components/language.html"}
"""Names the language in itself, for those who cannot read the other."""


@pytest.fixture(scope="module")
def texts() -> dict[catalogue.Text, list[str]]:
    return catalogue.collect(settings.BASE_DIR)


@pytest.fixture(scope="module")
def english() -> polib.POFile:
    return polib.pofile(str(PO), wrapwidth=0)


def versions(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_text_of_code_and_templates_has_english(texts, english):
    ready = {(e.msgid, e.msgctxt or "") for e in english if not e.fuzzy and not e.obsolete and all(versions(e))}
    missing = [
        f"{text.text!r} in {where[0]}" for text, where in texts.items() if (text.text, text.context) not in ready
    ]
    assert not missing, "make messages, then translate:\n" + "\n".join(missing)


def test_the_message_file_is_what_make_messages_writes(texts, english):
    assert str(renewed(english, texts)) == str(english)


def test_placeholders_are_the_same_in_english(english):
    wrong = []
    for entry in english:
        wanted = {*catalogue.placeholders(entry.msgid), *catalogue.placeholders(entry.msgid_plural)}
        for index, said in enumerate(versions(entry)):
            used = set(catalogue.placeholders(said))
            # "One thing is left" needs no number; the plural does.
            if used != wanted and not (entry.msgid_plural and index == 0 and used < wanted):
                wrong.append(f"{entry.msgid!r}: {said!r}")
    assert not wrong, "\n".join(wrong)


def test_english_is_not_chinese_except_in_quoted_examples(english):
    wrong = [said for entry in english for said in versions(entry) if CHINESE.search(QUOTED.sub("", said))]
    assert not wrong


def test_english_ends_as_the_chinese_does(english):
    """A sentence stays a sentence, a label a label."""
    pairs = [(entry.msgid, said) for entry in english for said in versions(entry)]
    wrong = [f"{chinese!r}: {said!r}" for chinese, said in pairs if chinese[-1] == "。" and said[-1] not in ".?!)”"]
    assert not wrong, "\n".join(wrong)


def test_chinese_in_code_goes_through_gettext():
    wrong = []
    for path in catalogue.source_files(settings.BASE_DIR):
        name = path.relative_to(settings.BASE_DIR).as_posix()
        if path.suffix == ".py" and not name.startswith(tuple(DATA)):
            wrong += [f"{name}:{line}: {text}" for line, text in unmarked(path.read_text())]
    assert not wrong, "wrap in gettext, or say in DATA why not:\n" + "\n".join(wrong)


def test_chinese_in_templates_goes_through_gettext():
    wrong = []
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        name = path.relative_to(settings.BASE_DIR / "templates").as_posix()
        source = MARKED.sub("", path.read_text())
        if name not in SPEAKS_FOR_ITSELF and (found := CHINESE.search(source)):
            wrong.append(f"{name}: …{source[max(0, found.start() - 30) : found.end() + 30]}…")
    assert not wrong, "\n".join(wrong)


def unmarked(source: str) -> list[tuple[int, str]]:
    """Chinese literals outside docstrings and gettext calls, with their lines."""
    tree = ast.parse(source)
    marked = set()
    for node in ast.walk(tree):
        called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if called in {"_", "_g", *catalogue.CALLS} or (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        ):
            marked |= {id(inner) for inner in ast.walk(node)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in marked
        if CHINESE.search(node.value)
    ]


def test_texts_are_found_in_python():
    source = (
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext as p, gettext\n"
        "_('甲'); ngettext('乙', '乙们', n); p('list', '丙'); gettext('丁' '戊'); gettext(name); other('己')\n"
    )
    assert set(catalogue.in_python(source)) == {
        catalogue.Text("甲"),
        catalogue.Text("乙", plural="乙们"),
        catalogue.Text("丙", context="list"),
        catalogue.Text("丁戊"),
    }


@pytest.mark.parametrize("call", ["_(f'{n}件')", "_('共' + n)", "_('共%s件' % n)"])
def test_a_text_put_together_before_gettext_is_refused(call):
    with pytest.raises(ValueError, match="line 2"):
        list(catalogue.in_python(f"from django.utils.translation import gettext as _\n{call}"))


def test_texts_are_found_in_templates():
    source = (
        "{% translate '甲' %}{% translate '乙' context 'list' as word %}"
        "{% include 'x' with a=_('丙') %}{{ v|default:_('丁') }}"
        "{% blocktranslate with n=rows %}共 {{ n }} 条{% endblocktranslate %}"
        "{% blocktranslate count n=rows %}一条{% plural %}{{ n }} 条{% endblocktranslate %}{# translate '己' #}"
    )
    assert set(catalogue.in_template(source)) == {
        catalogue.Text("甲"),
        catalogue.Text("乙", context="list"),
        catalogue.Text("丙"),
        catalogue.Text("丁"),
        catalogue.Text("共 %(n)s 条"),
        catalogue.Text("一条", plural="%(n)s 条"),
    }


def test_the_compiled_messages_are_current(english):
    """Compiled by `make setup` whenever the message file is newer."""
    assert Path(PO).with_suffix(".mo").stat().st_mtime >= PO.stat().st_mtime
    with translation.override("en"):
        wrong = [
            entry.msgid
            for entry in english
            if not entry.msgid_plural
            and (pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else gettext(entry.msgid)) != entry.msgstr
        ]
    assert not wrong
