"""A section that every roadmap of the project must have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.patterns import compiled
from roadmaplint.text.source import Span


@dataclass(frozen=True, slots=True)
class Options:
    """`required`: regular expressions searched in section titles, letter case ignored."""

    required: tuple[str, ...] = field(default=(), metadata={"format": "regex"})


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding at the end of the document per pattern that no section title matches."""
    if not document.is_roadmap:
        return
    titles = [section.title for section in document.sections]
    end = len(document.source.text.rstrip())
    for pattern in context.options.required:
        if not any(compiled(pattern).search(title) for title in titles):
            yield Finding(Span(max(0, end - 1), end), f"no section matches /{pattern}/")
