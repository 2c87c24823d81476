"""Too few sections, or sections with too few entries."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document, Section
from roadmaplint.text.source import Span

#: Sections whose purpose is not to list entries.
_FREE = {"toc", "intro", "meta", "conclusion"}

#: Topics and resources that make a roadmap at all.
_ROADMAP = 3


class Options(Struct, frozen=True):
    """`min_sections` of a roadmap; `min_entries`: topics and resources of a leaf section."""

    min_sections: int = 2
    min_entries: int = 0


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding for a roadmap with too few sections and for each thin leaf section."""
    options = context.options
    if not document.is_roadmap or not document.topics:
        return
    if len(document.topics) + len(document.resources) < _ROADMAP:
        return  # no-roadmap-content speaks of it
    sections = document.sections
    if len(sections) < options.min_sections:
        place = document.root.title_span or Span(0, 1)
        message = f"sections: {len(sections)}, at least {options.min_sections} expected"
        yield Finding(place, message)
    for section in sections:
        count = entries(section)
        if not section.sections and section.role not in _FREE and count < options.min_entries:
            message = (
                f'"{section.title}": entries: {count}, at least {options.min_entries} expected'
            )
            yield Finding(section.span, message)


def entries(section: Section) -> int:
    """How many topics and resources a section lists itself."""
    topics = sum(1 for topic in section.walk_topics())
    return topics + sum(1 for resource in section.walk_resources())
