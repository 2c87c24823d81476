"""Broken response heads become legal ones with the same meaning."""

from __future__ import annotations

import h11
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmaplint.links.http.header_repair import (
    end_of_head,
    may_begin,
    repair_head,
    status_of,
)


def parsed(head: bytes) -> h11.Response:
    connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=1 << 20)
    connection.send(h11.Request(method="GET", target="/", headers=[("Host", "example.org")]))
    connection.receive_data(head)
    event = connection.next_event()
    assert isinstance(event, h11.Response)
    return event


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nBad Line\r\nX Y: 1\r\n: none\r\n\r\n",
        b"HTTP/1.1 200 OK\nServer: x\n\n",
        b"HTTP/1.1 200\r\n\r\n",
        b"ICY 200 OK\r\nicy-name: radio\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: a\x00b\x01c\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: a\r\n  folded\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\nContent-Length: 3\r\n\r\n",
        b"HTTP/2 200\r\nServer : x\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nX: na\xc3\xafve\r\n\r\n",
    ],
)
def test_every_parser_takes_a_cleaned_head(head: bytes) -> None:
    assert parsed(repair_head(head)).status_code == 200


def test_good_fields_survive() -> None:
    head = b"HTTP/1.1 301 Moved\r\nBroken\r\nLocation: /new\r\n"
    head += b"Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n"
    fields = list(parsed(repair_head(head)).headers)
    assert fields == [(b"location", b"/new"), (b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]


def test_contradicting_lengths_mean_until_the_end() -> None:
    head = repair_head(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\n")
    assert b"Content-Length" not in head
    assert b"Connection: close" in head


def test_a_cut_head_has_no_body() -> None:
    head = repair_head(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1000, cut=True)
    assert b"Content-Length: 0" in head


@pytest.mark.parametrize("text", [b"SSH-2.0-x\r\n", b"<html>", b"", b"HTTP/1.1 2000 x\r\n\r\n"])
def test_what_is_no_head_stays(text: bytes) -> None:
    assert repair_head(text) == text
    assert status_of(text) is None


def test_what_cannot_become_a_head_is_seen_at_once() -> None:
    assert all(may_begin(text) for text in (b"", b"\r\nHT", b"HTTP/1.1 2", b"icy 200", b"http/1.0"))
    assert not any(may_begin(text) for text in (b"SSH-2.0", b"<html>", b"220 mail", b"HTML"))


def test_the_end_of_a_head() -> None:
    assert end_of_head(b"HTTP/1.1 200 OK\r\n\r\nbody") == 19
    assert end_of_head(b"HTTP/1.1 200 OK\n\nbody") == 17
    assert end_of_head(b"HTTP/1.1 200 OK\r\nX: y") == -1


@given(st.binary(max_size=200))
def test_any_bytes_after_a_status_line_are_survived(junk: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\n" + junk.replace(b"\n\r\n", b"").replace(b"\n\n", b"") + b"\r\n\r\n"
    assert parsed(repair_head(head[: end_of_head(head)])).status_code == 200
