"""Misread UTF-8 that lost bytes: with question marks, cut short, or half an emoji."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from roadmaplint.text.lazy import lazy
from roadmaplint.text.mojibake.codecs import DOUBLE, SINGLE, encoder, page
from roadmaplint.text.mojibake.damage import Kind
from roadmaplint.text.mojibake.model import char_class, model
from roadmaplint.text.mojibake.scoring import Lines, Piece
from roadmaplint.text.mojibake.sequences import Runs

#: Nats that a character which cannot be known costs, and what follows it.
UNKNOWN = 7.0
NEXT = 5.0
#: Evidence that one place with a question mark needs alone, one that is cut short (only what
#: began as a dash, quote, sign or emoji counts), any where its page has shown itself, and any
#: where its page is proven to have done damage.
ALONE = 9.0
SHORT_ALONE = 11.0
TOGETHER = 3.0
PROVEN = -2.0
#: Evidence of a page after which it has shown itself; of cut sequences on a line more.
SHOWN = 14.0
SHORT_SHOWN = 60.0
#: Evidence from whole sequences that proves a page.
PROOF = 40.0

#: Pages with controls that programs drop.
DROPPING = ("cp1252", "cp1254", "cp1250")

_MARKED = lazy(r"[^\x00-\x7f](?=[?\ufffd])")
_LOST = "?\ufffd"
#: High surrogates of the planes' parts that hold emoji, the likeliest first.
HIGH = (0xD83D, 0xD83C, 0xD83E)
#: Nats by which the first of them is preferred.
PREFERENCE = 2.0


def find_torn(runs: Runs) -> list[Piece]:
    """Every torn sequence that is less likely as it stands than some unknown character."""
    found: dict[tuple[int, int], Piece] = {}
    memo: dict[str, float] = {}
    for codec, start, end, data in (*_marked(runs.text), *_short(runs)):
        context = runs.text[max(0, start - 1) : end + 1]
        if context not in memo:
            memo[context] = _gain(context if start else "\n" + context)
        known = found.get((start, end))
        if known is None:
            before = runs.text[start:end]
            found[start, end] = Piece(
                start, end, before, "", data, memo[context], ((codec,),), Kind.LOST
            )
        else:
            found[start, end] = known._replace(paths=(*known.paths, (codec,)))
    return [piece for piece in found.values() if piece.gain > PROVEN]


def _gain(context: str) -> float:
    """How much less likely a torn sequence is than an unknown character; a neighbour each side.

    What follows a question mark says nothing: it may well end a sentence.
    """
    mark = min((i for i in (context.find(c, 1) for c in _LOST) if i > 0), default=-1)
    if mark > 1:
        return model().cost(context[:mark]) - UNKNOWN
    return model().cost(context) - UNKNOWN - NEXT


def _marked(text: str) -> Iterator[tuple[str, int, int, bytes]]:
    """Page, place and known bytes of sequences in which question marks stand for bytes."""
    memo: dict[str, list[tuple[str, int, int, bytes]]] = {}
    for match in _MARKED.finditer(text):
        last = match.start()
        first = max(0, last - 2)
        window = text[first : last + 4]
        if window not in memo:
            memo[window] = list(_marked_at(window, last - first))
        for codec, start, end, data in memo[window]:
            yield codec, first + start, first + end, data


def _marked_at(text: str, last: int) -> Iterator[tuple[str, int, int, bytes]]:
    """The same for one question mark, the one behind `last`."""
    for codec in _pages(text[last]):
        byte_of = page(codec).byte_of
        for start in range(last, max(-1, last - 3), -1):
            byte = byte_of.get(ord(text[start]), 0)
            if 0xC2 <= byte <= 0xF4:
                end = start + _length(byte)
                if last + 1 < end <= len(text) and _continues(text[start + 1 : end], byte_of):
                    yield codec, start, end, _bytes(text[start:end], byte_of)
            if not 0x80 <= byte < 0xC0:
                break
    for codec in DOUBLE:
        data = encoder(codec)(text[last]) or b""
        if len(data) == 2 and 0xE1 <= data[0] <= 0xF4 and 0x80 <= data[1] < 0xC0:
            yield codec, last, last + 2, data


@cache
def _pages(char: str) -> tuple[str, ...]:
    """The single-byte pages that have a character in the part that UTF-8 uses."""
    return tuple(c for c in SINGLE if 0x80 <= page(c).byte_of.get(ord(char), 0) <= 0xF4)


def _length(lead: int) -> int:
    """How many bytes a UTF-8 sequence has by its first one."""
    return 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4


def _continues(rest: str, byte_of: dict[int, int]) -> bool:
    """True if characters are continuation bytes or marks for lost ones."""
    return all(c in _LOST or 0x80 <= byte_of.get(ord(c), 0) < 0xC0 for c in rest)


def _bytes(text: str, byte_of: dict[int, int]) -> bytes:
    return bytes([byte_of[ord(c)] for c in text if c not in _LOST])


def _short(runs: Runs) -> Iterator[tuple[str, int, int, bytes]]:
    """Page, place and bytes of sequences of three or four bytes that end too early."""
    for codec in DROPPING if runs.pairs else ():
        table = page(codec)
        three = table.held(runs.chars, 0xE0, 0xEF)
        four = table.held(runs.chars, 0xF0, 0xF4)
        more = table.held(runs.chars, 0x80, 0xBF)
        if not more or not (three or four):
            continue
        parts = [f"[{three}][{more}](?![{more}])"] if three else []
        parts += [f"[{four}][{more}]{{1,2}}(?![{more}])"] if four else []
        for start, end in runs.search(re.compile("|".join(parts))):
            yield codec, start, end, _bytes(runs.text[start:end], table.byte_of)


def settle_torn(lines: Lines, pieces: list[Piece], evidence: dict[str, float]) -> list[Piece]:
    """The torn places that are damage, in order; `evidence` is what the text says of each page.

    Torn places speak for one another on their line only: a long clean text has some by chance.
    """
    rows: dict[int, list[Piece]] = defaultdict(list)
    for piece in sorted(pieces, key=lambda piece: (piece.start, -piece.end)):
        rows[lines.around(piece.start)[0]].append(piece)
    return [piece for row in rows.values() for piece in _settle_row(row, evidence)]


def _settle_row(row: list[Piece], evidence: dict[str, float]) -> Iterator[Piece]:
    """The torn places of one line that are damage."""
    marked: dict[str, float] = defaultdict(float, evidence)
    short: dict[str, float] = defaultdict(float)
    for piece in row:
        for path in piece.paths:
            (marked if _is_marked(piece) else short)[path[-1]] += max(0.0, piece.gain)
    at = 0
    for piece in row:
        best = max(piece.paths, key=lambda path: marked[path[-1]] + short[path[-1]])
        own = piece.gain if _is_marked(piece) else 0.0
        shown = marked[best[-1]] - own >= SHOWN or short[best[-1]] >= SHORT_SHOWN
        alone = ALONE if _is_marked(piece) else _short_alone(piece)
        proven = evidence.get(best[-1], 0.0) >= PROOF
        needed = PROVEN if proven else TOGETHER if shown else alone
        if piece.start >= at and piece.gain >= needed:
            at = piece.end
            yield piece._replace(paths=(best, *(p for p in piece.paths if p != best)))


def _short_alone(piece: Piece) -> float:
    """What a sequence that is cut short needs alone: signs and emoji are damaged most."""
    return SHORT_ALONE if piece.data[:1] in {b"\xe2", b"\xef", b"\xf0"} else float("inf")


def _is_marked(piece: Piece) -> bool:
    """True if question marks show where bytes were."""
    return any(mark in piece.before for mark in _LOST) or len(piece.data) != len(piece.before)


def find_half_emoji(low: int) -> str:
    """The likeliest emoji whose second surrogate is `low`, "" if no emoji has it."""
    best, best_cost = "", 1e9
    for index, high in enumerate(HIGH):
        char = chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
        if char_class(char) in {"emoji", "skin"}:
            cost = model().cost(f" {char}") + PREFERENCE * (index > 0)
            if cost < best_cost:
                best, best_cost = char, cost
    return best


def find_halves(runs: Runs) -> Iterator[Piece]:
    """Every misread low surrogate of an emoji that stands without its high one."""
    for codec in SINGLE if runs.pairs else ():
        ranges = ((0xED, 0xED), (0xB0, 0xBF), (0x80, 0xBF))
        groups = [page(codec).held(runs.chars, *bounds) for bounds in ranges]
        if all(groups):
            pattern = re.compile("".join(f"[{group}]" for group in groups))
            for start, _ in runs.search(pattern):
                if piece := _piece(runs.text, start, codec):
                    yield piece


def _piece(text: str, start: int, codec: str) -> Piece | None:
    """The emoji for three characters, weighed like any reading."""
    before = text[start : start + 3]
    data = bytes([page(codec).byte_of[ord(char)] for char in before])
    emoji = find_half_emoji(0xDC00 + ((data[1] & 0x0F) << 6) + (data[2] & 0x3F))
    if not emoji:
        return None
    left = text[start - 1] if start else "\n"
    right = text[start + 3 : start + 4] or "\n"
    gain = model().cost(left + before + right) - model().cost(left + emoji + right)
    if gain <= 0:
        return None
    return Piece(start, start + 3, before, emoji, data, gain, ((codec,),), Kind.HALF_EMOJI)
