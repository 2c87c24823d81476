"""Table cells of which some have blanks at their edges and some have none."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import row_text, rows_of
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source

_BAR = lazy(r"(?<!\\)\|")


class Options(Struct, frozen=True):
    """`aligned`: whether the bars of all rows must stand below each other."""

    aligned: bool = False


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per table at the margin, on the first row that is written otherwise."""
    for block in document.markdown.blocks:
        if block.kind != "table":
            continue
        odd = _unpadded(document.source, block)
        if odd is not None:
            message = "cells with and without blanks at their edges in one table"
            yield Finding(document.source.line_span(odd), message)
        elif context.options.aligned:
            yield from _crooked(document.source, block)


def _unpadded(source: Source, table: Block) -> int | None:
    """The number of the first row that is not written like the first cell; None if all are."""
    usual = ""
    for number, row in enumerate(rows_of(source, table)):
        if number == 1:
            continue  # the row of dashes is drawn tightly in padded tables, too
        for cell in _BAR.split(row_text(source, row).strip())[1:-1]:
            way = _way(cell) if cell.strip() else usual
            usual = usual or way
            if way != usual:
                return row
    return None


def _way(cell: str) -> str:
    """How a cell meets its bars: `padded`, `tight`, or `mixed`."""
    before, after = cell[:1].isspace(), cell[-1:].isspace()
    if before and after:
        return "padded"
    return "mixed" if before or after else "tight"


def _crooked(source: Source, table: Block) -> Iterator[Finding]:
    places = None
    for row in rows_of(source, table):
        found = [match.start() for match in _BAR.finditer(row_text(source, row))]
        places = places or found
        if found != places:
            yield Finding(source.line_span(row), "the bars of this row stand elsewhere")
            return
