"""Headings, lists and texts that are not set apart by the agreed number of blank lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import line_end, rows_of
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span

_KINDS = frozenset({"heading", "list", "paragraph"})
_NAMES = {"heading": "the heading", "list": "the list", "paragraph": "the text"}


class Options(Struct, frozen=True):
    """`lines`: blank lines by pair of neighbours, such as `heading-list`; `any` stands for all."""

    lines: Mapping[str, int] = MappingProxyType(
        {"heading-any": 1, "list-heading": 1, "paragraph-heading": 1}
    )


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per pair of neighbours with too few or too many blank lines."""
    lines = context.options.lines
    yield from _among(document.source, document.markdown.blocks, lines, 0)
    for block in document.markdown.walk():
        if block.kind in {"item", "quote"}:
            inside = 2 if block.kind == "quote" else 1
            yield from _among(document.source, block.children, lines, inside)


def _among(
    source: Source, blocks: Sequence[Block], lines: Mapping[str, int], inside: int
) -> Iterator[Finding]:
    """Neighbours inside one container; in a quote the lines between them are not blank."""
    for first, second in pairwise(blocks):
        if first.kind not in _KINDS or second.kind not in _KINDS:
            continue
        wanted = _wanted(lines, first.kind, second.kind)
        begin, end = rows_of(source, first).stop, source.line_at(second.span.start)
        if wanted is None or end - begin == wanted or end < begin:
            continue
        if begin == end and _cut(first) and _cut(second):
            continue
        yield Finding(
            _place(source, second),
            f"{_count(end - begin)} between {_NAMES[first.kind]} and {_NAMES[second.kind]},"
            f" where {wanted or 'none'} should be",
            None if inside else _fix(source, begin, end, wanted),
        )


def _cut(block: Block) -> bool:
    """Bullet lists without a line between them are one list that another mark cuts."""
    return block.kind == "list" and block.style == "bullet"


def _wanted(lines: Mapping[str, int], first: str, second: str) -> int | None:
    for name in (f"{first}-{second}", f"{first}-any", f"any-{second}"):
        if name in lines:
            return lines[name]
    return None


def _count(number: int) -> str:
    return f"{number or 'no'} blank line{'' if number == 1 else 's'}"


def _place(source: Source, block: Block) -> Span:
    """The first line of a block."""
    return Span(block.span.start, source.line_span(source.line_at(block.span.start)).end)


def _fix(source: Source, begin: int, end: int, wanted: int) -> Fix | None:
    """Put exactly so many line ends where the blank lines were."""
    gap = Span(source.line_starts[begin - 1], source.line_starts[end - 1])
    if source.slice(gap).strip() or not wanted:
        return None
    edit = Edit(gap, line_end(source) * wanted)
    return Fix(f"Leave {_count(wanted)}", (edit,), Safety.SAFE)
