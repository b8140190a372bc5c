"""The process that runs Typst: `python child.py FONTS LIBRARY`, asked by lines on its standard input.

What an office writes as a template is a program. Here it has nothing to reach for: the library stands in front of the
source, so no file is read while it runs, and once the fonts are loaded the process may open neither files nor sockets
(RLIMIT_NOFILE) and has a bounded memory (RLIMIT_AS). How long it may take, its parent says by killing it.

A question is one line of JSON {source, data, format, ppi, timestamp}; the answer one line of JSON {sizes} or {error,
diagnostic} and the bytes of what was set. `data` is what the paper shows, or a list of that: then all papers are set in
one document, which shares the work on fonts and on what they have in common, and cut by their pages (cutting.py). The
text of a QR code is replaced by its picture here (codes.py). Django is not loaded.
"""

import importlib.util
import json
import os
import resource
import sys
from typing import Any

MEMORY = 2 * 1024**3
PDF = "a-2b"
INPUT = "#let input = json(bytes(sys.inputs.data))\n"
"""The line of the library by which it reads one paper's data."""


def main(fonts: list[str], library: str) -> None:
    import typst

    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=fonts)
    home = os.path.dirname(os.path.abspath(library))
    nowhere = os.path.join(home, "nothing")
    compiler = typst.Compiler(root=home, font_paths=found, package_path=nowhere, package_cache_path=nowhere)
    with open(library, encoding="utf-8") as file:
        prelude = file.read().rstrip("\n") + "\n#show: paper\n"
    cutting, codes = _beside("cutting"), _beside("codes")
    codes.qr_svg("a")
    # Every font is read once before files are closed off.
    for family in found.families():
        compiler.compile(input=f'#set text(font: "{family}")\na'.encode(), format="pdf")
    _shut_in()
    out = sys.stdout.buffer
    _answer(out, {"families": found.families(), "offset": prelude.count("\n")}, [])
    for line in sys.stdin.buffer:
        question = json.loads(line)
        try:
            made = _set(compiler, prelude, question, cutting, codes)
        except typst.TypstError as error:
            _answer(out, {"error": error.message, "diagnostic": error.diagnostic}, [])
        except cutting.Uncuttable as error:
            _answer(out, {"error": f"uncuttable: {error}", "diagnostic": ""}, [])
        else:
            _answer(out, {"sizes": [len(part) for part in made]}, made)


def _set(compiler: Any, prelude: str, question: dict[str, Any], cutting: Any, codes: Any) -> list[bytes]:
    kind, data = question["format"], question["data"]
    options: dict[str, Any] = {"pdf": {"pdf_standards": [PDF]}, "png": {"ppi": question["ppi"]}}.get(kind, {})
    # For an editable copy the parent has put another library in front already.
    source = question["source"] if kind == "html" else prelude + question["source"]
    many = isinstance(data, list)
    for paper in data if many else [data]:
        paper["qr"] = codes.qr_svg(paper["qr"]) if paper.get("qr") else None
    made = compiler.compile(
        input=(_together(source) if many else source).encode(),
        format=kind,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=question["timestamp"],
        **options,
    )
    if many:
        parts: list[bytes] = cutting.cut(made, len(data))
        return parts
    return made if isinstance(made, list) else [made]


def _together(source: str) -> str:
    """The source of one paper as a function of its data, called for each."""
    before, line, rest = source.partition(INPUT)
    if not line:
        raise ValueError("the library reads its data in another way")
    called = "#for one in json(bytes(sys.inputs.data)) { paper-of(one) }\n"
    return f"{before}#let paper-of(input) = [\n{rest}\n]\n{called}"


def _beside(name: str) -> Any:
    """A module beside this file; the process is started without a path to import it from."""
    place = os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _shut_in() -> None:
    first_free = os.dup(0)
    os.close(first_free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (first_free, first_free))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(out: Any, head: dict[str, Any], parts: list[bytes]) -> None:
    out.write(json.dumps(head).encode() + b"\n")
    for part in parts:
        out.write(part)
    out.flush()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2])
