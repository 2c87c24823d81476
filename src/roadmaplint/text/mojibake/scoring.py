"""Weighing of readings: by the language model, the scripts around, the rest of the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from roadmaplint.text.lazy import lazy
from roadmaplint.text.mojibake.damage import Kind
from roadmaplint.text.mojibake.model import Model, model
from roadmaplint.text.mojibake.sequences import Atom, Runs, Stretch, atoms, stretches

_END = lazy(r"[\r\n]")
# First and last letter of every range, in order, with the name of its script.
_RANGES = """
    0041 005A latin 0061 007A latin 00C0 00D6 latin 00D8 00F6 latin 00F8 024F latin 0370 03FF greek
    0400 052F cyrillic 0590 05FF hebrew 0600 06FF arabic 0750 077F arabic 0900 0DFF indic
    0E00 0EFF thai 1100 11FF east 1780 17FF thai 1E00 1EFF latin 1F00 1FFF greek 3040 30FF east
    3130 318F east 3400 9FFF east AC00 D7AF east F900 FAFF east FF61 FF9F east
"""
_FIRST = [chr(int(code, 16)) for code in _RANGES.split()[::3]]
_LAST = [chr(int(code, 16)) for code in _RANGES.split()[1::3]]
_SCRIPTS = _RANGES.split()[2::3]
#: Nats for a reading that fits its line better or worse than the text as it stands.
FITS = 4.0
STRANGE = -8.0
#: Nats for a small letter after capitals.
LOWER = -6.0
#: Nats for characters of the same kind that touch the piece and stay as they are.
NEIGHBOUR = -5.0
#: Price of leaving part of a chain unread, and of each further level of misreading.
CUT = 5.0
LEVEL = 8.0
#: Most evidence that one byte can give.
PER_BYTE = 6.0
#: Evidence in nats below which no further level is looked at.
HOPELESS = -4.0
#: Surprise per character, in nats, of a text that needs no further reading.
PLAIN = 4.0
#: Longest chain whose ends are judged, in atoms.
LONG = 400
#: Most levels of misreading that are undone.
DEPTH = 3
Path = tuple[str, ...]
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
_WORD = lazy(r"[A-Za-z0-9]*")
_GAP = lazy(r"[ ,.:;!?'()/-]{1,3}")


class Lines:
    """The lines of a text by offset; built once, asked in logarithmic time."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, text: str) -> None:
        """Note every line end; CRLF makes an empty line, which no place is in."""
        self._ends = [match.start() for match in _END.finditer(text)]
        self._starts = [0, *(end + 1 for end in self._ends)]
        self._ends.append(len(text))

    def around(self, offset: int) -> tuple[int, int]:
        """Start and end (without its line end) of the line that holds an offset."""
        index = bisect_right(self._starts, offset) - 1
        return self._starts[index], self._ends[index]


def scripts_of(text: str) -> frozenset[str]:
    """Names of the scripts of the letters in a text."""
    return frozenset(filter(None, map(_script_of, set(text))))


@cache
def _script_of(char: str) -> str:
    """The script of a letter, empty for other characters."""
    at = bisect_right(_FIRST, char) - 1
    return _SCRIPTS[at] if at >= 0 and char <= _LAST[at] else ""


def agreement(before: str, after: str, around: frozenset[str]) -> float:
    """Nats for how a reading fits the scripts of the rest of its line."""
    if not around:
        return 0.0
    was, now = scripts_of(before), scripts_of(after)
    if now <= around and not was <= around:
        return FITS
    if was and was <= around and not now <= around:
        return STRANGE
    return 0.0


def surroundings(text: str, start: int, end: int, after: str) -> float:
    """Nats for what touches a piece.

    For it speaks a letter where signs stand in a word; against it a small letter after two
    capitals, and characters beyond ASCII of the same kind that stay as they are.
    """
    nats = 0.0
    if after[:1].islower() and not after[:1].isascii() and len(after) == 1:
        word = text[max(0, start - 2) : start]
        if len(word) == 2 and word.isalpha() and word.isupper():
            nats += LOWER
    kinds = scripts_of(text[start:end])
    touching = text[start - 1 : start] + text[end : end + 1]
    if not kinds and after.isalpha() and any(c.isascii() and c.isalpha() for c in touching):
        nats += FITS
    for neighbour in (text[start - 1 : start], text[end : end + 1]):
        if neighbour and not neighbour.isascii() and "\u00a0" <= neighbour <= "\u2fff":
            same = scripts_of(neighbour)
            if same <= kinds and not (same and same <= scripts_of(after)):
                nats += NEIGHBOUR
    return nats


class Piece(NamedTuple):
    """A way to read a piece of text, its place, and every path that gives it.

    A path names the pages, the misreading that happened first in front; `data` are the bytes that
    the last program misread; `gain` is the evidence in nats.
    """

    start: int
    end: int
    before: str
    after: str
    data: bytes
    gain: float
    paths: tuple[Path, ...]
    kind: Kind = Kind.MISREAD

    def shift(self, by: int) -> Piece:
        """The same piece further on."""
        return self._replace(start=self.start + by, end=self.end + by)


