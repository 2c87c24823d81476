"""Outlines: what a roadmap holds, as flat values that reports can draw and processes hand on."""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec import Struct

from roadmaplint.text.source import Location


class Node(Struct, frozen=True):
    """A line of an outline: a section, a topic or a resource.

    `depth` 0 stands directly below the document; what belongs to a node follows it with a greater
    depth. `location` is the heading or the entry itself, `end_line` the last line of all that
    belongs to it (1-based). `note` is a stage, durations or a type, in words.
    """

    kind: Literal["section", "topic", "resource"]
    depth: int
    text: str
    location: Location
    end_line: int
    note: str = ""
    url: str | None = None
    checked: bool | None = None


class Outline(NamedTuple):
    """A file's roadmap in document order; `language` is a code such as `fa`, None if unknown."""

    path: str
    title: str | None
    language: str | None
    nodes: tuple[Node, ...]
