"""The stages of a roadmap: the sections that a learner goes through one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.roadmap.memoize import shared
from roadmaplint.roadmap.nodes import Content, Document, Section
from roadmaplint.roadmap.phrases import contains_word

_KINDS = frozenset({"stage", "content"})
_MIN_STAGES, _MIN_TOPICS = 3, 2
_OPENING = 1500


def stages(document: Document) -> tuple[Section, ...]:
    """The top stages in order, empty for documents that are no path.

    Sections with a level or a period in their titles; in a document whose title says that it
    teaches, sections with a number, or else three sibling sections with topics. Sections for
    resources, books, careers and the like are no stages.
    """
    for node in (document.root, *document.sections):
        levels = [s for s in node.sections if s.stage is not None or s.role == "stage"]
        if sum(map(bool, map(_topics, levels))) >= 2:
            return tuple(section for section in levels if _topics(section))
    level = _level(document.root)
    found = [
        section
        for section in level
        if section.role in _KINDS
        and _topics(section)
        and not contains_word(section.title, "section.aside")
    ]
    if not teaches(document):
        return ()
    numbered = [section for section in found if section.number is not None]
    if len(numbered) >= _MIN_STAGES:
        return tuple(numbered)
    rich = [section for section in found if _topics(section) >= _MIN_TOPICS]
    return tuple(rich) if len(rich) >= _MIN_STAGES else ()


@shared
def is_path(document: Document) -> bool:
    """True for documents that the settings count as roadmaps, and for those that say they are."""
    return document.is_roadmap or _says(document, "document.path")


@shared
def teaches(document: Document) -> bool:
    """True if the title or the file name says that the document is there to learn by."""
    return _says(document, "document.teaches")


def _says(document: Document, key: str) -> bool:
    """True if title and file name hold such a word; without a title the opening lines count."""
    title = document.root.title
    opening = document.source.text[:_OPENING] if title is None else title
    return contains_word(f"{opening} {document.source.path.rpartition('/')[2]}", key)


def _level(node: Content) -> tuple[Section, ...]:
    """The sections of a node, or of the one section that holds nearly everything."""
    sections = node.sections
    while True:
        counts = {id(section): _topics(section) for section in sections}
        total = sum(counts.values())
        big = next((s for s in sections if s.sections and counts[id(s)] * 10 >= total * 9), None)
        if big is None or any(is_marked(section) for section in sections) or not total:
            return sections
        sections = big.sections


def is_marked(section: Section) -> bool:
    """True if the title of a stage says its place on the path."""
    return section.stage is not None or section.number is not None or section.role == "stage"


def _topics(section: Section) -> int:
    return sum(1 for node in nodes(section) for _ in node.walk_topics())


def nodes(section: Section) -> Iterator[Section]:
    """A section and all sections below it."""
    yield section
    yield from section.walk_sections()
