"""Bytes that are not UTF-8: where they stand in a text that keeps them as lone surrogates."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.text.lazy import lazy
from roadmaplint.text.mojibake.detect import Guess, guess
from roadmaplint.text.source import Line, Source, Span

_BAD = lazy("[\udc80-\udcff]")
_BAD_RUN = lazy("[\udc80-\udcff]+")
#: Halves of emoji written as three bytes each (CESU-8), together or alone.
CESU = lazy(
    "\udced[\udca0-\udcaf][\udc80-\udcbf]\udced[\udcb0-\udcbf][\udc80-\udcbf]"
    "|\udced[\udca0-\udcbf][\udc80-\udcbf]"
)


class BadLine(Struct, frozen=True):
    """A line with bytes that are not UTF-8; `first` is the first run of them, `at` its offset in
    the file's bytes, `total` how many there are."""

    line: Line
    first: Span
    at: int
    data: bytes
    total: int


class BadBytes(Struct, frozen=True):
    """The bad lines of a file, and a line that is good UTF-8 beyond ASCII, if there is one."""

    lines: tuple[BadLine, ...]
    good: Line | None


def raw(text: str) -> bytes:
    """The bytes of a piece of text as they stand in the file."""
    return text.encode("utf-8", "surrogateescape")


def has_bad_bytes(source: Source) -> bool:
    """True if the file was read as UTF-8 and holds bytes that are none."""
    if source.text.isascii() or source.encoding.name != "utf-8":
        return False
    return _BAD.search(source.alphabet) is not None


def bad_bytes(source: Source) -> BadBytes:
    """Every line with bytes that are not UTF-8, halves of emoji aside."""
    good: Line | None = None
    found: list[BadLine] = []
    at = position = 0
    for line in source.lines():
        if line.text.isascii():
            continue
        text = CESU.sub(lambda match: "x" * len(match[0]), line.text)
        match = _BAD_RUN.search(text)
        if match is None:
            good = good or (None if text.isascii() else line)
            continue
        start = line.span.start + match.start()
        at += len(raw(source.text[position:start]))
        position = start
        first = Span(start, line.span.start + match.end())
        count = sum(map(len, _BAD_RUN.findall(text)))
        found.append(BadLine(line, first, at, raw(match[0]), count))
    return BadBytes(tuple(found), good)


def halves(source: Source) -> Iterator[tuple[Span, int, str]]:
    """Span, byte offset and text of every half or pair of halves written in CESU-8."""
    at = position = 0
    for match in CESU.finditer(source.text):
        at += len(raw(source.text[position : match.start()]))
        position = match.start()
        yield Span(*match.span()), at, match[0]


def reading(lines: tuple[BadLine, ...]) -> tuple[Guess, list[str]] | None:
    """The code page that lines were written in and the text of each; None if none makes sense."""
    data = b"\n".join(raw(bad.line.text) for bad in lines)
    found = guess(data)
    if found is None:
        return None
    texts = found.text.split("\n")
    return (found, texts) if len(texts) == len(lines) else None
