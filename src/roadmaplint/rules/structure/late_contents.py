"""A table of contents that is not the first section."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Related
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.lazy import lazy

#: Sections that may stand in front of everything.
_THANKS = lazy(r"\b(?:sponsor|backer|patron|supporter|donat|translation)", re.IGNORECASE)


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding if other sections stand before the first contents list."""
    if not document.tocs:
        return
    toc = document.tocs[0]
    before = [heading for heading in document.headings if heading.span.start < toc.span.start]
    own = before[-1] if before else None
    if own is None:
        return
    sections = [
        heading
        for heading in before[:-1]
        if heading.level > 1 and heading.level >= own.level and heading.block is not None
        if not _THANKS.search(heading.text)
    ]
    if sections and own.level > 1:
        yield Finding(
            own.span,
            f'the contents stand behind "{sections[0].text}"; they belong before all sections',
            related=(Related(sections[0].span, "the first section"),),
        )
