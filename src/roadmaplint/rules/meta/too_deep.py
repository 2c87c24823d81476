"""Markdown that is nested deeper than it is read."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document


@rule(on=Document)
def check(document: Document, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per place where content was left out."""
    del context
    for span in document.markdown.too_deep:
        yield Finding(span, "nested too deep: what is below this level was not checked")
