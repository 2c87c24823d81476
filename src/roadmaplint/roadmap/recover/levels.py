"""Levels of recovered headings and depths of recovered items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from roadmaplint.roadmap.phrases import words_of
from roadmaplint.roadmap.recover.blocks import Piece
from roadmaplint.text.fold import fold_case

#: What ranks headings, by the reason they are taken for one.
_RANKED = {"stage": "stage", "chapter": "stage", "number": "number", "month": "month"}
_INNER = frozenset({"sentence", "labels"})
_LATE = frozenset({"meta", "conclusion", "community", "resources", "books", "courses", "intro"})
_HEADS = frozenset({"title", "heading"})
_MEMBERS = frozenset({"item", "label", "row"})
#: Adjectives in front of a plural that heads the names behind it.
_COLLECTIVE = frozenset(
    {
        "essential",
        "key",
        "popular",
        "common",
        "core",
        "basic",
        "important",
        "main",
        "useful",
        "major",
    }
)


class Place(Struct, frozen=True):
    """Level of a heading, depth of an item or entry, and whether something speaks for it."""

    level: int = 0
    depth: int = 0
    sure: bool = True


class Run(Protocol):
    """Where contents entries begin and end."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def levels_of(
    pieces: Sequence[Piece], kinds: Sequence[str], reasons: Mapping[int, str], run: Run | None
) -> list[Place]:
    """The level or depth of every piece."""
    heads = [index for index, kind in enumerate(kinds) if kind in _HEADS]
    levels = _heading_levels(pieces, kinds, reasons, heads)
    places: list[Place] = []
    depth_of = {pieces[index].key: levels[index][0] for index in heads if index in levels}
    top = (
        min(
            (
                depth_of[pieces[i].key]
                for i in range(run.start, run.end)
                if pieces[i].key in depth_of
            ),
            default=2,
        )
        if run
        else 2
    )
    depths = _item_depths(pieces, kinds, heads)
    for index, kind in enumerate(kinds):
        if index in levels:
            level, sure = levels[index]
            places.append(Place(level, 0, sure))
        elif kind == "toc-entry":
            level = depth_of.get(pieces[index].key, 0)
            depth = level - top + 1 if level else (places[-1].depth or 1)
            places.append(Place(0, max(1, depth)))
        else:
            places.append(Place(0, depths.get(index, 0)))
    return places


def _heading_levels(
    pieces: Sequence[Piece], kinds: Sequence[str], reasons: Mapping[int, str], heads: Sequence[int]
) -> dict[int, tuple[int, bool]]:
    """The level of every heading: the title 1, chapters 2, what they contain 3 or 4.

    Stages stand above numbers, numbers above places in a calendar; a heading that only introduces
    the next ones contains them.
    """
    present = {_RANKED.get(reasons[index], "") for index in heads}
    ranks: list[str] = [name for name in ("stage", "number", "month") if name in present]
    found: dict[int, tuple[int, bool]] = {}
    contained = False
    above = 2
    for place, index in enumerate(heads):
        rank = _RANKED.get(reasons[index])
        if kinds[index] == "title":
            found[index] = (1, True)
            continue
        contained = contained and not _closes(pieces, kinds, heads, place)
        base = 3 if contained else 2
        if rank:
            contained = contained and rank != "stage"
            above = min(6, base + ranks.index(rank))
            found[index] = (above, True)
        elif ranks and reasons[index] in _INNER and _inside(pieces, kinds, heads, place):
            found[index] = (min(6, above + 1), False)
        else:
            contains = _contains(pieces, kinds, heads, place)
            contained = contained or contains
            above = 2 if contains else base
            found[index] = (above, contains or contained or reasons[index] == "contents")
    return found


def _body(kinds: Sequence[str], heads: Sequence[int], place: int) -> range:
    """The pieces below a heading, up to the next one."""
    end = heads[place + 1] if place + 1 < len(heads) else len(kinds)
    return range(heads[place] + 1, end)


def _has_members(kinds: Sequence[str], heads: Sequence[int], place: int) -> bool:
    """True if list items stand below a heading."""
    return any(kinds[index] in _MEMBERS for index in _body(kinds, heads, place))


def _contains(
    pieces: Sequence[Piece], kinds: Sequence[str], heads: Sequence[int], place: int
) -> bool:
    """True for a heading that only introduces the headings behind it.

    It has no items of its own, while at least two headings behind it have; what it says ends with
    a colon, or it says nothing at all.
    """
    body = _body(kinds, heads, place)
    if place + 2 >= len(heads) or _has_members(kinds, heads, place):
        return False
    if any(kinds[index] == "toc-entry" for index in body):
        return False
    introduces = not body or pieces[body[-1]].leads
    following = all(_has_members(kinds, heads, place + step) for step in (1, 2))
    return introduces and following and pieces[heads[place]].role in {"content", "resources"}


def _closes(
    pieces: Sequence[Piece], kinds: Sequence[str], heads: Sequence[int], place: int
) -> bool:
    """True for a heading that stands beside a container again: about the document, or bare."""
    piece = pieces[heads[place]]
    return piece.role in _LATE or not _has_members(kinds, heads, place)


def _inside(
    pieces: Sequence[Piece], kinds: Sequence[str], heads: Sequence[int], place: int
) -> bool:
    """True if a heading without a number stands below a numbered one or a stage."""
    return pieces[heads[place]].role not in _LATE and _has_members(kinds, heads, place)


def _item_depths(
    pieces: Sequence[Piece], kinds: Sequence[str], heads: Sequence[int]
) -> dict[int, int]:
    """The depth of every item: 2 below a label or a name that stands for those behind it."""
    depths: dict[int, int] = {}
    starts = [-1, *heads]
    for place, head in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else len(kinds)
        body = [index for index in range(head + 1, end) if kinds[index] in _MEMBERS]
        title = pieces[head].key if head >= 0 else ""
        group = ""
        for at, index in enumerate(body):
            following = pieces[body[at + 1]] if at + 1 < len(body) else None
            kind = _group(pieces[index], kinds[index], following, title)
            if group == "word" and not kind and pieces[index].words == 1:
                group = ""
            group = kind or group
            depths[index] = 1 if kind or not group else 2
    return depths


def _group(piece: Piece, kind: str, following: Piece | None, title: str) -> str:
    """How a piece stands for those behind it: as a label, by the section's title, by its word."""
    if kind == "label":
        return "label"
    if following is None or piece.is_list:
        return ""
    words = words_of(fold_case(piece.text))
    if title and len(words) > len(title.split()) and " ".join(words).startswith(f"{title} "):
        return "title"
    if (
        len(words) == 2
        and words[0] in _COLLECTIVE
        and words[1].endswith("s")
        and following.words <= 2
    ):
        return "names"
    behind = words_of(fold_case(following.text))
    if len(words) == 1 and len(behind) > 1 and behind[-1] == words[0]:
        return "word"
    return ""
