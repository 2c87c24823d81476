"""More than one space between the mark and the text of a list item."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.shifts import joined, shift, stays_closed
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span


class Options(Struct, frozen=True):
    """`each`: one finding for each item, else one for the list."""

    each: bool = False


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per list, on the first item with too many spaces."""
    source = document.source
    for block in document.markdown.walk():
        if block.kind != "list":
            continue
        wide = [(item, gap) for item in block.children if (gap := _gap(source, item))]
        if not wide:
            continue
        groups = [[pair] for pair in wide] if context.options.each else [wide]
        for group in groups:
            item, gap = group[0]
            more = f" ({len(group)} items)" if len(group) > 1 else ""
            count = gap.end - gap.start
            yield Finding(
                Span(item.span.start, gap.end),
                f"{count} spaces behind {item.marker}, one is enough{more}",
                _fix(source, group),
            )


def _gap(source: Source, item: Block) -> Span | None:
    """The blanks behind the mark, if there is more than one space."""
    start = item.span.start + len(item.marker)
    text = source.text
    end = start
    while end < item.span.end and text[end] in " \t":
        end += 1
    if end - start < 2 or "\t" in text[start:end] or end - start > 4 or end >= item.span.end:
        return None
    return None if text[end] in "\r\n" else Span(start, end)


def _fix(source: Source, group: list[tuple[Block, Span]]) -> Fix | None:
    """Take the spaces out and move the lines below along."""
    moves: list[tuple[Edit, ...]] = []
    edits: list[Edit] = []
    for item, gap in group:
        below = shift(source, item, 1 - (gap.end - gap.start), first=False)
        if below is None or (below and not _is_even(source, item, gap)):
            return None
        line = source.line_span(source.line_at(item.span.start))
        if not stays_closed(source, item, gap.start + 1 - line.start):
            return None
        moves.append(below)
        edits.append(Edit(Span(gap.start + 1, gap.end), ""))
    whole = tuple(sorted((*edits, *joined(source, moves))))
    return Fix("Leave one space", whole, Safety.SAFE)


def _is_even(source: Source, item: Block, gap: Span) -> bool:
    """True if every line below begins at the text of the item or further in."""
    line = source.line_span(source.line_at(item.span.start))
    wanted = gap.end - line.start
    last = source.line_at(max(item.span.end - 1, item.span.start))
    for number in range(source.line_at(item.span.start) + 1, last + 1):
        text = source.slice(source.line_span(number))
        if text.strip() and len(text) - len(text.lstrip(" ")) < wanted:
            return False
    return True
