"""Titles of links that stand in quotes of different kinds."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Inline
from roadmaplint.roadmap.nodes import Document


class Options(Struct, frozen=True):
    """`quote`: the mark that every title begins with; empty for that of the first one."""

    quote: str = ""


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per link or image whose title has another mark."""
    wanted = context.options.quote
    for block in document.markdown.walk():
        for top in block.inlines:
            for inline in top.walk():
                mark = _mark(document.source.text, inline)
                wanted = wanted or mark
                if mark and mark != wanted:
                    yield Finding(inline.span, f"a title in {mark}, where {wanted} is used")


def _mark(text: str, inline: Inline) -> str:
    """The quote in front of a title; empty for what has none, or where it is uncertain."""
    if inline.title is None or inline.target_span is None or inline.form != "inline":
        return ""
    behind = text[inline.target_span.end : inline.span.end].lstrip(">").lstrip()
    return behind[:1] if behind[:1] in {'"', "'", "("} else ""
