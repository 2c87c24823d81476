"""Courses of a curriculum: its tables, their rows, and which course asks for which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from roadmaplint.lexicon import alternation
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document, Prerequisite, Table, Topic
from roadmaplint.roadmap.tables import course_key
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span

#: What stands in a cell that says nothing.
_NOTHING = frozenset({"", "-", "–", "—", "?", "n/a", "tbd", "..."})
#: Links in these columns do not lead to the course.
_ASIDE = frozenset({"prerequisites", "discussion"})

_AND_OR = alternation("and", "or")
_LEFT = lazy(rf"(?:[\s*_`\[]|(?<!\w)(?:{_AND_OR})(?=\s))+$", re.IGNORECASE)
_RIGHT = lazy(rf"^(?:\]\([^()\s]*\)|[\s*_`]|(?<=\s)(?:{_AND_OR})(?=\s))+", re.IGNORECASE)
#: How far to look to the left.
_NEAR = 80
#: What may stand beside a name that is a demand of its own; the empty string is the line's end.
_EDGES = frozenset({"", "|", ",", ";", "&", "+", "/", "(", ")", ".", "，", "、", "；", ">", "<"})


def course_tables(document: Document) -> list[Table]:
    """The tables of courses: names with prerequisites, an effort or durations, and with links.

    A table whose rows lead nowhere is a plan or a sum, not a list of courses.
    """
    return [
        table
        for table in document.tables
        if table.shape != "layout"
        and _is_of_courses(roles(table))
        and any(row.is_linked for row in rows(table))
    ]


def _is_of_courses(found: frozenset[str]) -> bool:
    return bool(found & {"prerequisites", "effort"}) or {"name", "duration"} <= found


def roles(table: Table) -> frozenset[str]:
    """What the columns of a table hold."""
    return frozenset(column.role for column in table.columns)


class Row(Struct, frozen=True):
    """A row of a course table: its block and its cells by the role of their column."""

    block: Block
    cells: Sequence[tuple[str, Block]]

    def says(self, role: str) -> bool:
        """True if a cell of this role holds something."""
        return any(name == role and not is_empty(cell) for name, cell in self.cells)

    @property
    def name(self) -> str:
        """What the row is about: its first link's text, else its first word; 60 letters at most."""
        links = (one.text for _, cell in self.cells for one in cell.inlines if one.kind == "link")
        texts = (cell.text.strip() for _, cell in self.cells if not is_empty(cell))
        return (next(links, "") or next(texts, "")).strip()[:60]

    @property
    def is_linked(self) -> bool:
        """True if a link leads to the course."""
        return any(
            (one.kind == "link" and one.target) or one.text.lower().startswith("<a ")
            for name, cell in self.cells
            if name not in _ASIDE
            for top in cell.inlines
            for one in top.walk()
        )


def rows(table: Table) -> Iterator[Row]:
    """The rows that name a course; a row with one filled cell is a label inside the table."""
    names = [column.role for column in table.columns]
    for block in table.block.children:
        cells = list(zip(names, block.children, strict=False))
        if not block.header and sum(not is_empty(cell) for _, cell in cells) > 1:
            yield Row(block, cells)


def is_empty(cell: Block) -> bool:
    """True for a cell without a word, or with a dash for it."""
    return cell.text.strip().casefold() in _NOTHING and not any(
        one.kind in {"image", "link"} for one in cell.inlines
    )


class Demand(NamedTuple):
    """A course, one thing it asks for, and the course that this is (None if it is another)."""

    course: Topic
    prerequisite: Prerequisite
    wanted: Topic | None


def demands(document: Document) -> tuple[dict[str, Topic], list[Demand]]:
    """Every course of the tables by its key, the first of each name, and all their demands."""
    listed = [topic for topic in document.topics if topic.origin == "table-row"]
    courses: dict[str, Topic] = {}
    for topic in listed:
        courses.setdefault(course_key(topic.text), topic)
    found = []
    for topic in listed:
        for one in topic.prerequisites:
            named = one.target is not None and _stands_alone(document.source, one.span)
            wanted = courses.get(course_key(one.target or "")) if named else None
            found.append(Demand(topic, one, wanted))
    return courses, found


def _stands_alone(source: Source, span: Span) -> bool:
    """True if a name is all that is asked for: not `basic linear algebra`."""
    line = source.line_span(source.line_at(span.start))
    before = _LEFT.sub("", source.text[max(line.start, span.start - _NEAR) : span.start])
    behind = _RIGHT.sub("", source.text[span.end : line.end])
    return before[-1:] in _EDGES and behind[:1] in _EDGES
