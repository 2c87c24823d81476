"""The HTTP client of a run: one exchange at a time, with bounds on everything a server sends."""

from __future__ import annotations

import asyncio
import zlib
from http.cookiejar import CookieJar, DefaultCookiePolicy
from time import monotonic

import httpx
from msgspec.structs import replace

from roadmaplint.links.http import Request, Response
from roadmaplint.links.http.address import (
    AddressBook,
    AddressError,
    AddressPolicy,
    Lookup,
)
from roadmaplint.links.http.transport import CheckedTransport, Route, StaleConnection
from roadmaplint.links.settings import LinkSettings
from roadmaplint.links.url import Url, is_address

_DRAIN = 16 * 1024
_ERROR_BODY = 48 * 1024
_MAX_RAW = 4 << 20
_DRAIN_SECONDS = 1.0
_COMPRESSED = {"gzip", "x-gzip", "deflate"}
#: No compression, and what servers write there by mistake; browsers pass it over.
_IDENTITY = {"", "identity", "none", "utf-8", "utf8", "8bit", "7bit", "binary", "text/html"}


class HttpClient:
    """Sends requests to servers, and never raises: what fails is a response with a problem."""

    def __init__(self, settings: LinkSettings, lookup: Lookup | None = None) -> None:
        self._settings = settings
        policy = AddressPolicy.of(settings.allow_addresses)
        self._book = AddressBook(policy, settings.connect_timeout, lookup)
        self._transport = CheckedTransport(self._book, settings.connect_timeout)
        no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=()))
        self._client = httpx.AsyncClient(
            transport=self._transport, trust_env=False, follow_redirects=False, cookies=no_cookies
        )  # fmt: skip

    async def aclose(self) -> None:
        """Closes all connections."""
        await self._client.aclose()

    async def release(self, site: str) -> None:
        """Closes the kept connections to a site."""
        await self._transport.release(site)

    async def can_resolve(self, host: str) -> bool:
        """True if a name can be looked up."""
        try:
            return bool(await self._book.resolve(host))
        except AddressError:
            return False

    async def send(self, request: Request) -> Response:
        """The response to one request; every fault but cancellation is part of it."""
        started = monotonic()
        proxy = proxy_of(request.url, self._settings)
        try:
            if not proxy or is_address(request.url.host):  # a proxy looks names up itself
                await self._book.addresses(request.url.host, request.url.port)
            try:
                response = await self._exchange(request, proxy)
            except StaleConnection:
                response = await self._exchange(replace(request, fresh=True), proxy)
        except Exception as error:  # noqa: BLE001
            from roadmaplint.links.http.errors import failed_response

            response = failed_response(error, timeout=self._settings.timeout, proxy=proxy)
        return replace(response, seconds=monotonic() - started)

    async def _exchange(self, request: Request, proxy: str) -> Response:
        url = request.url
        route = Route(url.site, url.path.encode("ascii"), proxy, request.fresh, request.verify)
        headers = [("Host", url.authority), *request.headers]
        sent = httpx.Request(
            "POST" if request.content else "GET",
            url.origin,
            headers=[
                (name.encode("ascii"), value.strip().encode("utf-8", "replace"))
                for name, value in headers
            ],
            content=request.content or None,
            extensions={"route": route},
        )
        async with asyncio.timeout(self._settings.timeout):
            response = await self._client.send(sent, stream=True)
        try:
            return await _read(response, request)
        finally:
            await response.aclose()


async def _read(received: httpx.Response, request: Request) -> Response:
    """The response with as much of its body as is wanted."""
    headers: dict[str, str] = {}
    for name, value in received.headers.multi_items():
        headers.setdefault(name, value)
    location: bytes = received.extensions["location"]
    if location:
        headers["location"] = _decode(location)
    cookies = tuple(received.headers.get_list("set-cookie"))
    response = Response(received.status_code, headers, cookies)
    wanted = _wanted_bytes(response, request)
    decoder = BodyDecoder(headers.get("content-encoding", "") if wanted else "", wanted or _DRAIN)
    complete = False
    if wanted or _is_short(response):
        try:
            async with asyncio.timeout(request.body_timeout if wanted else _DRAIN_SECONDS):
                complete = await _fill(decoder, received)
        except Exception:  # noqa: BLE001
            complete = False  # the status was said; whatever goes wrong now does not change it
    return replace(
        response, body=decoder.body if wanted and decoder.readable else b"",
        complete=complete and not decoder.broken, readable=decoder.readable,
    )  # fmt: skip


