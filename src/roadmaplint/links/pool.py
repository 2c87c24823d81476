"""Kept connections to the servers of one host key, and plain HTTP/1.1 on them.

httpcore's own pool serves every kind of client and spends more time on that than on a request.
This one speaks the same interface, for requests that are small and answers that are cut short.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterable, AsyncIterator
from time import monotonic
from typing import NamedTuple, cast

import httpcore
from msgspec import Struct

from roadmaplint.links import wire
from roadmaplint.text.lazy import lazy

_CHUNK = 64 * 1024
_LONGEST_LINE = 4096
_MOST_TRAILERS = 64 * 1024
_STATUS = lazy(rb"HTTP/1\.([01]) (\d{3})")
_SIZE = lazy(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;|\Z)")
_NO_BODY = frozenset({204, 304})

Fields = list[tuple[bytes, bytes]]


class _Place(Struct, frozen=True):
    scheme: bytes
    host: str
    port: int


class _Kept(NamedTuple):
    """A connection that waits for the next request, since a moment of the steady clock."""

    stream: wire.Stream
    since: float


class Pool:
    """Connections to one host key; at most `keep` are kept, each for `seconds`."""

    def __init__(
        self, backend: wire.Backend, context: ssl.SSLContext, keep: int, seconds: float
    ) -> None:
        self._backend = backend
        self._context = context
        self._keep = keep
        self._seconds = seconds
        self._kept: dict[_Place, list[_Kept]] = {}
        self._is_closed = False

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Sends a request; the answer's body is read as it is iterated. Raises httpcore's errors.

        StaleConnection says that a kept connection was dead: another one may do.
        """
        url = request.url
        port = url.port or (443 if url.scheme == b"https" else 80)
        place = _Place(url.scheme, url.host.decode("ascii"), port)
        stream = self._waiting(place) or await self._connected(place)
        try:
            try:
                await stream.write(_head_of(request))
                if request.method != b"GET":
                    async for part in cast("AsyncIterable[bytes]", request.stream):
                        await stream.write(part)
            except httpcore.WriteError:
                pass  # a server that answers before it has heard all is heard
            head, rest = await stream.head()
            status, fields, is_new = _read_head(head)
            body = _Body(self, place, stream, rest)
            body.frame(status, fields, may_last=is_new)
        except BaseException:
            await stream.aclose()
            raise
        return httpcore.Response(status, headers=fields, content=body)

    async def aclose(self) -> None:
        """Closes every kept connection; those in use close when they are done."""
        self._is_closed = True
        for waiting in self._kept.values():
            for kept in waiting:
                await kept.stream.aclose()
        self._kept.clear()

    async def give_back(self, place: _Place, stream: wire.Stream) -> None:
        """Takes a connection whose answer was read to its end."""
        waiting = self._kept.setdefault(place, [])
        if self._is_closed or len(waiting) >= self._keep:
            await stream.aclose()
        else:
            waiting.append(_Kept(stream, monotonic()))

    def _waiting(self, place: _Place) -> wire.Stream | None:
        waiting = self._kept.get(place)
        while waiting:
            stream, since = waiting.pop()
            if monotonic() - since < self._seconds and not stream.is_readable():
                return stream
            stream.close()
        return None

    async def _connected(self, place: _Place) -> wire.Stream:
        stream = await self._backend.connect_tcp(place.host, place.port)
        if place.scheme == b"https":
            await stream.start_tls(self._context, place.host)
        return stream


class _Body:
    """The body of an answer, as long as its head says."""

    def __init__(self, pool: Pool, place: _Place, stream: wire.Stream, ahead: bytes) -> None:
        self._pool = pool
        self._place = place
        self._stream = stream
        self._ahead = ahead
        self._length: int | None = None
        self._is_chunked = False
        self._may_last = False
        self._is_whole = False

    def frame(self, status: int, fields: Fields, *, may_last: bool) -> None:
        """Takes from the head where the body ends, and whether the connection outlives it."""
        self._may_last = may_last
        for name, value in fields:
            low = name.lower()
            if low == b"content-length":
                self._length = int(value)
            elif low == b"transfer-encoding":
                self._is_chunked = True
            elif low == b"connection" and b"close" in value.lower():
                self._may_last = False
        if status in _NO_BODY or status < 200:
            self._length, self._is_chunked = 0, False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The body's parts. Raises RemoteProtocolError for one that breaks off."""
        if self._is_chunked:
            parts = self._chunks()
        elif self._length is not None:
            parts = self._counted(self._length)
        else:
            self._may_last = False
            parts = self._to_the_end()
        async for part in parts:
            yield part
        self._is_whole = True

    async def aclose(self) -> None:
        """Keeps the connection if nothing of the answer is left on it, else closes it."""
        is_empty = self._length == 0 and not self._is_chunked
        if (self._is_whole or is_empty) and self._may_last and not self._ahead:
            await self._pool.give_back(self._place, self._stream)
        else:
            await self._stream.aclose()

    async def _more(self) -> bytes:
        if self._ahead:
            data, self._ahead = self._ahead, b""
            return data
        return await self._stream.more(_CHUNK)

    async def _to_the_end(self) -> AsyncIterator[bytes]:
        while data := await self._more():
            yield data

    async def _counted(self, left: int) -> AsyncIterator[bytes]:
        while left:
            data = await self._more()
            if not data:
                raise httpcore.RemoteProtocolError("the body broke off")
            if len(data) > left:
                data, self._ahead = data[:left], data[left:]
            left -= len(data)
            yield data

    async def _chunks(self) -> AsyncIterator[bytes]:
        while True:
            match = _SIZE.match(await self._line(_LONGEST_LINE))
            if match is None:
                raise httpcore.RemoteProtocolError("a chunk without a size")
            size = int(match[1], 16)
            if not size:
                break
            async for part in self._counted(size):
                yield part
            if await self._line(2):
                raise httpcore.RemoteProtocolError("a chunk that does not end")
        left = _MOST_TRAILERS
        while left > 0 and (line := await self._line(_LONGEST_LINE)):
            left -= len(line)

    async def _line(self, longest: int) -> bytes:
        """A line without its end."""
        got = b""
        while (end := got.find(b"\n")) < 0:
            if len(got) > longest:
                raise httpcore.RemoteProtocolError("a line in the body is too long")
            data = await self._more()
            if not data:
                raise httpcore.RemoteProtocolError("the body broke off")
            got += data
        self._ahead = got[end + 1 :] + self._ahead
        return got[:end].removesuffix(b"\r")


def _head_of(request: httpcore.Request) -> bytes:
    lines = [b"%s %s HTTP/1.1" % (request.method, request.url.target)]
    lines += [b"%s: %s" % pair for pair in request.headers]
    return b"\r\n".join((*lines, b"", b""))


def _read_head(head: bytes) -> tuple[int, Fields, bool]:
    """Status, header fields, and whether it is HTTP/1.1. The head was cleaned before."""
    if not head:
        raise httpcore.RemoteProtocolError("the server disconnected without an answer")
    first, *lines = head.split(b"\r\n")
    match = _STATUS.match(first)
    if match is None:
        raise httpcore.RemoteProtocolError("the answer is not HTTP")
    pairs = (line.partition(b": ") for line in lines if line)
    return int(match[2]), [(name, value) for name, _, value in pairs], match[1] == b"1"
