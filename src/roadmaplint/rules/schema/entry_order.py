"""The parts of an entry in another order than author, format, licence, note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.markdown.tokens import Inline, plain_text
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.entries import entries
from roadmaplint.text.lazy import lazy

_FORMAT = lazy(
    r"(?:PDF|EPUB|HTML|MOBI|Kindle|DjVu|PS|PostScript|TXT|Markdown|DOCX?|ODT|AZW3|CHM"
    r"|podcast|screencast|videocast)(?:\s*[,/&+]\s*(?:and\s+)?|\Z)",
    re.IGNORECASE,
)
_LICENCE = lazy(r"(?:CC[ -](?:BY|0)|CC0|GFDL)\b", re.IGNORECASE)
_GROUP = lazy(r"\(([^()]{1,80})\)")
_YEAR = lazy(r" - [^()\d]{2,60}(?:,| -) ?(?:19[5-9]|20[0-4])\d\Z")
_RANKS = ("format", "licence", "note")


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per entry, on the first two parts that should change places."""
    for entry in entries(document):
        parts = list(_parts(entry.rest))
        for first, second in pairwise(parts):
            if first[0] > second[0]:
                yield Finding(
                    entry.place,
                    f"the {_RANKS[second[0]]} ({second[1]}) belongs before the"
                    f" {_RANKS[first[0]]} ({first[1]}): author, format, licence, note",
                )
                break
        if _YEAR.search(entry.tail.rstrip()):
            message = "the year stands behind the author; it belongs into the title"
            yield Finding(entry.place, message)


def _parts(inlines: tuple[Inline, ...]) -> Iterator[tuple[int, str]]:
    """Ranks and texts of the bracketed parts; further links start parts of their own."""
    for inline in inlines:
        if inline.kind == "link":
            return
        if inline.kind in {"emphasis", "strong"}:
            note = plain_text(inline.children).strip()
            if note.startswith("(") and note.endswith(")"):
                yield 2, " ".join(note[1:-1].split())
        elif inline.kind == "text":
            for match in _GROUP.finditer(inline.text):
                rank = _rank(match[1])
                if rank is not None:
                    yield rank, match[1]


def _rank(text: str) -> int | None:
    """What a bracketed text is; None for the many words that can be anything."""
    text = text.strip()
    if _LICENCE.match(text):
        return 1
    at = 0
    while match := _FORMAT.match(text, at):
        at = match.end()
        if at == len(text):
            return 0
    return None
