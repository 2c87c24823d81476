"""A section that every roadmap of the project must have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Severity
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.patterns import compiled
from roadmaplint.text.source import Span


class Options(Struct, frozen=True):
    """Regular expressions searched in section titles, letter case ignored.

    `required` and, as warnings, `recommended`; `max_depth`: how deep in the outline the section
    may stand, 0 for anywhere.
    """

    required: Annotated[tuple[str, ...], {"format": "title-regex"}] = ()
    recommended: Annotated[tuple[str, ...], {"format": "title-regex"}] = ()
    max_depth: Annotated[int, {"minimum": 0, "maximum": 6}] = 0


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding at the end of the document per pattern that no section title matches."""
    if not document.is_roadmap:
        return
    options = context.options
    deepest = options.max_depth
    titles = [s.title for s in document.sections if not deepest or s.depth <= deepest]
    end = len(document.source.text.rstrip())
    for severity, patterns in ((None, options.required), (Severity.WARNING, options.recommended)):
        for pattern in patterns:
            if not any(compiled(pattern).search(title) for title in titles):
                level = " of the first level" if deepest == 1 else ""
                message = f"no section{level} matches /{pattern}/"
                yield Finding(Span(max(0, end - 1), end), message, severity=severity)
