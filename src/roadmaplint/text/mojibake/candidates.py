"""Readings of a stretch: what its bytes say in UTF-8, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.text.mojibake.codecs import DOUBLE, encoder, page
from roadmaplint.text.mojibake.gate import SEQUENCE


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


def decode(data: bytes) -> str:
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
        chain.append(Atom(start + a, start + b, before, data[a:b], decode(data[a:b])))
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
        chain.append(Atom(a, b, text[a:b], data[begin:stop], decode(data[begin:stop])))
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
