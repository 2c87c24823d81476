"""Bytes that are no clean UTF-8: invalid ones, lost ones, wide encodings, marks, line ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from roadmaplint.core.finding import Finding, Fix, Related, Safety
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.text.display import hexadecimal
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.mojibake.damage import LABELS

if TYPE_CHECKING:  # the language model is only paid for where bytes are no UTF-8
    from roadmaplint.text.mojibake.legacy import Guess
from roadmaplint.text.source import NEWLINE, Encoding, Line, Source, Span

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
    from roadmaplint.text.mojibake.legacy import guess_page

    data = b"\n".join(raw(bad.line.text) for bad in lines)
    found = guess_page(data)
    if found is None:
        return None
    texts = found.text.split("\n")
    return (found, texts) if len(texts) == len(lines) else None


@rule(on=Source)
def invalid_utf8(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding for a file of another code page, else one for each bad line."""
    if not has_bad_bytes(source):
        return
    found = bad_bytes(source)
    if not found.lines:
        return
    torn = all(_why(bad.data) for bad in found.lines)
    known = None if found.good or torn else reading(found.lines)
    if known is not None:
        page, texts = known
        total = sum(bad.total for bad in found.lines)
        first = found.lines[0]
        name = LABELS[page.codec]
        rest = f"{total} such bytes on {_lines(len(found.lines))}; the file reads as {name}"
        fix = Fix(f"Decode the file as {name}", _decode_edits(found.lines, texts), Safety.UNSAFE)
        yield Finding(first.first, f"{_what(first)}; {rest}", fix)
        return
    for bad in found.lines:
        yield _one(bad)


def _one(bad: BadLine) -> Finding:
    """A bad line among good ones: its own code page is a guess."""
    known = None if _why(bad.data) else reading((bad,))
    if known is None:
        return Finding(bad.first, _what(bad))
    page, texts = known
    name = LABELS[page.codec]
    fix = Fix(f"Decode the line as {name}", _decode_edits((bad,), texts), Safety.SUGGESTION)
    return Finding(bad.first, f"{_what(bad)}; the line reads as {name}", fix)


def _what(bad: BadLine) -> str:
    """The offset, the bytes, and what is wrong with them if that is plain."""
    return f"byte {bad.at}: {hexadecimal(bad.data)} is not UTF-8{_why(bad.data)}"


def _why(data: bytes) -> str:
    lead = data[0]
    if lead in {0xC0, 0xC1}:
        return " (an overlong form)"
    need = 4 if lead >= 0xF0 else 3 if lead >= 0xE0 else 2
    cut = lead >= 0xC2 and 1 < len(data) < need and all(0x80 <= byte < 0xC0 for byte in data[1:])
    return " (a character cut short)" if cut else ""


def _decode_edits(lines: tuple[BadLine, ...], texts: list[str]) -> tuple[Edit, ...]:
    pairs = zip(lines, texts, strict=True)
    return tuple(Edit(bad.line.span, text) for bad, text in pairs if bad.line.text != text)


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"


_RUN = lazy("\ufffd+")
_QUOTES = "`\"'“”‘’«»()"


