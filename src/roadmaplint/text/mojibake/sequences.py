"""Where a text could be misread UTF-8, by the shape of its bytes, and what those bytes say."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from msgspec import Struct

from roadmaplint.text.lazy import lazy
from roadmaplint.text.mojibake.codecs import DOUBLE, SINGLE, encoder, page

#: Strict UTF-8 of more than ASCII, and CESU-8 pairs, as bytes.
SEQUENCE = lazy(
    rb"[\xc2-\xdf][\x80-\xbf]"
    rb"|\xe0[\xa0-\xbf][\x80-\xbf]"
    rb"|\xed(?:[\x80-\x9f][\x80-\xbf]|[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf])"
    rb"|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}"
    rb"|[\xf1-\xf3][\x80-\xbf]{3}"
    rb"|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_RUN = lazy(r"[^\x00-\x7f]+")
#: Two neighbours of which each is in some single-byte page.
_PAIR = lazy("[\x80-\u25ca\uf8f9-\uf8ff\ufb01\ufb02]{2}")
# What each byte is in UTF-8: a=ASCII, c=continuation, 2, 3, 4=first of that many, x=never.
_ROLES = "".join(
    "a" if b < 0x80 else "c" if b < 0xC0 else "2" if 0xC2 <= b < 0xE0 else "3" if 0xE0 <= b < 0xF0
    else "4" if 0xF0 <= b < 0xF5 else "x"
    for b in range(256)
)  # fmt: skip
# The role of a character under a double-byte page, one letter each: L and F begin sequences of
# three and four bytes, T is a single first byte of two, g y h a p are whole two-byte sequences
# (Greek, Cyrillic, Hebrew, Arabic, others), I begins inside a sequence, z is of the page but no
# part of any, or East Asian and of another page; x is any other character.
_PAIRS = "gyhap"
_SCRIPTS = ((0xCE, 0xCF, "g"), (0xD0, 0xD3, "y"), (0xD6, 0xD7, "h"), (0xD8, 0xDB, "a"))
# Stretches in roles: from a first byte and what continues it, from three whole sequences of one
# script, or from whole sequences that stand alone, as far as roles go on that fit.
_DOUBLE_STRETCH = lazy(rf"(?=[LFT]I|ggg|yyy|hhh|aaa|(?<=[\nx])[{_PAIRS}]+[\nx])[LFTI{_PAIRS}]+")


class Stretch(NamedTuple):
    """A piece of text whose bytes under a page may hold UTF-8; offsets into the text."""

    codec: str
    start: int
    end: int


class Runs:
    """The runs of characters beyond ASCII in a text; equal runs are looked at once.

    Without `pairs` of characters of single-byte pages, nothing can be UTF-8 read as such a page.
    """

    __slots__ = ("_begins", "_distinct", "_places", "chars", "joined", "pairs", "text")

    def __init__(self, text: str) -> None:
        """Collect the distinct runs of a text: `joined` has one a line, `chars` what is in them."""
        self.text = text
        self._places: dict[str, list[int]] = {}
        note = self._places.setdefault
        for match in _RUN.finditer(text):
            note(match[0], []).append(match.start())
        self._distinct = list(self._places)
        lengths = (len(run) + 1 for run in self._distinct)
        self._begins = list(accumulate(lengths, initial=0))
        self.joined = "\n".join(self._distinct)
        self.chars = frozenset(self.joined) - {"\n"}
        self.pairs = _PAIR.search(self.joined) is not None

    def search(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """Start and end in the text of every match of a pattern that stays within runs."""
        return self.spread([match.span() for match in pattern.finditer(self.joined)])

    def spread(self, ranges: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The places in the text of ranges of `joined`."""
        for start, end in ranges:
            index = bisect_right(self._begins, start) - 1
            offset = start - self._begins[index]
            for place in self._places[self._distinct[index]]:
                yield place + offset, place + offset + end - start

    def starts(self) -> list[int]:
        """Where every run begins in the text, in order."""
        return sorted(place for places in self._places.values() for place in places)


def stretches(runs: Runs) -> Iterator[Stretch]:
    """All stretches of a text, page by page."""
    for codec in SINGLE if runs.pairs else ():
        shape = single_shape(codec, runs.chars)
        if shape is not None:
            yield from (Stretch(codec, start, end) for start, end in runs.search(shape))
    if any(char >= "\u2e80" for char in runs.chars):
        for codec in DOUBLE:
            found = list(_double_ranges(runs, codec))
            yield from (Stretch(codec, start, end) for start, end in runs.spread(found))


def spaced_stretches(runs: Runs, codec: str) -> Iterator[Stretch]:
    """The stretches under a single-byte page in which a space may stand for a no-break space."""
    shape = single_shape(codec, runs.chars, spaced=True)
    if shape is not None:
        yield from (Stretch(codec, *match.span()) for match in shape.finditer(runs.text))


