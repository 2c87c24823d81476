"""An httpx transport that connects to checked addresses only and reads what servers really send.

It stands on httpcore's connection pools; its network backend asks the address book where to
connect, and its streams repair the heads of responses before they are parsed.
"""

from __future__ import annotations

import os
import ssl
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from importlib.util import find_spec
from typing import Any

if find_spec("sniffio") is None:
    # httpcore tries to import it for every request; a search that is known to fail costs a lot.
    sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]

import httpcore
import httpx
from msgspec import Struct

from roadmaplint.links.http.address import AddressBook
from roadmaplint.links.http.header_repair import (
    MAX_HEAD,
    end_of_head,
    may_begin,
    repair_head,
    stated_length,
    status_of,
)

_CHUNK = 64 * 1024
_KEEP_SECONDS = 4.0
_KEEP_CONNECTIONS = 8
_PROXY_CONNECTIONS = 32


class Route(Struct, frozen=True):
    """How a request travels: whose connections it shares, and the proxy's address, if any.

    `target` is what stands in the request line, byte for byte. A `fresh` one has a connection of
    its own; with `verify` False the certificate is not checked.
    """

    site: str
    target: bytes
    proxy: str = ""
    fresh: bool = False
    verify: bool = True


class StaleConnection(httpcore.ReadError):
    """A kept connection had been closed by the server: no news about the link."""


class CheckedTransport(httpx.AsyncBaseTransport):
    """Sends requests whose extension `route` is a Route. Raises httpcore's errors, AddressError.

    Connections are pooled by site: httpcore looks through a whole pool for every request.
    The header Location is an extension of the response, because httpx reads it even where
    redirects are not followed, and fails on one that is malformed.
    """

    def __init__(self, book: AddressBook, connect_timeout: float) -> None:
        self._backend = CheckedBackend(book, connect_timeout)
        self._verified = _ssl_context(verify=True)
        self._pools: dict[tuple[str, str], httpcore.AsyncConnectionPool] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The response, whose body is read as it is iterated."""
        route: Route = request.extensions["route"]
        place = (route.site, route.proxy)
        is_alone = route.fresh or not route.verify
        pool = self._pools.get(place)
        if pool is None or is_alone:
            pool = self._new_pool(route)
            if not is_alone:
                self._pools[place] = pool
        url = httpcore.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port,
            target=route.target,
        )  # fmt: skip
        sent = httpcore.Request(
            request.method, url, headers=request.headers.raw, content=request.stream
        )
        try:
            got = await pool.handle_async_request(sent)
        except BaseException:
            if is_alone:
                await pool.aclose()
            raise
        location = [value for name, value in got.headers if name.lower() == b"location"]
        return httpx.Response(
            got.status,
            headers=[pair for pair in got.headers if pair[0].lower() != b"location"],
            stream=_Body(got, pool if is_alone else None),
            extensions={"location": location[0] if location else b""},
        )

    async def release(self, site: str) -> None:
        """Closes the kept connections of a site."""
        for place in [place for place in self._pools if place[0] == site]:
            await self._pools.pop(place).aclose()

    async def aclose(self) -> None:
        """Closes all kept connections."""
        for site in {site for site, _ in self._pools}:
            await self.release(site)

    def _new_pool(self, route: Route) -> httpcore.AsyncConnectionPool:
        context = self._verified if route.verify else _ssl_context(verify=False)
        if not route.proxy:
            return httpcore.AsyncConnectionPool(
                context, max_keepalive_connections=_KEEP_CONNECTIONS, max_connections=None,
                keepalive_expiry=_KEEP_SECONDS, network_backend=self._backend,
            )  # fmt: skip
        proxy = httpx.Proxy(route.proxy)
        return httpcore.AsyncHTTPProxy(
            str(proxy.url), proxy.raw_auth, ssl_context=context, max_connections=_PROXY_CONNECTIONS,
            max_keepalive_connections=_KEEP_CONNECTIONS, keepalive_expiry=_KEEP_SECONDS,
        )  # fmt: skip


class _Body(httpx.AsyncByteStream):
    """The body of a response; `pool` is closed with it."""

    def __init__(
        self, response: httpcore.Response, pool: httpcore.AsyncConnectionPool | None
    ) -> None:
        self._response = response
        self._pool = pool

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._response.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        await self._response.aclose()
        if self._pool is not None:
            await self._pool.aclose()


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Connects to the addresses that the book passes for a host, and to nothing else."""

    def __init__(self, book: AddressBook, timeout: float) -> None:
        self._book = book
        self._timeout = timeout
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first address that answers, within the backend's own timeout."""
        addresses = await self._book.addresses(host.strip("[]"), port)
        share = self._timeout / len(addresses)
        first: Exception | None = None  # says most; often only the first address has a route
        for address in addresses:
            try:
                return TolerantStream(
                    await self._network.connect_tcp(
                        address, port, share, local_address, socket_options
                    )
                )
            except httpcore.ConnectTimeout:
                first = first or httpcore.ConnectTimeout(f"no connection in {self._timeout:g} s")
            except httpcore.ConnectError as error:
                first = first or error
        raise first or httpcore.ConnectError("the host has no address")