async def _fill(decoder: BodyDecoder, received: httpx.Response) -> bool:
    """Reads until the end or until enough is there; True if all of it was taken."""
    async for chunk in received.aiter_raw():
        if decoder.full or received.num_bytes_downloaded > _MAX_RAW:
            return False
        decoder.feed(chunk)
    return not decoder.full


def _wanted_bytes(response: Response, request: Request) -> int:
    """How many bytes of the body are wanted; 0 for none."""
    status = response.status or 0
    says_nothing = 300 <= status < 400 or status in {204, 205, 404, 410}
    if says_nothing or not (response.is_page or request.any_type):
        return 0
    return request.max_body if 200 <= status < 300 else min(request.max_body, _ERROR_BODY)


def _is_short(response: Response) -> bool:
    """True if reading an unwanted body to its end is cheaper than a new connection."""
    length = response.headers.get("content-length", "")
    if not length:
        return (response.status or 0) >= 300
    return length.isascii() and length.isdigit() and len(length) < 8 and int(length) <= _DRAIN


def _decode(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


class BodyDecoder:
    """Decompresses the chunks of a body and keeps at most `limit` bytes.

    `readable` is False for an encoding nobody asked for; `broken` after a fault in the data;
    `full` when the limit is reached: nothing further is decompressed or kept.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        name = encoding.strip().lower()
        self._limit = limit
        self._kept = bytearray()
        self._zlib = zlib.decompressobj(zlib.MAX_WBITS | 32) if name in _COMPRESSED else None
        #: The first bytes of deflate, until it is clear whether its header is there.
        self._start: bytes | None = b"" if name == "deflate" else None
        self.readable = name in _COMPRESSED or name in _IDENTITY
        self.broken = False

    @property
    def full(self) -> bool:
        """True when no more is taken."""
        return len(self._kept) >= self._limit or self.broken

    @property
    def body(self) -> bytes:
        """What was decompressed so far."""
        return bytes(self._kept)

    def feed(self, chunk: bytes) -> None:
        """Takes the next bytes; never raises."""
        if self._start is not None:
            chunk = self._start + chunk
            if len(chunk) < 2:
                self._start = chunk
                return
            self._start = None
            if chunk[0] & 15 != zlib.DEFLATED or int.from_bytes(chunk[:2]) % 31:
                self._zlib = zlib.decompressobj(-zlib.MAX_WBITS)  # many leave the header out
        try:
            while chunk and not self.full:
                room = self._limit - len(self._kept)
                if self._zlib is None:
                    self._kept += chunk[:room]
                    return
                self._kept += self._zlib.decompress(chunk, room)
                chunk = self._zlib.unused_data
                if chunk:
                    self._zlib = zlib.decompressobj(zlib.MAX_WBITS | 32)
        except zlib.error:
            self.broken = True


def proxy_of(url: Url, settings: LinkSettings) -> str:
    """The proxy's address for a target; empty where it is asked directly.

    Private addresses and local names are never a proxy's business: whether they may be asked at
    all is decided here.
    """
    proxy = settings.proxies.get(url.scheme, "")
    if not proxy or _is_local(url.host):
        return ""
    for entry in settings.direct:
        name = entry.lower().lstrip("*").lstrip(".")
        place = f"{url.host}:{url.port}" if ":" in name else url.host
        if not name or place == name or place.endswith(f".{name}"):
            return ""
    return proxy


def _is_local(host: str) -> bool:
    if is_address(host):
        from ipaddress import ip_address

        return not ip_address(host).is_global
    return host == "localhost" or host.endswith(".localhost")
