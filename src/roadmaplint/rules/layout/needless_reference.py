"""A reference link that says its label twice."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per link or image whose text is its label."""
    if "][" not in document.source.text:
        return
    for block in document.markdown.walk():
        for top in block.inlines:
            for inline in top.walk():
                if inline.form != "full" or inline.content is None or not inline.label:
                    continue
                shown = document.source.slice(inline.content)
                if _folded(shown) == _folded(inline.label):
                    fix = None
                    if inline.precision == "exact":
                        tail = Span(inline.content.end + 1, inline.span.end)
                        fix = Fix("Leave the label out", (Edit(tail, "[]"),), Safety.SAFE)
                    yield Finding(inline.span, f'the label "{shown[:40]}" stands twice', fix)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
