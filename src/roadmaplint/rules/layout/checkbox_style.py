"""Done tasks of which some have a small and some a capital x."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_BOX = lazy(r"(?:[-*+]|\d{1,9}[.)])[ \t]+\[([xX])\]([ \t]{2,})?")


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per task with another letter than the first, or with blanks behind it."""
    first = ""
    for block in document.markdown.walk():
        if block.kind != "item" or not block.checked:
            continue
        match = _BOX.match(document.source.text, block.span.start, block.span.end)
        if match is None:
            continue
        first = first or match[1]
        if match[1] != first:
            place = Span(match.start(1), match.end(1))
            fix = Fix(f"Write {first}", (Edit(place, first),), Safety.SAFE)
            yield Finding(place, f"{match[1]} in a checkbox, where {first} is used", fix)
        elif match[2]:
            gap = Span(match.start(2), match.end(2))
            fix = Fix("Leave one space", (Edit(gap, " "),), Safety.SAFE)
            yield Finding(gap, "more than one space behind the checkbox", fix)
