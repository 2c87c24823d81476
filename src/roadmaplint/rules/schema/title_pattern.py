"""A title that does not look as the project asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.patterns import compiled


class Options(Struct, frozen=True):
    """`pattern`: a regular expression searched in the title, letter case ignored."""

    pattern: Annotated[str, {"format": "title-regex"}] = ""


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding if the document's title does not match; missing titles are not ours."""
    root, pattern = document.root, context.options.pattern
    if not document.is_roadmap or not pattern or root.title is None or root.title_span is None:
        return
    if not compiled(pattern).search(root.title):
        yield Finding(root.title_span, f'the title "{root.title}" does not match /{pattern}/')
