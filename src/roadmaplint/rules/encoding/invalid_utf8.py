"""Bytes that are not UTF-8."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.rules._shared.characters import hexadecimal
from roadmaplint.rules._shared.raw_bytes import BadLine, bad_bytes, has_bad_bytes, reading
from roadmaplint.text.edit import Edit
from roadmaplint.text.mojibake.codecs import LABELS
from roadmaplint.text.source import Source


@rule(on=Source)
def check(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
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
        fix = Fix(f"Decode the file as {name}", _edits(found.lines, texts), Safety.UNSAFE)
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
    fix = Fix(f"Decode the line as {name}", _edits((bad,), texts), Safety.SUGGESTION)
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


def _edits(lines: tuple[BadLine, ...], texts: list[str]) -> tuple[Edit, ...]:
    pairs = zip(lines, texts, strict=True)
    return tuple(Edit(bad.line.span, text) for bad, text in pairs if bad.line.text != text)


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"
