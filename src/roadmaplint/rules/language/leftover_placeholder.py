"""A placeholder of a template that nobody filled in."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import rows_within
from roadmaplint.text.source import Span


class Options(Struct, frozen=True):
    """`texts`: placeholders, letter case ignored."""

    texts: tuple[str, ...] = (
        "[INSERT EMAIL ADDRESS]",
        "[INSERT CONTACT METHOD]",
        "[INSERT CONTACT INFO]",
        "[YOUR EMAIL]",
        "[YOUR NAME]",
    )


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per placeholder outside of code blocks."""
    text = document.source.text.casefold()
    if len(text) != len(document.source.text):
        text = document.source.text  # letters that fold to two would shift the places
    hidden: set[int] | None = None
    for wanted in context.options.texts:
        at = text.find(wanted.casefold())
        while at >= 0:
            if hidden is None:
                hidden = rows_within(document, frozenset({"code"}))
            span = Span(at, at + len(wanted))
            if document.source.line_at(at) not in hidden:
                yield Finding(span, f"the placeholder {document.source.slice(span)} is still here")
            at = text.find(wanted.casefold(), span.end)