@rule(on=Source)
def replacement_character(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per line with lost characters."""
    if "\ufffd" not in source.text:
        return
    for line in source.lines():
        runs = [match.span() for match in _RUN.finditer(line.text) if not _quoted(line, match)]
        if not runs:
            continue
        start, end = runs[0]
        count = sum(b - a for a, b in runs)
        lost = (
            "a character is lost here"
            if count == 1
            else f"{count} characters of this line are lost"
        )
        span = Span(line.span.start + start, line.span.start + end)
        yield Finding(span, f"{lost} (U+FFFD): some program could not decode the bytes")


def _quoted(line: Line, match: re.Match[str]) -> bool:
    """True for a replacement character that is shown as such."""
    before, after = line.text[: match.start()][-1:], line.text[match.end() :][:1]
    return bool(before) and bool(after) and before in _QUOTES and after in _QUOTES


_WIDE_NAMES = {"utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE"}
_WIDE_NAMES |= {"utf-32-le": "UTF-32 LE", "utf-32-be": "UTF-32 BE"}
_ADVICE = "PowerShell 5.1 writes it by default; `-Encoding utf8` avoids that"


@rule(on=Source)
def wide_encoding(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding for a file that is not in a byte encoding."""
    text = source.text
    if source.encoding.name in _WIDE_NAMES:
        mark = Span(0, 1 if text.startswith("\ufeff") else 0)
        edits = (Edit(mark, ""),) if mark.end else ()
        # A NUL says that the form was guessed wrong, or that the text is damaged besides.
        is_whole = "\0" not in text
        fix = Fix("Write the file as UTF-8", edits, Safety.SAFE, Encoding("utf-8"))
        message = f"the file is {_WIDE_NAMES[source.encoding.name]}; {_ADVICE}"
        yield Finding(mark, message, fix if is_whole else None)
        return
    name = _without_mark(text)
    if name:
        whole = Span(0, len(text))
        decoded = raw(text).decode(name)
        fix = Fix("Write the file as UTF-8", (Edit(whole, decoded),), Safety.UNSAFE)
        message = f"the file looks like {_WIDE_NAMES[name]} without a byte order mark; {_ADVICE}"
        yield Finding(Span(0, 1), message, fix)


def _without_mark(text: str) -> str:
    """The form of UTF-16 that a text full of NULs was read from, "" if it is none."""
    head = text[:2000]
    if len(head) < 16 or head.count("\0") * 4 < len(head):
        return ""
    even, odd = head[::2].count("\0"), head[1::2].count("\0")
    if min(even, odd) * 10 > max(even, odd):
        return ""  # NULs on both sides are no letters of one alphabet
    name = "utf-16-le" if odd > even else "utf-16-be"
    try:
        decoded = raw(text).decode(name)
    except UnicodeDecodeError:
        return ""
    return name if "\0" not in decoded else ""


@rule(on=Source)
def byte_order_mark(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding if the text of a UTF-8 file begins with U+FEFF."""
    if source.encoding.name == "utf-8" and source.text.startswith("\ufeff"):
        mark = Span(0, 1)
        fix = Fix("Remove the byte order mark", (Edit(mark, ""),), Safety.SAFE)
        yield Finding(mark, "the file begins with a byte order mark (EF BB BF)", fix)


_END_NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "a lone CR"}
#: How many other places a finding names.
SHOWN = 5


class MixedLineEndingsOptions(Struct, frozen=True):
    """`style`: the line end that is wanted; `majority` asks only that all are alike."""

    style: Literal["majority", "lf", "crlf"] = "majority"


@rule(on=Source, options=MixedLineEndingsOptions)
def mixed_line_endings(
    source: Source, context: Context[MixedLineEndingsOptions]
) -> Iterator[Finding]:
    """Yield one finding per file: the first line that ends another way than the rest."""
    style = context.options.style
    if "\r" not in source.text and style != "crlf":
        return
    ends = list(NEWLINE.finditer(source.text))
    counts = Counter(match[0] for match in ends)
    wanted = _wanted(counts, style)
    odd = [Span(*match.span()) for match in ends if match[0] != wanted]
    if not odd:
        return
    kinds = ", ".join(f"{counts[end]} {name}" for end, name in _END_NAMES.items() if counts[end])
    first = source.slice(odd[0])
    message = (
        f"this line ends with {_END_NAMES[first]}, {_END_NAMES[wanted]} is expected"
        f" ({kinds} in the file)"
    )
    edits = tuple(Edit(span, wanted) for span in odd)
    related = tuple(Related(span, "this one too") for span in odd[1 : SHOWN + 1])
    yield Finding(odd[0], message, Fix("End all lines alike", edits, Safety.SAFE), related)


def _wanted(counts: Counter[str], style: str) -> str:
    """The line end that the file should have; LF where two are equally frequent."""
    if style != "majority":
        return "\n" if style == "lf" else "\r\n"
    return "\r\n" if counts["\r\n"] > counts["\n"] + counts["\r"] else "\n"
