"""Bodies unpack within bounds."""

from __future__ import annotations

import gzip
import zlib

import pytest

from roadmaplint.links.packing import Unpacker

TEXT = b"first the basics, then the rest; " * 50


def bare(data: bytes) -> bytes:
    machine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return machine.compress(data) + machine.flush()


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("X-GZIP", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", bare(TEXT)),
    ],
    ids=["none", "identity", "gzip", "x-gzip", "two members", "zlib", "bare deflate"],
)
@pytest.mark.parametrize("step", [1, 7, 10_000])
def test_round_trip(encoding: str, data: bytes, step: int) -> None:
    unpacker = Unpacker(encoding, 1 << 20)
    for start in range(0, len(data), step):
        unpacker.feed(data[start : start + step])
    assert unpacker.body == TEXT
    assert not unpacker.broken


def test_a_bomb_stops_at_the_limit() -> None:
    unpacker = Unpacker("gzip", 1000)
    unpacker.feed(gzip.compress(bytes(5_000_000)))
    assert len(unpacker.body) == 1000
    assert unpacker.full


def test_a_lie_about_the_packing_keeps_what_there_was() -> None:
    unpacker = Unpacker("gzip", 1000)
    unpacker.feed(b"not packed at all")
    unpacker.feed(b"more")
    assert unpacker.broken
    assert unpacker.body == b""


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, br"])
def test_unknown_packings_are_said_to_be_unreadable(encoding: str) -> None:
    assert not Unpacker(encoding, 10).readable