class TolerantStream(httpcore.AsyncNetworkStream):
    """A connection, plain or TLS, from which every response head comes out repaired."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._expects_head = True
        self._heads = 0
        self._ahead = b""
        #: Bytes of the body to come, if that was said; fewer than none is more than was said.
        self._left: int | None = None

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends all of it; a response is what is read next."""
        if buffer:
            self._expects_head = True
            await self._stream.write(buffer, timeout)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes, a whole repaired head first; empty at the end."""
        if self._expects_head:
            self._expects_head = False
            self._ahead = await self._read_head(timeout)
            self._heads += 1
        if self._ahead:
            data, self._ahead = self._ahead[:max_bytes], self._ahead[max_bytes:]
            return data
        return self._count(await self._stream.read(max_bytes, timeout))

    def _count(self, body: bytes) -> bytes:
        if self._left is not None:
            self._left -= len(body)
        return body

    async def _read_head(self, timeout: float | None) -> bytes:
        """The repaired head of the final response, with what came after it; empty at the end."""
        got = await self._first_bytes(timeout)
        while got:
            end = end_of_head(got)
            if end >= 0 and 100 <= (status_of(got) or 0) < 200:
                got = got[end:] or await self._stream.read(_CHUNK, timeout)
                continue
            if end >= 0:
                head = repair_head(got[:end])
                self._left = stated_length(head)
                return head + self._count(got[end:])
            if not may_begin(got):
                raise httpcore.RemoteProtocolError("the answer is not HTTP")
            more = b"" if len(got) >= MAX_HEAD else await self._stream.read(_CHUNK, timeout)
            if not more:
                return repair_head(got, cut=len(got) >= MAX_HEAD)
            got += more
        return got

    async def _first_bytes(self, timeout: float | None) -> bytes:
        try:
            data = await self._stream.read(_CHUNK, timeout)
        except httpcore.ReadError as error:
            if self._heads:
                raise StaleConnection(str(error)) from error
            raise
        if not data and self._heads:
            raise StaleConnection("the server had closed the connection")
        return data

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """The same connection, encrypted; the certificate has to be that of the host's name."""
        return TolerantStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    async def aclose(self) -> None:
        """Closes the connection."""
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> Any:
        """What httpcore wants to know; `is_readable` means that an idle connection is of no use."""
        if info == "is_readable" and self._left is not None and self._left < 0:
            return True
        return self._stream.get_extra_info(info)


def _ssl_context(*, verify: bool) -> ssl.SSLContext:
    """As patient with old servers as browsers are.

    Certificates are verified by the system's authorities and certifi's, which `SSL_CERT_FILE` and
    `SSL_CERT_DIR` replace. Without `verify` it is for a second look at a server whose certificate
    has failed already; such a request carries no secrets.
    """
    if not verify:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    else:
        context = ssl.create_default_context()
    if verify and not (os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR")):
        import certifi

        context.load_verify_locations(certifi.where())
    context.options |= ssl.OP_IGNORE_UNEXPECTED_EOF | getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    with suppress(ssl.SSLError):
        context.set_ciphers("DEFAULT:@SECLEVEL=1")
    return context
