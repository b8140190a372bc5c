"""What is to be translated: every text marked for gettext in code and templates, found without system packages.

Chinese is the language of the source; `manage.py messages` brings locale/en/LC_MESSAGES/django.po in line with it.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

# What each function's leading literal arguments are.
CALLS = {
    "gettext": ("text",),
    "gettext_lazy": ("text",),
    "gettext_noop": ("text",),
    "ngettext": ("text", "plural"),
    "ngettext_lazy": ("text", "plural"),
    "pgettext": ("context", "text"),
    "pgettext_lazy": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
    "npgettext_lazy": ("context", "text", "plural"),
}
_IN_TEMPLATES = re.compile(r"\b(n?p?gettext|_)\((?=\s*u?['\"])")
_PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[#0 +-]*\d*(?:\.\d+)?([a-zA-Z%])")


class Text(NamedTuple):
    """One text to translate; `plural` and `context` are "" without one."""

    text: str
    plural: str = ""
    context: str = ""


def in_python(source: str) -> Iterator[Text]:
    """The texts of a Python module, through whatever names it imported the gettext functions by.

    Raises ValueError for a call whose text is not a literal, unless it is a plain name or attribute (a text that was
    marked where it was written).
    """
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name: CALLS[alias.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in CALLS
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            literals = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            kinds = names[node.func.id]
            if len(literals) >= len(kinds):
                yield Text(**dict(zip(kinds, literals, strict=False)))
            elif any(isinstance(arg, ast.JoinedStr | ast.BinOp) for arg in node.args[: len(kinds)]):
                raise ValueError(f"line {node.lineno}: gettext sees only whole literals")


def in_template(source: str) -> Iterator[Text]:
    """The texts of a template: translate and blocktranslate tags, and `_("…")` in other tags and filters."""
    code = templatize(source)
    for call in _IN_TEMPLATES.finditer(code):
        literals: list[str] = []
        for token in tokenize.generate_tokens(io.StringIO(code[call.end() :]).readline):
            if token.type == tokenize.STRING:
                literals.append(ast.literal_eval(token.string))
            elif token.string != ",":
                break
        kinds = CALLS["gettext" if call[1] == "_" else call[1]]
        yield Text(**dict(zip(kinds, literals, strict=False)))


def collect(root: Path) -> dict[Text, list[str]]:
    """Every text below `root`, with the files it is in, relative to `root`. Raises ValueError with the file's name."""
    found: dict[Text, list[str]] = {}
    for path in source_files(root):
        reader = in_python if path.suffix == ".py" else in_template
        name = path.relative_to(root).as_posix()
        try:
            for text in reader(path.read_text(encoding="utf-8")):
                files = found.setdefault(text, [])
                if name not in files:
                    files.append(name)
        except (ValueError, SyntaxError) as error:
            raise ValueError(f"{name}: {error}") from error
    return found


def source_files(root: Path) -> list[Path]:
    """Modules of the applications and all templates, in a steady order."""
    applications = [path.parent for path in root.glob("*/apps.py")]
    modules = [path for folder in [root / "unionlaw", *applications] for path in folder.rglob("*.py")]
    templates = [path for path in (root / "templates").rglob("*") if path.suffix in {".html", ".txt"}]
    return sorted(path for path in {*modules, *templates} if "migrations" not in path.parts)


def placeholders(text: str) -> list[str]:
    """The interpolations of a text as "name:type", sorted; each once, as English may repeat or reorder them."""
    return sorted({f"{name}:{kind}" for name, kind in _PLACEHOLDER.findall(text) if kind != "%"})
