"""Numbers that are typed into headings by hand."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Heading
from roadmaplint.roadmap.title import numbered
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span

_PLAIN = frozenset({"arabic", "dotted", "keycap", "roman"})


@rule(on=Heading)
def check(heading: Heading, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding for a heading that begins with a typed number."""
    number = numbered(heading.text)
    if number is None or number.style not in _PLAIN or number.unit or number.start:
        return
    span = Span(heading.text_span.start, heading.text_span.start + number.rest)
    written = context.source.slice(span)
    fix = None
    if written == heading.text[: number.rest] and number.rest < len(heading.text):
        fix = Fix("Remove the number", (Edit(span, ""),), Safety.SUGGESTION)
    raw = heading.text[: number.end]
    yield Finding(span if fix else heading.span, f'the number "{raw}" is typed by hand', fix)
