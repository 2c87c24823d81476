"""An entry of the contents that has another name than the heading it leads to."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Related
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.tocs import title_key


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per entry; emoji, numbers and letter case do not count."""
    headings = {heading.slug: heading for heading in document.headings} if document.tocs else {}
    for toc in document.tocs:
        for entry in toc.entries:
            heading = headings.get(entry.target or "")
            if heading is not None and title_key(entry.text) != title_key(heading.text):
                yield Finding(
                    entry.span,
                    f'"{entry.text}" leads to "{heading.text}"; one name for one section',
                    related=(Related(heading.span, "the section"),),
                )
