"""What sections are for: the roles that titles name, and the stages of the path."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import cast

from roadmaplint.roadmap.memoize import shared
from roadmaplint.roadmap.nodes import Content, Document, Role, Section, Stage
from roadmaplint.roadmap.phrases import contains_word, folded_words, is_cjk, phrase_table, words_of
from roadmaplint.text.fold import fold_case

#: Roles that words inside a title name; the first that fits is taken.
_BY_WORD: tuple[Role, ...] = (
    *("meta", "prerequisites", "books", "resources", "courses"),
    *("certification", "community", "projects", "career-path"),
)
_LONGEST = 120
#: Roles that the sections below take over where their own titles say nothing.
INHERITED = frozenset({"career-path"})


@lru_cache(maxsize=4096)
def titled_role(title: str) -> Role:
    """The role that a clean title speaks of, `content` where it speaks of none."""
    if len(title) > _LONGEST:
        return "content"
    if (role := phrase_table("section.title").whole(title)) is not None:
        return cast("Role", role)
    found = set(phrase_table("section.word").within(title))
    return next((role for role in _BY_WORD if role in found), "content")


@lru_cache(maxsize=4096)
def named_role(title: str) -> Role:
    """The role of a title made of nothing but its words and fillers, else `content`."""
    if len(title) > _LONGEST:
        return "content"
    if (role := phrase_table("section.title").whole(title)) is not None:
        return cast("Role", role)
    table, fillers = phrase_table("section.word"), folded_words("section.filler")
    words = words_of(fold_case(title))
    known = [table.whole(word) or (not is_cjk(word) and any(table.within(word))) for word in words]
    fits = all(hit or word in fillers for hit, word in zip(known, words, strict=True))
    return titled_role(title) if table.whole(title) or (fits and any(known)) else "content"


def role_of(title: str, stage: Stage | None, above: Role) -> Role:
    """The role of a section: what its title says, a stage, or what is inherited from above."""
    if stage is not None and stage.level == "prerequisite":
        return "prerequisites"
    if stage is not None:
        return "stage"
    role = titled_role(title)
    return above if role == "content" and above in INHERITED else role


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
        if sum(map(bool, map(topic_count, levels))) >= 2:
            return tuple(section for section in levels if topic_count(section))
    level = _level(document.root)
    found = [
        section
        for section in level
        if section.role in _KINDS
        and topic_count(section)
        and not contains_word(section.title, "section.aside")
    ]
    if not teaches(document):
        return ()
    numbered = [section for section in found if section.number is not None]
    if len(numbered) >= _MIN_STAGES:
        return tuple(numbered)
    rich = [section for section in found if topic_count(section) >= _MIN_TOPICS]
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
        counts = {id(section): topic_count(section) for section in sections}
        total = sum(counts.values())
        big = next((s for s in sections if s.sections and counts[id(s)] * 10 >= total * 9), None)
        if big is None or any(is_marked(section) for section in sections) or not total:
            return sections
        sections = big.sections


def is_marked(section: Section) -> bool:
    """True if the title of a stage says its place on the path."""
    return section.stage is not None or section.number is not None or section.role == "stage"


def topic_count(section: Section) -> int:
    """How many topics a section holds with all sections below it."""
    return sum(1 for node in with_subsections(section) for _ in node.walk_topics())


def with_subsections(section: Section) -> Iterator[Section]:
    """A section and all sections below it."""
    yield section
    yield from section.walk_sections()
