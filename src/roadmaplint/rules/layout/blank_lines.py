"""Several blank lines in a row."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import rows_within
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span

#: Blank lines in a row, or one at the end of a text; `\r\n` may look like two.
_TWO = lazy(r"[\r\n][ \t]*[\r\n][ \t]*(?:[\r\n]|\Z)")
_FIRST = lazy(r"[ \t]*[\r\n]")
_DATA = frozenset({"code", "front-matter"})


class Options(Struct, frozen=True):
    """`maximum`: so many may stand in a row. `each`: one finding for every line too many."""

    maximum: int = 1
    each: bool = False


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per run of blank lines outside of code."""
    source, options = document.source, context.options
    if options.maximum and not (_FIRST.match(source.text) or _TWO.search(source.text)):
        return
    data = rows_within(document, _DATA)
    for first, last in _runs(source, data):
        count = last - first + 1
        ends = last == source.line_count
        if ends and not options.each:
            count -= 1
            last -= 1  # noqa: PLW2901 - what follows the last line end is no line
        if count <= options.maximum:
            continue
        extra = range(first + options.maximum, last + 1)
        for number in extra if options.each else extra[:1]:
            span = _lines(source, number, number if options.each else last)
            yield Finding(
                span,
                f"{count} blank lines in a row",
                Fix("Remove them", (Edit(span, ""),), Safety.SAFE)
                if span.end > span.start
                else None,
            )


def _runs(source: Source, data: set[int]) -> Iterator[tuple[int, int]]:
    """First and last number of every run of blank lines."""
    first = 0
    places = zip(source.line_starts, source.line_ends, strict=True)
    for number, (start, end) in enumerate(places, 1):
        blank = not source.text[start:end].strip(" \t") and number not in data
        if blank and not first:
            first = number
        elif not blank and first:
            yield first, number - 1
            first = 0
    if first:
        yield first, source.line_count


def _lines(source: Source, first: int, last: int) -> Span:
    """Lines with their line ends."""
    end = source.line_starts[last] if last < source.line_count else len(source.text)
    return Span(source.line_starts[first - 1], end)
