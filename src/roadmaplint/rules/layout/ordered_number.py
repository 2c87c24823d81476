"""Numbers of an ordered list that are not those a reader sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import rows_of
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span


class Options(Struct, frozen=True):
    """`any_start`: whether a list may begin with any number, as after an interruption.

    `each`: one finding for each item instead of one for the list.
    """

    any_start: bool = True
    each: bool = False


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per list whose written numbers are neither 1, 2, 3 nor all one."""
    options = context.options
    for block in document.markdown.walk():
        if block.kind != "list" or block.style != "ordered":
            continue
        written = [int(item.marker[:-1]) for item in block.children]
        wrong = _wrong(written, any_start=options.any_start)
        if not wrong:
            continue
        for number, expected in wrong if options.each else wrong[:1]:
            item = block.children[number]
            fix = _fix(document.source, block.children, wrong)
            yield Finding(
                Span(item.span.start, item.span.start + len(item.marker)),
                f"the number {item.marker} where {expected} was expected"
                + ("" if options.each or len(wrong) == 1 else f" ({len(wrong)} such numbers)"),
                fix if options.any_start or written[0] in {0, 1} else None,
            )


def _wrong(written: Sequence[int], *, any_start: bool) -> list[tuple[int, int]]:
    """Index and expected number of the items that break the sequence."""
    first = written[0]
    if any_start and len(set(written)) == 1 and first in {0, 1}:
        return []
    counted = len(written) < 2 or written[1] != 1 or first == 0
    start = first if any_start and counted else 0 if counted and first == 0 else 1
    if not any_start and len(written) < 2:
        start = first if first in {0, 1} else 1
    step = int(counted and len(written) > 1) if not any_start else int(written[1:2] != [first])
    expected = [start + step * number for number in range(len(written))]
    return [
        (number, wanted)
        for number, (said, wanted) in enumerate(zip(written, expected, strict=True))
        if said != wanted
    ]


def _fix(source: Source, items: Sequence[Block], wrong: Sequence[tuple[int, int]]) -> Fix | None:
    """Write the numbers that are shown; the first one decides, so it never changes.

    Safe where the text of an item stays in its column or nothing below depends on it.
    """
    first = int(items[0].marker[:-1])
    edits, safety = [], Safety.SAFE
    for number, _ in wrong:
        if number == 0:
            return None
        item = items[number]
        old, new = item.marker[:-1], str(first + number)
        if len(old) != len(new) and len(rows_of(source, item)) > 1:
            safety = Safety.SUGGESTION
        edits.append(Edit(Span(item.span.start, item.span.start + len(old)), new))
    return Fix("Write the numbers that are shown", tuple(edits), safety)
