"""Judgement over a whole text: its readings are evidence for one another."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from roadmaplint.text.lazy import lazy
from roadmaplint.text.mojibake.candidates import atoms
from roadmaplint.text.mojibake.damage import Kind
from roadmaplint.text.mojibake.gate import Stretch
from roadmaplint.text.mojibake.lines import Lines
from roadmaplint.text.mojibake.model import model
from roadmaplint.text.mojibake.score import PER_BYTE, Reading, readings
from roadmaplint.text.mojibake.scripts import agreement, scripts_of, surroundings

#: Evidence in nats that a place needs; what is worth a thought; two outputs this near are rivals.
THRESHOLD = 10.0
INTERESTING = -2.0
#: Evidence after which a place speaks for others.
TELLING = 8.0
RIVAL = 2.5
#: Share of the evidence elsewhere that a place is credited with, and the most of it.
CREDIT = 0.3
MOST_CREDIT = 12.0
#: How often the same damaged piece counts as evidence.
REPEATS = 2

Path = tuple[str, ...]


class Piece(NamedTuple):
    """A reading with its place in the text and every path that gives it."""

    start: int
    end: int
    before: str
    after: str
    data: bytes
    gain: float
    paths: tuple[Path, ...]
    kind: Kind = Kind.MISREAD


class Choice(NamedTuple):
    """A piece that was chosen: by which path, with what evidence, against which rival."""

    piece: Piece
    path: Path
    total: float
    support: float
    rival: float


def weigh(text: str, found: Iterable[Stretch], kind: Kind = Kind.MISREAD) -> list[Piece]:
    """All readings of stretches that are worth a thought.

    Of the kind `SPACED` only those are that read a space as a no-break space.
    """
    memo: dict[tuple[str, str], list[Reading]] = {}
    merged: dict[tuple[int, int, str], Piece] = {}
    for codec, start, end in found:
        first = max(0, start - 1)
        key = (codec, text[first : end + 1])
        known = memo.get(key)
        if known is None:
            known = memo[key] = _readings(text, codec, start, end)
        for reading in known:
            _merge(merged, start, reading, kind)
    return list(merged.values())


def _readings(text: str, codec: str, start: int, end: int) -> list[Reading]:
    """The readings of one stretch that are worth a thought, places relative to its start."""
    worthy = []
    for chain in atoms(text, start, end, codec):
        a, b = chain[0].start, chain[-1].end
        left = text[a - 1] if a else "\n"
        right = text[b] if b < len(text) else "\n"
        worthy += [
            reading._replace(start=reading.start + a - start, end=reading.end + a - start)
            for reading in readings(model(), left, chain, right, codec)
            if reading.gain > INTERESTING
        ]
    return worthy


def _merge(
    merged: dict[tuple[int, int, str], Piece], at: int, reading: Reading, kind: Kind
) -> None:
    """Add a reading; the same output at the same place is one piece with several paths."""
    start, end = at + reading.start, at + reading.end
    if kind is Kind.SPACED and not (reading.before.count(" ") > reading.after.count(" ")):
        return
    key = (start, end, reading.after)
    known = merged.get(key)
    if known is None:
        merged[key] = Piece(
            start,
            end,
            reading.before,
            reading.after,
            reading.data,
            reading.gain,
            (reading.path,),
            kind,
        )
    elif reading.path not in known.paths:
        gain = max(known.gain, reading.gain)
        merged[key] = known._replace(gain=gain, paths=(*known.paths, reading.path))


def in_context(text: str, lines: Lines, pieces: list[Piece]) -> list[Piece]:
    """The pieces with their gains corrected by the scripts around them."""
    places = sorted({(piece.start, piece.end) for piece in pieces})
    around: dict[tuple[int, int], frozenset[str]] = {}
    corrected = []
    for piece in pieces:
        line = lines.around(piece.start)
        scripts = around.get(line)
        if scripts is None:
            scripts = around[line] = scripts_of(_line_without(text, line, places))
        bonus = agreement(piece.before, piece.after, scripts)
        bonus += surroundings(text, piece.start, piece.end, piece.after)
        corrected.append(piece._replace(gain=piece.gain + bonus) if bonus else piece)
    return corrected


def _line_without(text: str, line: tuple[int, int], places: list[tuple[int, int]]) -> str:
    """A line with all places that may be damaged left out."""
    at, end = line
    parts = []
    for i in range(bisect_left(places, (at, 0)), len(places)):
        a, b = places[i]
        if a >= end:
            break
        if a > at:
            parts.append(text[at:a])
        at = max(at, b)
    parts.append(text[at:end])
    return " ".join(parts)


def support_of(pieces: list[Piece]) -> dict[Path, float]:
    """Evidence for each path over the text."""
    support: dict[Path, float] = defaultdict(float)
    seen: dict[tuple[Path, str], int] = defaultdict(int)
    for piece in pieces:
        if piece.gain < TELLING:
            continue
        for path in piece.paths:
            seen[path, piece.before] += 1
            if seen[path, piece.before] <= REPEATS:
                support[path] += min(piece.gain, PER_BYTE * len(piece.data))
    return support


def choose(pieces: list[Piece], threshold: float = THRESHOLD) -> list[Choice]:
    """The pieces that are damage, disjoint and in order."""
    support = support_of(pieces)
    ranked = []
    for piece in pieces:
        path = max(piece.paths, key=lambda p: (support[p], -len(p)))
        elsewhere = max(0.0, support[path] - piece.gain)
        total = piece.gain + min(MOST_CREDIT, CREDIT * elsewhere)
        ranked.append(Choice(piece, path, total, elsewhere, 0.0))
    ranked.sort(key=lambda c: (-c.total, c.piece.start, -c.piece.end))
    chosen: list[Choice] = []
    owner: dict[int, int] = {}
    for choice in ranked:
        piece = choice.piece
        holders = {owner[i] for i in range(piece.start, piece.end) if i in owner}
        for index in holders:
            held = chosen[index]
            if _rivals(held.piece, held.path, piece, choice.path):
                chosen[index] = held._replace(rival=max(held.rival, choice.total))
        if holders or choice.total < threshold:
            continue
        owner.update(dict.fromkeys(range(piece.start, piece.end), len(chosen)))
        chosen.append(choice)
    return sorted(chosen, key=lambda c: c.piece.start)


def _rivals(one: Piece, path: Path, other: Piece, other_path: Path) -> bool:
    """True if two overlapping pieces say different things for different reasons."""
    if (one.start, one.end) == (other.start, other.end):
        return one.after != other.after
    return path != other_path


_WORD = lazy(r"[A-Za-z0-9]*")
_GAP = lazy(r"[ ,.:;!?'()/-]{1,3}")


def word_around(text: str, start: int, end: int) -> tuple[int, int]:
    """A range widened to the ASCII letters and digits that touch it."""
    while start > 0 and text[start - 1].isascii() and text[start - 1].isalnum():
        start -= 1
    match = _WORD.match(text, end)
    return start, match.end() if match else end


def joins(text: str, end: int, start: int) -> bool:
    """True if nothing but a space or light punctuation parts two damaged places."""
    return end >= start or _GAP.fullmatch(text, end, start) is not None
