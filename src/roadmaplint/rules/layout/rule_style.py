"""Thematic breaks that are drawn in different ways."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import is_blank
from roadmaplint.text.edit import Edit


class Options(Struct, frozen=True):
    """`style`: how every break is drawn, such as `---`; empty for the way of the first one."""

    style: str = ""


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per break that is drawn otherwise."""
    source, wanted = document.source, context.options.style
    for block in document.markdown.walk():
        if block.kind != "rule":
            continue
        written = source.slice(block.span).strip()
        wanted = wanted or written
        if written != wanted:
            # under a text, dashes would make it a heading
            free = is_blank(source, source.line_at(block.span.start) - 1)
            fix = Fix(f"Write {wanted}", (Edit(block.span, wanted),), Safety.SAFE) if free else None
            yield Finding(
                block.span, f"a break drawn as {written[:20]}, where {wanted} is used", fix
            )
