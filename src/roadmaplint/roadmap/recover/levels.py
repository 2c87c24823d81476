"""Levels of recovered headings and depths of recovered items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from msgspec import Struct

from roadmaplint.lexicon import words
from roadmaplint.roadmap.phrases import words_of
from roadmaplint.roadmap.recover.blocks import Piece
from roadmaplint.roadmap.recover.headings import Run
from roadmaplint.text.fold import fold_case

#: What ranks headings, by the reason they are taken for one.
_RANKED = {"stage": "stage", "chapter": "stage", "number": "number", "month": "month"}
_INNER = frozenset({"sentence", "labels"})
_LATE = frozenset({"meta", "conclusion", "community", "resources", "books", "courses", "intro"})
_MEMBERS = frozenset({"item", "label", "row"})


class Place(Struct, frozen=True):
    """Level of a heading, depth of an item or entry, and whether something speaks for it."""

    level: int = 0
    depth: int = 0
    sure: bool = True


class _Part(Struct, frozen=True):
    """A heading and what stands below it up to the next one; all numbers are of pieces.

    `head` is -1 for what stands before the first heading. `members` are the items among `body`.
    """

    head: int
    body: range
    members: list[int]


def levels_of(
    pieces: Sequence[Piece], kinds: Sequence[str], reasons: Mapping[int, str], run: Run | None
) -> list[Place]:
    """The level or depth of every piece."""
    parts = list(_parts(kinds))
    levels = _heading_levels(pieces, kinds, reasons, parts[1:])
    depths = _item_depths(pieces, kinds, parts)
    level_of = {pieces[index].key: place.level for index, place in levels.items()}
    entries = range(run.start, run.end) if run else range(0)
    named = [level_of[pieces[index].key] for index in entries if pieces[index].key in level_of]
    top = min(named, default=2)
    places: list[Place] = []
    for index, kind in enumerate(kinds):
        if index in levels:
            places.append(levels[index])
        elif kind == "toc-entry":
            level = level_of.get(pieces[index].key, 0)
            depth = level - top + 1 if level else (places[-1].depth or 1)
            places.append(Place(0, max(1, depth)))
        else:
            places.append(Place(0, depths.get(index, 0)))
    return places


def _parts(kinds: Sequence[str]) -> Iterator[_Part]:
    """What stands before the first heading, and every heading with what is below it."""
    heads = [index for index, kind in enumerate(kinds) if kind in {"title", "heading"}]
    for head, end in zip([-1, *heads], [*heads, len(kinds)], strict=True):
        body = range(head + 1, end)
        yield _Part(head, body, [index for index in body if kinds[index] in _MEMBERS])


def _heading_levels(
    pieces: Sequence[Piece], kinds: Sequence[str], reasons: Mapping[int, str], parts: list[_Part]
) -> dict[int, Place]:
    """The level of every heading: the title 1, chapters 2, what they contain 3 or 4.

    Stages stand above numbers, numbers above places in a calendar; a heading that only introduces
    the next ones contains them, until one that stands beside it again.
    """
    present = {_RANKED.get(reasons[part.head], "") for part in parts}
    ranks: list[str] = [name for name in ("stage", "number", "month") if name in present]
    found: dict[int, Place] = {}
    contained = False
    above = 2
    for number, part in enumerate(parts):
        reason = reasons[part.head]
        rank = _RANKED.get(reason)
        if kinds[part.head] == "title":
            found[part.head] = Place(1)
            continue
        # About the topics and with items of its own, not about the document.
        inner = pieces[part.head].role not in _LATE and bool(part.members)
        contained = contained and inner
        base = 3 if contained else 2
        if rank:
            contained = contained and rank != "stage"
            above = min(6, base + ranks.index(rank))
            found[part.head] = Place(above)
        elif ranks and reason in _INNER and inner:
            found[part.head] = Place(min(6, above + 1), 0, False)
        else:
            contains = _contains(pieces, kinds, parts[number : number + 3])
            contained = contained or contains
            above = 2 if contains else base
            found[part.head] = Place(above, 0, contained or reason == "contents")
    return found


def _contains(pieces: Sequence[Piece], kinds: Sequence[str], parts: list[_Part]) -> bool:
    """True if the first part only introduces the ones behind it.

    It has no items of its own, while two headings behind it have; what it says ends with a colon,
    or it says nothing at all.
    """
    part, *behind = parts
    if len(behind) < 2 or part.members or not all(other.members for other in behind):
        return False
    if any(kinds[index] == "toc-entry" for index in part.body):
        return False
    introduces = not part.body or pieces[part.body[-1]].leads
    return introduces and pieces[part.head].role in {"content", "resources"}


def _item_depths(
    pieces: Sequence[Piece], kinds: Sequence[str], parts: list[_Part]
) -> dict[int, int]:
    """The depth of every item: 2 below a label or a name that stands for those behind it."""
    depths: dict[int, int] = {}
    for part in parts:
        title = pieces[part.head].key if part.head >= 0 else ""
        group = ""
        for index, behind in zip_longest(part.members, part.members[1:]):
            following = None if behind is None else pieces[behind]
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
    own, behind = words_of(fold_case(piece.text)), words_of(fold_case(following.text))
    if title and len(own) > len(title.split()) and " ".join(own).startswith(f"{title} "):
        return "title"
    plural = len(own) == 2 and own[1].endswith("s")
    if plural and own[0] in words("title.collective") and following.words <= 2:
        return "names"
    if len(own) == 1 and len(behind) > 1 and behind[-1] == own[0]:
        return "word"
    return ""
