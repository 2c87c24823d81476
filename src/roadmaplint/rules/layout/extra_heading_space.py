"""More than one blank between the marks and the text of a heading."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Heading
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span


@rule(on=Heading)
def check(heading: Heading, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding for each side with too many blanks."""
    block = heading.block
    if block is None or block.content is None or not block.style.startswith("atx"):
        return
    text = context.source.text
    start = block.span.start + len(block.marker)
    gaps = [Span(start, block.content.start)]
    if block.style == "atx-closed" and block.content.end > block.content.start:
        tail = text[block.content.end : block.span.end]
        gaps.append(
            Span(block.content.end, block.content.end + len(tail) - len(tail.lstrip(" \t")))
        )
    wide = [gap for gap in gaps if gap.end - gap.start > 1 and block.text]
    if wide:
        edits = tuple(Edit(gap, " ") for gap in wide)
        message = "more than one space between the marks and the text of the heading"
        yield Finding(wide[0], message, Fix("Leave one space", edits, Safety.SAFE))