def single_shape(
    codec: str, chars: frozenset[str], *, spaced: bool = False
) -> re.Pattern[str] | None:
    """What UTF-8 looks like under a page, None if a text of these characters cannot hold it.

    `spaced` lets a space stand for the no-break space that an editor replaced.
    """
    table = page(codec)
    if chars.isdisjoint(table.leads) or (chars.isdisjoint(table.rest) and not spaced):
        return None
    return _shape(codec, spaced)


@cache
def _shape(codec: str, spaced: bool) -> re.Pattern[str]:
    """An expression for runs of whole sequences under a page."""
    table = page(codec)
    rest = sorted(table.rest) + ([" "] if spaced else [])
    kinds = []
    for more, low, high in ((1, 0xC2, 0xDF), (2, 0xE0, 0xEF), (3, 0xF0, 0xF4)):
        first = [char for char in table.leads if low <= table.byte_of[ord(char)] <= high]
        kinds.append(f"{_set(first)}{_set(rest)}{{{more}}}")
    # Under DOS 866 Russian words have the shape of UTF-8: two small letters are no beginning.
    start = "(?![а-я]{2})" if codec == "cp866" else ""
    return lazy(f"{start}(?:{'|'.join(kinds)})+")


def _set(chars: list[str]) -> str:
    """A class of characters beyond ASCII, none of which has a meaning in expressions."""
    return f"[{''.join(chars)}]"


def _double_ranges(runs: Runs, codec: str) -> Iterator[tuple[int, int]]:
    """Start and end in `joined` of every stretch under a double-byte page."""
    roles = {ord(char): _role(codec, char) for char in runs.chars}
    shown = f"\n{runs.joined.translate(roles)}\n"
    at = 1
    while match := _DOUBLE_STRETCH.search(shown, at):
        start = match.start()
        while start > at and shown[start - 1] in _PAIRS:
            start -= 1
        at = match.end()
        yield start - 1, at - 1


@lru_cache(maxsize=65536)
def _role(codec: str, char: str) -> str:
    """The role of a character; most common characters are two-byte sequences by chance."""
    data = encoder(codec)(char)
    if data is None:
        return "x" if char < "\u2e80" else "z"
    roles = "".join([_ROLES[b] for b in data])
    if roles == "2c":
        return next((name for low, high, name in _SCRIPTS if low <= data[0] <= high), "p")
    whole = roles[0] == "c" or roles[1:2] in {"", "c"}
    if "x" in roles or roles[0] == "a" or not whole:
        return "z"
    return {"3": "L", "4": "F", "2": "T", "c": "I"}[roles[0]]


class Atom(Struct, frozen=True):
    """The smallest piece that starts and ends both between characters and between sequences."""

    start: int
    end: int
    before: str
    data: bytes
    after: str


def atoms(text: str, start: int, end: int, codec: str) -> Iterator[list[Atom]]:
    """The chains of adjacent atoms in a stretch, each chain maximal."""
    if codec in DOUBLE:
        yield from _double(text, start, end, codec)
    else:
        yield from _single(text, start, end, codec)


def decode_utf8(data: bytes) -> str:
    """UTF-8 as characters; surrogate pairs written as two sequences (CESU-8) are joined."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogatepass")
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def _single(text: str, start: int, end: int, codec: str) -> Iterator[list[Atom]]:
    byte_of = page(codec).byte_of
    data = bytes([0xA0 if c == " " else byte_of[ord(c)] for c in text[start:end]])
    chain: list[Atom] = []
    for match in SEQUENCE.finditer(data):
        a, b = match.span()
        if chain and chain[-1].end != start + a:
            yield chain
            chain = []
        before = text[start + a : start + b]
        chain.append(Atom(start + a, start + b, before, data[a:b], decode_utf8(data[a:b])))
    if chain:
        yield chain


def _double(text: str, start: int, end: int, codec: str) -> Iterator[list[Atom]]:
    encode = encoder(codec)
    pieces = [encode(char) or b"?" for char in text[start:end]]
    data = b"".join(pieces)
    offset = {0: 0}  # byte position between characters -> character index
    at = 0
    for index, piece in enumerate(pieces, 1):
        at += len(piece)
        offset[at] = index
    chain: list[Atom] = []
    begin = 0
    while begin < len(data):
        stop = _atom_end(data, begin, offset)
        if stop is None:
            if chain:
                yield chain
                chain = []
            begin += 1
            while begin not in offset:
                begin += 1
            continue
        a, b = start + offset[begin], start + offset[stop]
        chain.append(Atom(a, b, text[a:b], data[begin:stop], decode_utf8(data[begin:stop])))
        begin = stop
    if chain:
        yield chain


def _atom_end(data: bytes, begin: int, offset: dict[int, int]) -> int | None:
    """Byte position where the atom that starts at `begin` ends, None if there is none."""
    at = begin
    sequences = 0
    while at < len(data) and at - begin < 64:
        if data[at] < 0x80:
            if not sequences:
                return None
            at += 1
        else:
            match = SEQUENCE.match(data, at)
            if match is None:
                return None
            sequences += 1
            at = match.end()
        if at in offset and sequences:
            return at
    return None
