"""Which pieces of a plain text were headings, and what says so."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from roadmaplint.lexicon import words
from roadmaplint.roadmap.recover.blocks import Piece
from roadmaplint.text.fold import fold_case

#: What made a piece a heading, strongest first; `level-unsupported` headings have none for it.
Reason = Literal[
    "first", "contents", "stage", "month", "number", "chapter", "words", "sentence", "labels", ""
]

_PAIRS = 5
_FEWEST_ENTRIES = 3
#: As many headings named by the contents make other signs behind it needless.
_TRUSTED = 6


class Run(Struct, frozen=True):
    """Contents entries: the piece that heads them, and where they begin and end."""

    head: int
    start: int
    end: int


def contents_run(pieces: Sequence[Piece]) -> Run | None:
    """The run of contents entries behind a contents heading, if most of them come back."""
    for head, piece in enumerate(pieces):
        if piece.may_head and piece.role == "toc":
            run = _run_behind(pieces, head)
            if run is not None:
                return run
    return None


def _run_behind(pieces: Sequence[Piece], head: int) -> Run | None:
    start = head + 1
    seen: set[str] = set()
    end = start
    while end < len(pieces) and not pieces[end].is_row and pieces[end].words <= 16:
        key = pieces[end].key
        if key in seen or (pieces[end].ends and pieces[end].words > 8):
            break
        seen.add(key)
        end += 1
    others = {piece.key for index, piece in enumerate(pieces) if not start <= index < end}
    hits = [index for index in range(start, end) if pieces[index].key in others]
    if len(hits) < _FEWEST_ENTRIES:
        return None
    end = hits[-1] + 1
    return Run(head, start, end) if len(hits) * 10 >= (end - start) * 6 else None


def heading_reasons(
    pieces: Sequence[Piece], run: Run | None, titled: bool = True
) -> dict[int, Reason]:
    """The pieces that are headings, by index, and why; `titled`: the first may be the title."""
    found: dict[int, Reason] = {}
    taken = range(run.start, run.end) if run else range(0)
    first = next((n for n, piece in enumerate(pieces) if not piece.is_picture), 0)
    if titled and pieces[first].words <= 15 and not pieces[first].is_row and first not in taken:
        found[first] = "first"
    if run:
        found[run.head] = "words"
        for index in _come_back(pieces, run):
            found.setdefault(index, "contents")
    trusted = len(found) >= _TRUSTED if run else False
    for index in _numbered(pieces, taken):
        found.setdefault(index, "number")
    pairs = _described(pieces)
    for index in range(len(pieces)):
        if index in taken or index in found:
            continue
        if trusted and run and index > run.head and not _opens_named(pieces, index):
            continue
        if reason := _reason(pieces, index, pairs):
            found[index] = reason
    for index in _before_numbers(pieces, found):
        found.setdefault(index, "chapter")
    if not trusted:
        for index in _alone(pieces, found, taken):
            found.setdefault(index, "sentence")
    return found


def _alone(pieces: Sequence[Piece], found: dict[int, Reason], taken: range) -> list[int]:
    """Titles between a paragraph and a heading: a list of one item is rarer than a chapter."""
    return [
        index - 1
        for index in found
        if index > 1
        and index - 1 not in found
        and index - 1 not in taken
        and pieces[index - 1].may_head
        and not pieces[index - 1].is_label
        and pieces[index - 2].is_sentence
        and not pieces[index - 2].leads
    ]


def _is_named(pieces: Sequence[Piece], index: int) -> bool:
    piece = pieces[index]
    known = piece.role not in {"content", "toc"} or (piece.may_head and piece.is_known)
    return known and not piece.is_label


def _opens_named(pieces: Sequence[Piece], index: int) -> bool:
    """True for a title of known words before a sentence."""
    last = index + 1 == len(pieces)
    return _is_named(pieces, index) and not last and _introduces(pieces[index + 1])


def _reason(pieces: Sequence[Piece], index: int, pairs: set[int]) -> Reason | None:
    """Why a piece is a heading, if it is one."""
    piece = pieces[index]
    if piece.may_head and (piece.is_stage or piece.is_timed) and not _in_series(pieces, index):
        return "stage"
    if piece.is_month and not _in_series(pieces, index):
        return "month"
    if piece.may_head or (piece.text.endswith(("?", "？")) and not piece.is_sentence):
        return _weak(pieces, index, pairs)
    return None


def _in_series(pieces: Sequence[Piece], index: int) -> bool:
    """True if the next or last piece counts on: adjacent numbers are a list."""
    own = pieces[index].numbering
    near = (pieces[place].numbering for place in (index - 1, index + 1) if 0 <= place < len(pieces))
    return own is not None and any(
        other is not None and other.unit == own.unit and abs(other.path[-1] - own.path[-1]) == 1
        for other in near
    )


def _before_numbers(pieces: Sequence[Piece], found: dict[int, Reason]) -> list[int]:
    """Titles right before a numbered heading that starts again at one."""
    places = []
    for index, reason in found.items():
        numbering = pieces[index].numbering
        first = reason == "number" and numbering is not None and numbering.path[-1] == 1
        if first and index > 0 and index - 1 not in found and pieces[index - 1].may_head:
            places.append(index - 1)
    return places


def _come_back(pieces: Sequence[Piece], run: Run) -> list[int]:
    """The pieces that contents entries name, in their order where possible."""
    places: dict[str, list[int]] = {}
    for index, piece in enumerate(pieces):
        if not run.start <= index < run.end and index != run.head:
            places.setdefault(piece.key, []).append(index)
    found: list[int] = []
    at = run.end
    for entry in range(run.start, run.end):
        choices = places.get(pieces[entry].key)
        if choices:
            place = next((choice for choice in choices if choice >= at), choices[0])
            at = max(at, place + 1) if place >= run.end else at
            found.append(place)
    return found


def _numbered(pieces: Sequence[Piece], taken: range) -> list[int]:
    """Numbered pieces that are no list: their numbers never stand in adjacent pieces."""
    with_numbers = [
        index
        for index, piece in enumerate(pieces)
        if index not in taken and piece.numbering is not None and _is_title(piece)
    ]
    adjacent = {
        place for one, other in pairwise(with_numbers) if other == one + 1 for place in (one, other)
    }
    apart = [index for index in with_numbers if index not in adjacent]
    return apart if len(apart) >= 2 else []


def _is_title(piece: Piece) -> bool:
    """True if a numbered piece is short enough for a title."""
    return piece.words <= 14 and not piece.is_sentence and not piece.text.endswith((".", "。", ";"))


def _described(pieces: Sequence[Piece]) -> set[int]:
    """Pieces in a row of five or more short and long ones in turn: items with descriptions."""
    found: set[int] = set()
    start = 0
    while start < len(pieces):
        end = start
        while (
            end + 1 < len(pieces)
            and pieces[end].may_head
            and not pieces[end].is_stage
            and pieces[end + 1].is_sentence
            and not pieces[end + 1].leads
        ):
            end += 2
        if end - start >= 2 * _PAIRS and all(piece.words <= 3 for piece in pieces[start:end:2]):
            found.update(range(start, end))
        start = max(end, start + 1)
    return found


def _weak(pieces: Sequence[Piece], index: int, pairs: set[int]) -> Reason | None:
    """Why a piece without a number or stage is a heading all the same."""
    piece = pieces[index]
    if index in pairs or index + 1 >= len(pieces):
        return None
    following = pieces[index + 1]
    if _is_named(pieces, index) and not (piece.leads and not following.is_sentence):
        return "words"
    if piece.leads or (piece.is_label and _among_labels(pieces, index)):
        return None
    if following.is_row and not piece.is_row:
        return "sentence"
    if _introduces(following) and not piece.is_list:
        return "sentence"
    return "labels" if _breaks_labels(pieces, index) else None


def _among_labels(pieces: Sequence[Piece], index: int) -> bool:
    """True if `Label: text` stands beside a piece, or nothing that it could introduce."""
    near = [pieces[place] for place in (index - 1, index + 1) if 0 <= place < len(pieces)]
    return any(other.is_label for other in near) or not near[-1].is_sentence


def _introduces(piece: Piece) -> bool:
    """True for a sentence that may open a section."""
    first = fold_case(piece.text.split(" ", 1)[0]).rstrip(",.:，")
    if first in words("sentence.connective"):
        return False
    stops = piece.text.endswith((".", "。", "!", "！"))
    return piece.is_sentence or (stops and piece.words >= 3 and not piece.is_names)


def _breaks_labels(pieces: Sequence[Piece], index: int) -> bool:
    """True for a piece between runs of `Label: text`."""
    before = pieces[max(0, index - 1) : index]
    behind = pieces[index + 1 : index + 3]
    return (
        len(behind) == 2
        and not pieces[index].is_label
        and all(piece.is_label for piece in behind)
        and all(piece.is_label or piece.is_sentence for piece in before)
    )
