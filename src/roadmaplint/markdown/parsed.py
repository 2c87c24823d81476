"""Tokens that the parser's rules push: only what those rules set and we read, cheap to make."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from roadmaplint.markdown.brackets import Bracket


class Pushed(Struct):
    """A token as the parser's rules know it; the fields have the names that they use."""

    type: str
    tag: str
    nesting: int
    level: int = 0
    map: list[int] | None = None
    content: str = ""
    markup: str = ""
    info: str = ""
    hidden: bool = False
    attrs: dict[str, Any] | None = None
    children: list[Any] | None = None
    meta: dict[str, Any] = {}


class BlockToken(Pushed):
    """A token of a block.

    `begin` is where its markup begins. Blocks with inline text or HTML also know their lines:
    `firsts` holds the places of the first characters after indentation and container marks,
    `ends` those of the line ends. Places are offsets into the view.
    """

    begin: int = 0
    firsts: list[int] = []
    ends: list[int] = []
    closed: bool = False
    checked: bool | None = None
    task: int = 0


class InlineToken(Pushed):
    """A token of inline text; `start` and `end` are where it stands in the block's text."""

    start: int = 0
    end: int = 0
    link: Bracket | None = None
