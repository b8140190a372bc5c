"""Cutting a PDF that Typst wrote into PDFs of a few pages each, each whole in itself. Without Django: see child.py.

Typst writes plain objects and one table of where they begin; nothing is packed into streams of objects. So a part is
the objects that its pages reach, numbered anew, with a list of pages, a catalogue and a table of its own. What parts
share (fonts, colours) is copied as it is, without being unpacked. The tree of tags is cut with the pages. What a page
of a letter never has (links, bookmarks) is not cut but refused, and the letters are then set one by one.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence

_REF = re.compile(rb"(\d+) 0 R")
_PAGES = re.compile(rb"/Type/Pages\b.*?/Kids\[([^\]]*)\]", re.DOTALL)
_LABEL = re.compile(rb"(\d+)<<[^>]*?>>")
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_INFO = re.compile(rb"/Info (\d+) 0 R")
_KIDS = re.compile(rb"/K\[(.*)\](?=/Pg|>>$|/[A-Z])", re.DOTALL)
_KID = re.compile(rb"<</Type/MCR(?:[^<>]|<<[^>]*>>)*?/MCID (\d+)/Pg (\d+) 0 R>>|(\d+) 0 R|(\d+)")
_PAGE_OF = re.compile(rb"/Pg (\d+) 0 R")
_PARENT = re.compile(rb"/P (\d+) 0 R")
_IDS = re.compile(rb"(<(?:xmpMM:DocumentID|xmpMM:InstanceID|stEvt:instanceID)>)[^<_]*")
_COUNT = re.compile(rb"(<xmpTPg:NPages>)\d+")
_STREAM = b"\nstream"
HEADER = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n"


class Uncuttable(Exception):
    """The PDF has something that no part can take along."""


def cut(pdf: bytes, count: int) -> list[bytes]:
    """The `count` parts of `pdf`, in order. A part begins where the pages are numbered from 1 again.

    Raises Uncuttable when there are not so many parts, or one cannot stand alone.
    """
    try:
        whole = _Whole(pdf)
        runs = whole.runs()
        if len(runs) != count:
            raise Uncuttable(f"{len(runs)} parts, {count} wanted")
        return [_Part(whole, run).written() for run in runs]
    except (LookupError, ValueError) as error:
        raise Uncuttable(repr(error)) from error


class _Whole:
    """The objects of the PDF by number, split into the words of each and its stream."""

    def __init__(self, pdf: bytes) -> None:
        table = pdf.rindex(b"xref\n", 0, pdf.rindex(b"startxref"))
        self.trailer = pdf[pdf.index(b"trailer", table) :]
        lines = pdf[table:].split(b"\n", 2)
        entries = int(lines[1].split()[1])
        starts = [int(lines[2][20 * n : 20 * n + 10]) for n in range(1, entries)]
        ends = [*starts[1:], table]
        self.words: dict[int, bytes] = {}
        self.streams: dict[int, bytes] = {}
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
            body = pdf[pdf.index(b"obj\n", start) + 4 : pdf.rindex(b"\nendobj", start, end)]
            words, mark, stream = body.partition(_STREAM)
            self.words[number], self.streams[number] = words, mark + stream
        self.root, self.info = self._number(_ROOT), self._number(_INFO)
        self.catalogue = self.words[self.root]
        if b"/Outlines" in self.catalogue or b"/Names" in self.catalogue or b"/Dests" in self.catalogue:
            raise Uncuttable("bookmarks")
        kids = _PAGES.search(self.words[self._catalogued(b"Pages")])
        self.pages = [int(ref) for ref in _REF.findall(kids[1])] if kids else []
        if any(b"/Annots" in self.words[page] for page in self.pages):
            raise Uncuttable("links")
        self.root_tag, self.tags = self._tags()
        self.refs = {number: [int(ref) for ref in _REF.findall(words)] for number, words in self.words.items()}

    def _number(self, where: re.Pattern[bytes]) -> int:
        found = where.search(self.trailer)
        if found is None:
            raise Uncuttable("trailer")
        return int(found[1])

    def _catalogued(self, name: bytes) -> int:
        found = re.search(rb"/" + name + rb" (\d+) 0 R", self.catalogue)
        return int(found[1]) if found else 0

    def runs(self) -> list[list[int]]:
        """The pages of each part: from one that is numbered 1 to the next."""
        found = re.search(rb"/PageLabels(?:<</Nums\[(.*?)\]>>| (\d+) 0 R)", self.catalogue, re.DOTALL)
        if found is None:
            raise Uncuttable("no page numbers")
        labels = found[1] if found[2] is None else self.words[int(found[2])]
        firsts = [
            int(label[1])
            for label in _LABEL.finditer(_without_refs(labels, self.words))
            if b"/St" not in label[0] or b"/St 1>" in label[0] or b"/St 1/" in label[0]
        ]
        if not firsts or firsts[0] != 0:
            raise Uncuttable("page numbers")
        return [self.pages[a:b] for a, b in zip(firsts, [*firsts[1:], len(self.pages)], strict=True)]

    def _tags(self) -> tuple[int, dict[int, list[int]]]:
        """The root of the tree of tags (0 where there is none) and the tags of each page."""
        root = self._catalogued(b"StructTreeRoot")
        if not root:
            return 0, {}
        nums = re.search(rb"/Nums\[(.*?)\]", self.words[root], re.DOTALL)
        if nums is None:
            raise Uncuttable("tags")
        rows = re.findall(rb"(\d+) (\d+) 0 R", nums[1])
        lists = {int(key): [int(ref) for ref in _REF.findall(self.words[int(row)])] for key, row in rows}
        found = {}
        for page in self.pages:
            key = re.search(rb"/StructParents (\d+)", self.words[page])
            if key:
                found[page] = lists[int(key[1])]
        return root, found


def _without_refs(labels: bytes, words: dict[int, bytes]) -> bytes:
    """The list of page labels with the labels themselves in it."""
    return re.sub(rb"(\d+) (\d+) 0 R", lambda m: m[1] + words[int(m[2])], labels)


class _Part:
    """One part: its objects in their new order."""

    def __init__(self, whole: _Whole, pages: Sequence[int]) -> None:
        self.whole, self.pages = whole, list(pages)
        self.changed: dict[int, bytes] = {}
        self.order: list[int] = []
        self._tag(whole.root_tag, {page: whole.tags[page] for page in self.pages if page in whole.tags})
        kids = b" ".join(b"%d 0 R" % page for page in self.pages)
        listed = whole._catalogued(b"Pages")
        self.changed[listed] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(self.pages), kids)
        self.changed[whole.root] = re.sub(
            rb"/PageLabels(<</Nums\[.*?\]>>| \d+ 0 R)", b"", whole.catalogue, flags=re.DOTALL
        )
        for start in (whole.root, whole.info):
            self._reach(start)

    def _words(self, number: int) -> bytes:
        return self.changed.get(number) or self.whole.words[number]

    def _reach(self, start: int) -> None:
        seen, waiting = set(self.order), [start]
        while waiting:
            number = waiting.pop()
            if number in seen:
                continue
            seen.add(number)
            self.order.append(number)
            changed = self.changed.get(number)
            refs = self.whole.refs[number] if changed is None else [int(ref) for ref in _REF.findall(changed)]
            waiting.extend(reversed(refs))

    def _tag(self, root: int, of_pages: dict[int, list[int]]) -> None:
        """Keep of the tree of tags what the pages name, and what stands above it."""
        if not root:
            return
        kept: set[int] = set()
        for tag in {tag for tags in of_pages.values() for tag in tags}:
            while tag and tag != root and tag not in kept:
                kept.add(tag)
                above = _PARENT.search(self.whole.words[tag])
                tag = int(above[1]) if above else 0
        for tag in kept:
            self.changed[tag] = self._pruned(tag, kept)
        rows = []
        for place, page in enumerate(self.pages):
            if page in of_pages:
                listed = b"[" + b" ".join(b"%d 0 R" % tag for tag in of_pages[page]) + b"]"
                rows.append(b"%d %s" % (place, listed))
                words = self.whole.words[page]
                self.changed[page] = re.sub(rb"/StructParents \d+", b"/StructParents %d" % place, words)
        words = self.whole.words[root]
        words = re.sub(rb"/Nums\[.*?\]", b"/Nums[" + b" ".join(rows) + b"]", words, flags=re.DOTALL)
        self.changed[root] = re.sub(rb"/ParentTreeNextKey \d+", b"/ParentTreeNextKey %d" % len(self.pages), words)

    def _pruned(self, tag: int, kept: set[int]) -> bytes:
        """A tag with those of its parts that stand on our pages."""
        words = self.whole.words[tag]
        kids = _KIDS.search(words)
        if kids is None:
            return words
        home = _PAGE_OF.search(words[kids.end() :])
        first = int(home[1]) if home else 0
        here = first if first in self.pages else 0
        found = []
        for marked, page, inner in self._kids(kids[1], first):
            if inner:
                if inner in kept:
                    found.append(b"%d 0 R" % inner)
            elif page in self.pages:
                here = here or page
                own = page == here
                found.append(b"%d" % marked if own else b"<</Type/MCR/MCID %d/Pg %d 0 R>>" % (marked, page))
        behind = words[kids.end() :]
        if first:
            behind = _PAGE_OF.sub(b"/Pg %d 0 R" % here if here else b"", behind, count=1)
        return words[: kids.start()] + b"/K[" + b" ".join(found) + b"]" + behind

    @staticmethod
    def _kids(listed: bytes, home: int) -> Iterator[tuple[int, int, int]]:
        """(number of the marked content, its page, 0) or (0, 0, the tag below)."""
        for kid in _KID.finditer(listed):
            if kid[1] is not None:
                yield int(kid[1]), int(kid[2]), 0
            elif kid[3] is not None:
                yield 0, 0, int(kid[3])
            else:
                yield int(kid[4]), home, 0

    def written(self) -> bytes:
        place = {number: n for n, number in enumerate(self.order, start=1)}

        def renumbered(found: re.Match[bytes]) -> bytes:
            return b"%d 0 R" % place[int(found[1])]

        identity = hashlib.sha256()
        parts, starts, at = [HEADER], [], len(HEADER)
        bodies = []
        for number in self.order:
            words, stream = _REF.sub(renumbered, self._words(number)), self.whole.streams[number]
            bodies.append((words, stream))
            identity.update(words)
            if len(stream) < 20_000:
                identity.update(stream)
        mark = base64.b64encode(identity.digest()[:16])
        for n, (words, stream) in enumerate(bodies, start=1):
            if b"/Subtype/XML" in words:
                stream = _IDS.sub(rb"\g<1>" + mark, _COUNT.sub(rb"\g<1>%d" % len(self.pages), stream))
                words = re.sub(rb"/Length \d+", b"/Length %d" % _length(stream), words)
            body = b"%d 0 obj\n%s%s\nendobj\n" % (n, words, stream)
            starts.append(at)
            parts.append(body)
            at += len(body)
        table = b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(starts) + 1)
        table += b"".join(b"%010d 00000 n\r\n" % start for start in starts)
        trailer = b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[(%s)(%s)]>>\nstartxref\n%d\n%%%%EOF" % (
            len(starts) + 1, place[self.whole.root], place[self.whole.info], mark, mark, at,
        )  # fmt: skip
        return b"".join([*parts, table, trailer])


def _length(stream: bytes) -> int:
    """How many bytes stand between "stream" and "endstream"."""
    return len(stream) - len(b"\nstream\n") - len(b"\nendstream")
