"""A course that stands before a course it asks for."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Related
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.courses import demands


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per demand for a course further down."""
    for course, prerequisite, wanted in demands(document)[1]:
        if wanted is not None and wanted.span.start > course.span.start:
            line = document.source.line_at(wanted.span.start)
            yield Finding(
                prerequisite.span,
                f'"{course.text}" asks for "{wanted.text}", which comes later, on line {line}',
                related=(Related(wanted.text_span or wanted.span, "listed here"),),
            )
