"""What a project demands: sections, their order and size, and its own schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from msgspec import Struct

from roadmaplint.core.finding import Finding, Related, Severity
from roadmaplint.core.project_schema import compile_pattern, constraint, violations
from roadmaplint.core.rule import Context, rule
from roadmaplint.roadmap.export import export, node_view
from roadmaplint.roadmap.nodes import Document, Section
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Location, Source, Span


class MissingSectionOptions(Struct, frozen=True):
    """Regular expressions searched in section titles, letter case ignored.

    `required` and, as warnings, `recommended`; `max_depth`: how deep in the outline the section
    may stand, 0 for anywhere.
    """

    required: Annotated[tuple[str, ...], {"format": "title-regex"}] = ()
    recommended: Annotated[tuple[str, ...], {"format": "title-regex"}] = ()
    max_depth: Annotated[int, {"minimum": 0, "maximum": 6}] = 0


@rule(on=Document, options=MissingSectionOptions)
def missing_section(
    document: Document, context: Context[MissingSectionOptions]
) -> Iterator[Finding]:
    """Yield one finding at the end of the document per pattern that no section title matches."""
    if not document.is_roadmap:
        return
    options = context.options
    deepest = options.max_depth
    titles = [s.title for s in document.sections if not deepest or s.depth <= deepest]
    end = len(document.source.text.rstrip())
    for severity, patterns in ((None, options.required), (Severity.WARNING, options.recommended)):
        for pattern in patterns:
            if not any(compile_pattern(pattern).search(title) for title in titles):
                level = " of the first level" if deepest == 1 else ""
                message = f"no section{level} matches /{pattern}/"
                yield Finding(Span(max(0, end - 1), end), message, severity=severity)


class SectionOrderOptions(Struct, frozen=True):
    """`order`: regular expressions for the titles of top sections; others are free."""

    order: Annotated[tuple[str, ...], {"format": "title-regex"}] = ()


@rule(on=Document, options=SectionOrderOptions)
def section_order(document: Document, context: Context[SectionOrderOptions]) -> Iterator[Finding]:
    """Yield one finding per top section that stands before one it should follow."""
    if not document.is_roadmap or not context.options.order:
        return
    latest: tuple[int, Section] | None = None
    for section in document.root.sections:
        place = _place_in_order(section.title, context.options.order)
        if place is None:
            continue
        if latest is not None and place < latest[0]:
            other = latest[1]
            yield Finding(
                section.span,
                f'"{section.title}" should stand before "{other.title}"',
                related=(Related(other.span, "this section comes later in the order"),),
            )
        else:
            latest = (place, section)


def _place_in_order(title: str, order: tuple[str, ...]) -> int | None:
    return next(
        (i for i, pattern in enumerate(order) if compile_pattern(pattern).search(title)), None
    )


#: Sections whose purpose is not to list entries.
_FREE = {"toc", "intro", "meta", "conclusion"}

#: Topics and resources that make a roadmap at all.
_ROADMAP = 3


class SectionSizeOptions(Struct, frozen=True):
    """`min_sections` of a roadmap; `min_entries`: topics and resources of a leaf section."""

    min_sections: int = 2
    min_entries: int = 0


@rule(on=Document, options=SectionSizeOptions)
def section_size(document: Document, context: Context[SectionSizeOptions]) -> Iterator[Finding]:
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


class TitlePatternOptions(Struct, frozen=True):
    """`pattern`: a regular expression searched in the title, letter case ignored."""

    pattern: Annotated[str, {"format": "title-regex"}] = ""


@rule(on=Document, options=TitlePatternOptions)
def title_pattern(document: Document, context: Context[TitlePatternOptions]) -> Iterator[Finding]:
    """Yield one finding if the document's title does not match; missing titles are not ours."""
    root, pattern = document.root, context.options.pattern
    if not document.is_roadmap or not pattern or root.title is None or root.title_span is None:
        return
    if not compile_pattern(pattern).search(root.title):
        yield Finding(root.title_span, f'the title "{root.title}" does not match /{pattern}/')


_CLAIM = lazy(r"road\s?map|curriculum|learning path|syllabus|路线图|дорожная карта", re.IGNORECASE)


class NoRoadmapContentOptions(Struct, frozen=True):
    """`minimum`: how many topics and resources together make a roadmap."""

    minimum: int = 3


@rule(on=Document, options=NoRoadmapContentOptions)
def no_roadmap_content(
    document: Document, context: Context[NoRoadmapContentOptions]
) -> Iterator[Finding]:
    """Yield one finding for too few topics and resources; info if nothing says roadmap."""
    if not document.is_roadmap or not document.source.text.strip():
        return
    count = len(document.topics) + len(document.resources)
    if count >= context.options.minimum:
        return
    root = document.root
    claims = _CLAIM.search(f"{document.source.path} {root.title or ''}") is not None
    place = root.title_span or Span(0, min(1, len(document.source.text)))
    yield Finding(
        place,
        f"{count} topics and resources recognised, at least {context.options.minimum} expected "
        "of a roadmap; if this is none, leave it out of [project] roadmaps",
        severity=None if claims else Severity.INFO,
    )


class SchemaViolationOptions(Struct, frozen=True):
    """`constraints`: JSON texts, one a constraint, made of the project's schema."""

    constraints: Annotated[tuple[str, ...], {"format": "constraint"}] = ()


@rule(on=Document, options=SchemaViolationOptions)
def schema_violation(
    document: Document, context: Context[SchemaViolationOptions]
) -> Iterator[Finding]:
    """Yield one finding per node and constraint that it breaks."""
    if not document.is_roadmap or not context.options.constraints:
        return
    view, bare, seen = node_view(document), export(document), set()
    for text in context.options.constraints:
        wanted = constraint(text)
        for message, pos, missing in violations(bare if wanted.whole else view, wanted):
            place = _end(document.source) if missing else _node_span(document, pos)
            if (place, message) not in seen:
                seen.add((place, message))
                yield Finding(place, message, severity=wanted.severity)


def _node_span(document: Document, pos: Mapping[str, int] | None) -> Span:
    """A position of the exported tree; without one the title, or the first line."""
    if pos is None:
        source = document.source
        return document.root.title_span or (source.line_span(1) if source.text else Span(0, 0))
    return document.source.span(Location(pos["line"], pos["col"], pos["end_line"], pos["end_col"]))


def _end(source: Source) -> Span:
    """The last character: what is missing belongs behind it."""
    end = len(source.text.rstrip())
    return Span(max(0, end - 1), end)
