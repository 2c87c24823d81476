"""Lost structure: which pieces of a plain text were headings, list items and contents entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from roadmaplint.roadmap.emoji import leading_emoji
from roadmaplint.roadmap.levels import levels_of
from roadmaplint.roadmap.phrases import fold
from roadmaplint.roadmap.pieces import Piece, has_markup, pieces_of
from roadmaplint.text.source import Source, Span

Kind = Literal["title", "heading", "toc-entry", "item", "label", "paragraph", "row"]
#: What made a piece a heading, strongest first; `level-unsupported` headings have none for it.
Reason = Literal["first", "contents", "stage", "month", "number", "words", "sentence", "labels", ""]

_FEWEST = 6
_PAIRS = 5
_SERIES = 3
_FEWEST_ENTRIES = 3
#: As many headings named by the contents make other signs behind it needless.
_TRUSTED = 6


class Block(NamedTuple):
    """A piece and what it was.

    `level` is a heading's level (1 the title), `depth` the depth of an item or contents entry from
    1 on. `reason` tells why a piece is taken for a heading, `sure` whether its level has support.
    """

    kind: Kind
    span: Span
    text: str
    level: int = 0
    depth: int = 0
    reason: Reason = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Recovered:
    """A text with its structure found again; without blocks where there was none to find."""

    blocks: tuple[Block, ...] = ()

    def __bool__(self) -> bool:
        """True if structure was lost and found."""
        return bool(self.blocks)

    @property
    def headings(self) -> tuple[Block, ...]:
        """The title and the headings, in order."""
        return tuple(block for block in self.blocks if block.level)

    @property
    def items(self) -> tuple[Block, ...]:
        """The list items, in order; labels that head items are items."""
        return tuple(block for block in self.blocks if block.kind in {"item", "label"})

    @property
    def toc(self) -> tuple[Block, ...]:
        """The entries of the table of contents, in order."""
        return tuple(block for block in self.blocks if block.kind == "toc-entry")


#: Words that carry a thought on instead of opening a section.
_GO_ON = frozenset(
    {
        "additionally",
        "also",
        "besides",
        "finally",
        "however",
        "moreover",
        "note",
        "then",
        "furthermore",
    }
)


def recover(source: Source) -> Recovered:
    """Find the structure that a text without any block markup once had.

    Gives nothing for a text with markup, for running prose and for a few lines.
    """
    if len(source.text) < 40 or has_markup(source):
        return Recovered()
    pieces = pieces_of(source)
    if len(pieces) < _FEWEST:
        return Recovered()
    entries = contents_run(pieces)
    reasons = _reasons(pieces, entries)
    kinds = [_kind(pieces, index, entries, reasons) for index in range(len(pieces))]
    _take_series(pieces, kinds)
    headings = sum(kind in {"title", "heading"} for kind in kinds)
    members = sum(kind in {"item", "toc-entry", "row", "label"} for kind in kinds)
    if headings < 2 and (members < 3 or members * 3 < len(pieces)):
        return Recovered()
    if _is_prose(pieces) or _is_list(pieces, reasons):
        return Recovered()
    levels = levels_of(pieces, kinds, reasons, entries)
    return Recovered(
        tuple(
            Block(
                kind,
                piece.span,
                piece.text,
                levels[index].level,
                levels[index].depth,
                reasons.get(index, ""),
                levels[index].sure,
            )
            for index, (piece, kind) in enumerate(zip(pieces, kinds, strict=True))
        )
    )


def _take_series(pieces: Sequence[Piece], kinds: list[Kind]) -> None:
    """Make items of three or more pieces in a row that all start with an emoji."""
    start = 0
    while start < len(pieces):
        end = start
        while end < len(pieces) and kinds[end] in {"paragraph", "item"} and _is_marked(pieces[end]):
            end += 1
        if end - start >= _SERIES:
            kinds[start:end] = ["item"] * (end - start)
        start = max(end, start + 1)


def _is_marked(piece: Piece) -> bool:
    """True for a piece with an emoji in front."""
    return bool(leading_emoji(piece.text)[0])


def _is_prose(pieces: Sequence[Piece]) -> bool:
    """True for running text: hardly any short piece."""
    short = sum(not piece.is_sentence for piece in pieces)
    return short * 4 < len(pieces)


def _is_list(pieces: Sequence[Piece], reasons: dict[int, Reason]) -> bool:
    """True for numbered lines and nothing else: a list that Markdown reads as one."""
    return sum(piece.numbering is not None for piece in pieces) > 0.9 * len(pieces) and not reasons


class Run(NamedTuple):
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
    """The entries behind a contents heading."""
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


def _reasons(pieces: Sequence[Piece], run: Run | None) -> dict[int, Reason]:
    """The pieces that are headings, by index, and why."""
    found: dict[int, Reason] = {}
    taken = range(run.start, run.end) if run else range(0)
    if pieces[0].words <= 15 and not pieces[0].is_row and 0 not in taken:
        found[0] = "first"
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
        if trusted and run and index > run.head and not _is_named(pieces, index):
            continue
        if reason := _reason(pieces, index, run, pairs):
            found[index] = reason
    for index in _before_numbers(pieces, found):
        found.setdefault(index, "number")
    return found


def _is_named(pieces: Sequence[Piece], index: int) -> bool:
    """True for a title of known words before something else."""
    return pieces[index].role not in {"content", "toc"}


def _reason(pieces: Sequence[Piece], index: int, run: Run | None, pairs: set[int]) -> Reason | None:
    """Why a piece is a heading, if it is one."""
    piece = pieces[index]
    if piece.may_head and (piece.is_stage or piece.is_timed) and not _in_series(pieces, index):
        return "stage"
    if piece.is_month and not _in_series(pieces, index):
        return "month"
    if piece.may_head or (piece.text.endswith(("?", "？")) and not piece.is_sentence):
        return _weak(pieces, index, run, pairs)
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


def _weak(pieces: Sequence[Piece], index: int, run: Run | None, pairs: set[int]) -> Reason | None:
    """Why a piece without a number or stage is a heading all the same."""
    piece = pieces[index]
    if piece.leads or index in pairs or index + 1 >= len(pieces):
        return None
    following = pieces[index + 1]
    if piece.is_label and not following.is_sentence:
        return None
    if piece.role not in {"content", "toc"} and (
        not run or index < run.head or following.is_sentence
    ):
        return "words"
    if following.is_row and not piece.is_row:
        return "sentence"
    if following.is_sentence and not following.leads and not piece.is_list:
        return "sentence"
    return "labels" if _breaks_labels(pieces, index) else None


def _introduces(piece: Piece) -> bool:
    """True for a sentence that may open a section."""
    first = fold(piece.text.split(" ", 1)[0]).rstrip(",.:，")
    if first in _GO_ON:
        return False
    return piece.is_sentence or (piece.ends and piece.words >= 3 and not piece.is_names)


def _breaks_labels(pieces: Sequence[Piece], index: int) -> bool:
    """True for a piece between runs of `Label: text`."""
    before = pieces[max(0, index - 2) : index]
    behind = pieces[index + 1 : index + 3]
    around = [*before, *behind]
    return (
        len(behind) == 2
        and not pieces[index].is_label
        and all(piece.is_label for piece in behind)
        and all(piece.is_label for piece in around[-3:])
    )


def _kind(pieces: Sequence[Piece], index: int, run: Run | None, reasons: dict[int, Reason]) -> Kind:
    """What a piece was."""
    piece = pieces[index]
    if index in reasons:
        return "title" if index == 0 else "heading"
    if run and run.start <= index < run.end:
        return "toc-entry"
    if piece.is_row:
        return "row"
    if piece.is_sentence:
        return "paragraph"
    if piece.leads:
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        return "label" if following is not None and not following.is_sentence else "paragraph"
    return "item"
