"""The transport: connections kept and dropped, odd responses read, requests sent as written."""

from __future__ import annotations

import asyncio

import httpcore
import httpx
import pytest

from roadmaplint.links.http.address import AddressBook, AddressError, AddressPolicy
from roadmaplint.links.http.transport import CheckedTransport, Route

HOST = "127.0.0.1"


async def exchange(
    replies: list[bytes], *, reads: bool = True, fresh: bool = False
) -> tuple[list[httpx.Response], list[bytes], int]:
    """Each reply once, one after the other; the responses, the heads sent, the connections."""
    heads: list[bytes] = []
    connections = 0
    waiting = list(replies)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        try:
            while waiting:
                heads.append(await reader.readuntil(b"\r\n\r\n"))
                reply = waiting.pop(0)
                writer.write(reply)
                await writer.drain()
                if reply.endswith(b"\0close"):
                    break
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(talk, HOST, 0)
    port = server.sockets[0].getsockname()[1]
    route = Route("site", b"/a%20b?c=[d]", fresh=fresh)
    headers = [(b"Host", HOST.encode()), (b"X-Y", b"\xc3\xa9")]
    url = f"http://{HOST}:{port}"
    got = []
    book = AddressBook(AddressPolicy.of(["127.0.0.0/8"]), 2)
    try:
        async with httpx.AsyncClient(transport=CheckedTransport(book, 2)) as client:
            for _ in replies:
                request = httpx.Request("GET", url, headers=headers, extensions={"route": route})
                response = await client.send(request, stream=True)
                try:
                    if reads:
                        await response.aread()
                finally:
                    await response.aclose()
                got.append(response)
    finally:
        server.close()
    return got, heads, connections


def run(
    *replies: bytes, reads: bool = True, fresh: bool = False
) -> tuple[list[tuple[int, bytes]], int]:
    got, _, connections = asyncio.run(exchange(list(replies), reads=reads, fresh=fresh))
    return [(one.status_code, one.content if reads else b"") for one in got], connections


HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("reply", "body"),
    [
        (HEAD + b"Content-Length: 5\r\n\r\nhello", b"hello"),
        (HEAD + b"Content-Length: 0\r\n\r\n", b""),
        (
            HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
            b"hello",
        ),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: x\r\n\r\n", b"hello"),
        (b"HTTP/1.1 204 None\r\nContent-Length: 7\r\n\r\n", b""),
        (b"HTTP/1.1 304 Same\r\nTransfer-Encoding: chunked\r\n\r\n", b""),
        (b"HTTP/1.1 103 Hints\r\n\r\n" + HEAD + b"Content-Length: 2\r\n\r\nhi", b"hi"),
    ],
)
def test_bodies_end_where_the_head_says_and_the_connection_lives(reply: bytes, body: bytes) -> None:
    got, connections = run(reply, reply, reply)
    assert [found for _, found in got] == [body] * 3
    assert connections == 1


@pytest.mark.parametrize(
    "reply",
    [
        HEAD + b"Connection: close\r\nContent-Length: 2\r\n\r\nhi",
        b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        HEAD + b"Content-Length: 2\r\n\r\nhi and more than was said",
    ],
)
def test_connections_that_cannot_go_on_are_dropped(reply: bytes) -> None:
    got, connections = run(reply, reply)
    assert [body for _, body in got] == [b"hi"] * 2
    assert connections == 2


def test_a_body_until_the_end() -> None:
    got, _ = run(HEAD + b"\r\nuntil the end\0close")
    assert got == [(200, b"until the end\0close")]


def test_bodies_that_nobody_reads_end_the_connection() -> None:
    reply = HEAD + b"Content-Length: 5\r\n\r\nhello"
    assert run(reply, reply, reads=False)[1] == 2


def test_a_fresh_request_has_a_connection_of_its_own() -> None:
    reply = HEAD + b"Content-Length: 2\r\n\r\nhi"
    assert run(reply, reply, fresh=True)[1] == 2


@pytest.mark.parametrize(
    "reply",
    [
        HEAD + b"Content-Length: 50\r\n\r\nshort\0close",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\0close",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhelloworld\r\n\0close",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1" * 9000 + b"\0close",
        b"SSH-2.0-OpenSSH\r\n\r\n\0close",
        b"HTTP/1.1 abc\r\n\r\n\0close",
    ],
)
def test_what_breaks_the_rules_is_an_error(reply: bytes) -> None:
    with pytest.raises(httpcore.RemoteProtocolError):
        run(reply)


def test_an_answer_of_nothing_is_a_closed_connection() -> None:
    with pytest.raises(httpcore.RemoteProtocolError, match="disconnected"):
        run(b"")


def test_nothing_is_connected_to_that_the_policy_refuses() -> None:
    async def lookup(_: str) -> tuple[str, ...]:
        return ("93.184.216.34", HOST)

    async def ask() -> None:
        transport = CheckedTransport(AddressBook(AddressPolicy(), 2, lookup), 2)
        async with httpx.AsyncClient(transport=transport) as client:
            route = Route("site", b"/")
            url = "http://name.example"
            await client.send(httpx.Request("GET", url, extensions={"route": route}))

    with pytest.raises(AddressError, match="loopback"):
        asyncio.run(ask())


@pytest.mark.parametrize("location", [b"http://:::/", b"/caf\xc3\xa9", b"http://[", b"\xff"])
def test_locations_are_handed_on_as_they_are(location: bytes) -> None:
    reply = b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n"
    responses, _, _ = asyncio.run(exchange([reply]))
    assert responses[0].extensions["location"] == location


def test_a_request_is_sent_as_it_was_given() -> None:
    _, heads, _ = asyncio.run(exchange([HEAD + b"Content-Length: 0\r\n\r\n"]))
    first, host, own = heads[0].split(b"\r\n")[:3]
    assert (first, host) == (b"GET /a%20b?c=[d] HTTP/1.1", b"Host: 127.0.0.1")
    assert own == b"X-Y: \xc3\xa9"
