"""Weighing: how much likelier a reading is than the text as it stands, in nats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from roadmaplint.text.mojibake.candidates import Atom, atoms
from roadmaplint.text.mojibake.gate import Runs, Stretch, stretches
from roadmaplint.text.mojibake.model import Model

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


class Reading(NamedTuple):
    """One way to read a piece of text, offsets relative to its chain's start.

    `path` names the pages, the misreading that happened first in front; `data` are the bytes that
    the last program misread; `gain` is the evidence in nats.
    """

    start: int
    end: int
    before: str
    after: str
    path: tuple[str, ...]
    data: bytes
    gain: float


def readings(model: Model, left: str, chain: list[Atom], right: str, codec: str) -> list[Reading]:
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
        start = part[0].start - chain[0].start
        cost = model.cost(lead + after + tail)
        # What reads well or much worse than before hides no further level.
        done = plain - cost < HOPELESS or cost < PLAIN * (len(after) + 1)
        levels = [((codec,), after)] if done else _levels(after, (codec,))
        for path, text in levels:
            gain = plain - model.cost(lead + text + tail) - LEVEL * (len(path) - 1)
            found.append(Reading(start, start + len(before), before, text, path, data, gain))
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
