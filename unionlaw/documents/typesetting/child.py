"""The process that runs Typst: `python child.py FONTS LIBRARY`, asked by lines on its standard input.

What an office writes as a template is a program. Here it has nothing to reach for: the library stands in front of the
source, so no file is read while it runs, and once the fonts are loaded the process may open neither files nor sockets
(RLIMIT_NOFILE) and has a bounded memory (RLIMIT_AS). How long it may take, its parent says by killing it.

A question is one line of JSON {source, data, format, ppi}; the answer one line of JSON {sizes, fonts} or {error,
diagnostic} and the bytes of what was set. Django is not loaded.
"""

import json
import os
import resource
import sys
from typing import Any

MEMORY = 2 * 1024**3
PDF = "a-2b"


def main(fonts: list[str], library: str) -> None:
    import typst

    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=fonts)
    home = os.path.dirname(os.path.abspath(library))
    nowhere = os.path.join(home, "nothing")
    compiler = typst.Compiler(root=home, font_paths=found, package_path=nowhere, package_cache_path=nowhere)
    with open(library, encoding="utf-8") as file:
        prelude = file.read().rstrip("\n") + "\n#show: paper\n"
    # Every font is read once before files are closed off.
    for family in found.families():
        compiler.compile(input=f'#set text(font: "{family}")\na'.encode(), format="pdf")
    _shut_in()
    out = sys.stdout.buffer
    _answer(out, {"families": found.families(), "offset": prelude.count("\n")}, [])
    for line in sys.stdin.buffer:
        question = json.loads(line)
        try:
            made = _set(compiler, prelude, question)
        except typst.TypstError as error:
            _answer(out, {"error": error.message, "diagnostic": error.diagnostic}, [])
        else:
            _answer(out, {"sizes": [len(part) for part in made]}, made)


def _set(compiler: Any, prelude: str, question: dict[str, Any]) -> list[bytes]:
    kind = question["format"]
    options: dict[str, Any] = {"pdf_standards": [PDF]} if kind == "pdf" else {"ppi": question["ppi"]}
    made = compiler.compile(
        input=(prelude + question["source"]).encode(),
        format=kind,
        sys_inputs={"data": question["data"]},
        timestamp=question["timestamp"],
        **options,
    )
    return made if isinstance(made, list) else [made]


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
