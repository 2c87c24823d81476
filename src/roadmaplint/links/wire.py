"""Connections of the network door: only to checked addresses, read no further than asked."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Callable
from typing import Any, TypeVar

import httpcore

from roadmaplint.links.heads import MAX_HEAD, cleaned, end_of_head, may_begin, status_of

T = TypeVar("T")
_CHUNK = 64 * 1024


class StaleConnection(httpcore.ReadError):
    """A kept connection had been closed by the server: no news about the link."""


class Backend(httpcore.AsyncNetworkBackend):
    """Connects to the addresses that the guard passed for a host, and to nothing else."""

    def __init__(self, connect_timeout: float) -> None:
        self._timeout = connect_timeout
        self.pins: dict[tuple[str, int], tuple[str, ...]] = {}

    async def connect_tcp(
        self,
        host: str,
        port: int,
        *_: Any,
        **_options: Any,
    ) -> Stream:
        """A connection to the first pinned address that answers."""
        addresses = self.pins.get((host.strip("[]").lower(), port), ())
        problem: Exception | None = None
        share = self._timeout / max(1, len(addresses))
        for address in addresses:
            try:
                return Stream(await _connect(address, port, share))
            except TimeoutError:
                problem = httpcore.ConnectTimeout(f"no connection in {self._timeout:g} s")
            except OSError as error:
                if problem is None:  # the first address tells most; often only it has a route
                    problem = httpcore.ConnectError(str(error))
                    problem.__context__ = error  # a cause would be cut off on its way up
        raise problem or httpcore.ConnectError("the address was not checked")

    async def connect_unix_socket(
        self,
        path: str,
        *_: Any,
        **_options: Any,
    ) -> httpcore.AsyncNetworkStream:
        """Never done."""
        raise httpcore.ConnectError(f"{path}: local sockets are not asked")

    async def sleep(self, seconds: float) -> None:
        """Waits."""
        await asyncio.sleep(seconds)


async def _connect(address: str, port: int, seconds: float) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.setblocking(False)
        with contextlib.suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        async with asyncio.timeout(seconds):
            await asyncio.get_running_loop().sock_connect(connection, (address, port))
    except BaseException:
        connection.close()
        raise
    return connection


class Stream(httpcore.AsyncNetworkStream):
    """A connection, plain or TLS, whose response heads come out cleaned."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._loop = asyncio.get_running_loop()
        self._tls: ssl.SSLObject | None = None
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._in_head = True
        self._requests = 0
        self._ahead = b""

    async def write(self, buffer: bytes, *_: Any, **_options: Any) -> None:
        """Sends all of it. A head is one write, and so is the body after it, if there is one."""
        if not buffer:
            return
        if not self._in_head or not self._requests:
            self._requests += 1
        self._in_head = True
        try:
            if self._tls is None:
                await self._loop.sock_sendall(self._socket, buffer)
            else:
                await self._pump(self._tls.write, buffer)
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    async def read(self, max_bytes: int, *_: Any, **_options: Any) -> bytes:
        """Some bytes, a whole cleaned head first; empty at the end."""
        if self._ahead:
            data, self._ahead = self._ahead[:max_bytes], self._ahead[max_bytes:]
            return data
        if not self._in_head:
            return await self._receive(max_bytes)
        data = await self._head()
        self._ahead = data[max_bytes:]
        return data[:max_bytes]

    async def _head(self) -> bytes:
        """The cleaned head of the final answer, with what came after it."""
        head, rest = await self.head()
        return head + rest

    async def head(self) -> tuple[bytes, bytes]:
        """The cleaned head of the final answer, and what came after it; both empty at the end.

        Interim answers are passed over. Raises RemoteProtocolError for what is not HTTP.
        """
        got = bytearray()
        while True:
            end = end_of_head(got)
            if not may_begin(got):
                raise httpcore.RemoteProtocolError("the answer is not HTTP")
            if end < 0 and len(got) < MAX_HEAD:
                data = await self._receive(_CHUNK, first=not got)
                got += data
                if data:
                    continue
            self._in_head = False
            if end < 0:
                return cleaned(bytes(got), cut=len(got) >= MAX_HEAD) if got else b"", b""
            head, rest = bytes(got[:end]), bytes(got[end:])
            status = status_of(head)
            if status is None or status >= 200 or status == 101:
                return cleaned(head), rest
            got = bytearray(rest)

    async def more(self, size: int) -> bytes:
        """Some bytes of the body; empty at the end."""
        return await self._receive(size)

    async def _receive(self, size: int, *, first: bool = False) -> bytes:
        stale = first and self._requests > 1
        try:
            if self._tls is None:
                data = await self._loop.sock_recv(self._socket, size)
            else:
                data = await self._pump(self._tls.read, size)
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            data = b""
        except OSError as error:
            if stale:
                raise StaleConnection(str(error)) from error
            raise httpcore.ReadError(str(error)) from error
        if not data and stale:
            raise StaleConnection("the server had closed the connection")
        return data

    async def _pump(self, step: Callable[..., T], *values: object) -> T:
        """One TLS operation, with as much network as it needs."""
        while True:
            try:
                result = step(*values)
            except ssl.SSLWantReadError:
                await self._flush()
                data = await self._loop.sock_recv(self._socket, _CHUNK)
                if data:
                    self._incoming.write(data)
                else:
                    self._incoming.write_eof()
            except ssl.SSLError:
                with contextlib.suppress(OSError):
                    await self._flush()  # the alert that says why
                raise
            else:
                await self._flush()
                return result

    async def _flush(self) -> None:
        if self._outgoing.pending:
            await self._loop.sock_sendall(self._socket, self._outgoing.read())

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        *_: Any,
        **_options: Any,
    ) -> httpcore.AsyncNetworkStream:
        """The same connection, encrypted."""
        name = server_hostname.strip("[]") if server_hostname else None
        self._tls = ssl_context.wrap_bio(self._incoming, self._outgoing, server_hostname=name)
        try:
            await self._pump(self._tls.do_handshake)
        except (OSError, ValueError) as error:
            await self.aclose()
            problem = httpcore.ConnectError(str(error))
            raise problem from error
        except BaseException:
            await self.aclose()
            raise
        return self

    async def aclose(self) -> None:
        """Closes at once, without waiting for the other side."""
        self.close()

    def close(self) -> None:
        """The same, for those who cannot wait."""
        with contextlib.suppress(OSError):
            self._socket.close()

    def get_extra_info(self, info: str) -> Any:
        """`is_readable`: an idle connection that has something to say is of no use any more."""
        if info == "is_readable":
            return self.is_readable()
        return self._tls if info == "ssl_object" else None

    def is_readable(self) -> bool:
        """True if an idle connection has something to say, or is closed."""
        try:
            self._socket.recv(1, socket.MSG_PEEK)
        except (BlockingIOError, InterruptedError):
            return False
        except OSError:
            return True
        return True
