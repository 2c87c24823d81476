"""Bodies are decompressed within bounds; proxies are used where they should be."""

from __future__ import annotations

import gzip
import zlib

import pytest
from msgspec.structs import replace

from roadmaplint.links.http.client import BodyDecoder, proxy_of
from roadmaplint.links.settings import LinkSettings
from roadmaplint.links.url import parse

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
    decoder = BodyDecoder(encoding, 1 << 20)
    for start in range(0, len(data), step):
        decoder.feed(data[start : start + step])
    assert decoder.body == TEXT
    assert not decoder.broken


def test_a_bomb_stops_at_the_limit() -> None:
    decoder = BodyDecoder("gzip", 1000)
    decoder.feed(gzip.compress(bytes(5_000_000)))
    assert len(decoder.body) == 1000
    assert decoder.full


def test_a_lie_about_the_packing_keeps_what_there_was() -> None:
    decoder = BodyDecoder("gzip", 1000)
    decoder.feed(b"not packed at all")
    decoder.feed(b"more")
    assert decoder.broken
    assert decoder.body == b""


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, br"])
def test_unknown_packings_are_said_to_be_unreadable(encoding: str) -> None:
    assert not BodyDecoder(encoding, 10).readable


ONE, TWO = "http://one.example:3128", "http://two.example:3128"


@pytest.mark.parametrize(
    ("url", "direct", "proxy"),
    [
        ("http://a.example/", (), ONE),
        ("https://a.example/", (), TWO),
        ("https://a.example/", ("a.example",), ""),
        ("https://b.a.example/", (".a.example",), ""),
        ("https://b.a.example/", ("*.a.example",), ""),
        ("https://ba.example/", ("a.example",), TWO),
        ("https://a.example/", ("*",), ""),
        ("https://a.example:8443/", ("a.example:8443",), ""),
        ("https://a.example/", ("a.example:8443",), TWO),
        ("http://127.0.0.1/", (), ""),
        ("http://[::1]/", (), ""),
        ("http://10.1.2.3/", (), ""),
        ("http://localhost/", (), ""),
        ("http://x.localhost/", (), ""),
        ("http://93.184.216.34/", (), ONE),
    ],
)
def test_the_way_to_a_host(url: str, direct: tuple[str, ...], proxy: str) -> None:
    settings = replace(LinkSettings(), proxies={"http": ONE, "https": TWO}, direct=direct)
    assert proxy_of(parse(url), settings) == proxy


def test_without_proxies_everything_is_direct() -> None:
    assert proxy_of(parse("https://a.example/"), LinkSettings()) == ""