def read_chain(model: Model, left: str, chain: list[Atom], right: str, codec: str) -> list[Piece]:
    """The readings of a chain and of its best part under a page, further levels undone too."""
    found = []
    for first, last in {(0, len(chain)), _best_part(model, left, chain)}:
        part = chain[first:last]
        lead = chain[first - 1].before[-1] if first else left
        tail = chain[last].before[0] if last < len(chain) else right
        before = "".join(atom.before for atom in part)
        after = "".join(atom.after for atom in part)
        data = b"".join(atom.data for atom in part)
        plain = model.cost(lead + before + tail) - CUT * ((first > 0) + (last < len(chain)))
        start = part[0].start
        cost = model.cost(lead + after + tail)
        # What reads well or much worse than before hides no further level.
        done = plain - cost < HOPELESS or cost < PLAIN * (len(after) + 1)
        levels = [((codec,), after)] if done else _levels(after, (codec,))
        for path, text in levels:
            gain = plain - model.cost(lead + text + tail) - LEVEL * (len(path) - 1)
            found.append(Piece(start, start + len(before), before, text, data, gain, (path,)))
    return found


def _best_part(model: Model, left: str, chain: list[Atom]) -> tuple[int, int]:
    """The range of atoms worth reading: all of them unless an end argues against it."""
    if len(chain) > LONG:
        return 0, len(chain)
    gains = []
    was, now = left, left
    for atom in chain:
        gains.append(model.cost(was + atom.before) - model.cost(now + atom.after))
        was, now = atom.before[-1], atom.after[-1]
    best, best_range = sum(gains), (0, len(gains))
    total, begin = 0.0, 0
    for index, gain in enumerate(gains):
        if total <= 0:
            total, begin = 0.0, index
        total += gain
        cost = CUT * ((begin > 0) + (index + 1 < len(gains)))
        if total - cost > best:
            best, best_range = total - cost, (begin, index + 1)
    return best_range


def _levels(text: str, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The text itself and every reading of it in which nothing beyond ASCII stays unread."""
    yield path, text
    if len(path) == DEPTH or text.isascii() or len(text) > 4000:
        return
    by_codec: dict[str, list[Stretch]] = {}
    for stretch in stretches(Runs(text)):
        by_codec.setdefault(stretch.codec, []).append(stretch)
    for codec, found in by_codec.items():
        inner = _read_all(text, sorted(found))
        if inner is not None:
            yield from _levels(inner, (codec, *path))


def _read_all(text: str, found: Iterable[Stretch]) -> str | None:
    """The text with all stretches read, None if a character beyond ASCII stays."""
    parts: list[str] = []
    at = 0
    for stretch in found:
        for chain in atoms(text, stretch.start, stretch.end, stretch.codec):
            gap = text[at : chain[0].start]
            if not gap.isascii():
                return None
            parts += (gap, *(atom.after for atom in chain))
            at = chain[-1].end
    if not text[at:].isascii():
        return None
    return "".join((*parts, text[at:]))


class Choice(NamedTuple):
    """A piece that was chosen: by which path, with what evidence, against which rival."""

    piece: Piece
    path: Path
    total: float
    support: float
    rival: float


def weigh_stretches(text: str, found: Iterable[Stretch], kind: Kind = Kind.MISREAD) -> list[Piece]:
    """All readings of stretches that are worth a thought.

    Of the kind `SPACED` only those are that read a space as a no-break space.
    """
    memo: dict[tuple[str, str], list[Piece]] = {}
    merged: dict[tuple[int, int, str], Piece] = {}
    for codec, start, end in found:
        key = (codec, text[max(0, start - 1) : end + 1])
        if key not in memo:
            memo[key] = [piece.shift(-start) for piece in _pieces(text, codec, start, end)]
        for piece in memo[key]:
            if kind is Kind.SPACED and piece.before.count(" ") <= piece.after.count(" "):
                continue
            # the same output at the same place is one piece with several paths
            place = (start + piece.start, start + piece.end, piece.after)
            known = merged.get(place)
            if known is None:
                merged[place] = piece.shift(start)._replace(kind=kind)
            elif piece.paths[0] not in known.paths:
                gain = max(known.gain, piece.gain)
                merged[place] = known._replace(gain=gain, paths=known.paths + piece.paths)
    return list(merged.values())


def _pieces(text: str, codec: str, start: int, end: int) -> Iterator[Piece]:
    """The readings of one stretch that are worth a thought."""
    for chain in atoms(text, start, end, codec):
        first, last = chain[0].start, chain[-1].end
        left = text[first - 1] if first else "\n"
        right = text[last] if last < len(text) else "\n"
        for piece in read_chain(model(), left, chain, right, codec):
            if piece.gain > INTERESTING:
                yield piece


def correct_by_context(text: str, lines: Lines, pieces: list[Piece]) -> list[Piece]:
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


def choose_pieces(pieces: list[Piece], threshold: float = THRESHOLD) -> list[Choice]:
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


def word_around(text: str, start: int, end: int) -> tuple[int, int]:
    """A range widened to the ASCII letters and digits that touch it."""
    while start > 0 and text[start - 1].isascii() and text[start - 1].isalnum():
        start -= 1
    match = _WORD.match(text, end)
    return start, match.end() if match else end


def joins(text: str, end: int, start: int) -> bool:
    """True if nothing but a space or light punctuation parts two damaged places."""
    return end >= start or _GAP.fullmatch(text, end, start) is not None
