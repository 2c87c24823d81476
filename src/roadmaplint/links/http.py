"""The door to the network: one client, a pool of connections per host, checked addresses only."""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections.abc import AsyncIterator, Iterable
from importlib.util import find_spec
from time import monotonic
from types import TracebackType

if find_spec("sniffio") is None:
    # httpcore tries to import it on every request; a known absence costs nothing.
    sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]

import httpcore
import httpx
from msgspec.structs import replace

from roadmaplint.links import wire
from roadmaplint.links.answer import Answer, Ask
from roadmaplint.links.dns import NameFailed, Names, has_route
from roadmaplint.links.domains import is_address
from roadmaplint.links.faults import answer_of
from roadmaplint.links.guard import Guard
from roadmaplint.links.packing import Unpacker
from roadmaplint.links.pool import Pool
from roadmaplint.links.proxies import Proxies, without_login
from roadmaplint.links.settings import LinkSettings
from roadmaplint.links.target import DEFAULT_PORTS, Target
from roadmaplint.links.trust import blind_context, trusted_context

_KEEP_SECONDS = 4.0
_DRAIN = 16 * 1024
_ERROR_BODY = 48 * 1024
_MOST_RAW = 4 << 20
_DRAIN_SECONDS = 1.0
#: Address and headers of a request travel beside it, byte for byte; this only fills the place.
_NOWHERE = httpx.URL("http://host/")


Connections = Pool | httpcore.AsyncHTTPProxy


class _Body(httpx.AsyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._response.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        await self._response.aclose()


class _PerHost(httpx.AsyncBaseTransport):
    """Hands each request to the pool of its host key: one big pool would scan itself for each."""

    def __init__(self, backend: wire.Backend) -> None:
        self._backend = backend
        self._trusted = trusted_context()
        self._pools: dict[tuple[str, str], Connections] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        options = request.extensions
        pool = self._pool(options["pool"], options["proxy"], verify=options["verify"])
        target: Target = options["asked"]
        is_default = DEFAULT_PORTS[target.scheme] == target.port
        url = httpcore.URL(
            scheme=target.scheme.encode(), host=target.host.encode(),
            port=None if is_default else target.port, target=target.path.encode("ascii"),
        )  # fmt: skip
        sent = httpcore.Request(
            request.method, url, headers=options["headers"], content=request.stream, extensions={}
        )
        got = await pool.handle_async_request(sent)
        # The client would read a Location itself, and fail on a bad one; headers go beside it.
        return httpx.Response(got.status, stream=_Body(got), extensions={"headers": got.headers})

    def _pool(self, key: str, proxy: str, *, verify: bool) -> Connections:
        place = (key, proxy)
        pool = self._pools.get(place)
        if pool is None:
            context = self._trusted if verify else blind_context()
            keep = 0 if key.startswith("once ") else 8
            pool = self._pools[place] = self._new(context, keep, proxy)
        return pool

    def _new(self, context: ssl.SSLContext, keep: int, proxy: str) -> Connections:
        if not proxy:
            return Pool(self._backend, context, keep, _KEEP_SECONDS)
        place, login = without_login(proxy)
        return httpcore.AsyncHTTPProxy(
            place, ssl_context=context, proxy_auth=login, keepalive_expiry=_KEEP_SECONDS,
            max_connections=32, max_keepalive_connections=keep,
        )  # fmt: skip

    async def close(self, key: str, proxies: Iterable[str] = ("",)) -> None:
        for proxy in proxies:
            pool = self._pools.pop((key, proxy), None)
            if pool is not None:
                await pool.aclose()

    async def aclose(self) -> None:
        for key, proxy in list(self._pools):
            await self.close(key, (proxy,))


class Web:
    """Asks servers. Every address is looked up, checked and then connected to, on every ask.

    With a proxy the proxy looks names up, so only literal addresses and local names are checked.
    """

    def __init__(self, settings: LinkSettings, names: Names | None = None) -> None:
        self._settings = settings
        self._guard = Guard.of(settings.allow_addresses, settings.allow_ports)
        self._names = names or Names(settings.connect_timeout)
        self._backend = wire.Backend(settings.connect_timeout)
        self._proxies = Proxies(settings)
        self._transport = _PerHost(self._backend)
        self._client = httpx.AsyncClient(
            transport=self._transport, trust_env=False, follow_redirects=False
        )
        self._once = 0
        self._client.headers.clear()

    async def __aenter__(self) -> Web:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def release(self, host_key: str) -> None:
        """Closes the kept connections to a host."""
        await self._transport.close(host_key, self._proxies.all)

    async def knows(self, host: str) -> bool:
        """True if a name can be looked up."""
        try:
            return bool(await self._names.addresses(host))
        except NameFailed:
            return False

    def has_route(self) -> bool:
        """True if this machine knows a way to the public internet."""
        return has_route()

    async def refusal(self, target: Target) -> Answer | None:
        """Looks the host up and checks every address; None where it may be asked."""
        host, port = target.host, target.port
        if host == "localhost" or host.endswith(".localhost"):
            addresses: tuple[str, ...] = ("127.0.0.1",)
        elif is_address(host):
            addresses = (host,)
        elif self._proxies.of(target):
            return None
        else:
            try:
                addresses = await self._names.addresses(host)
            except NameFailed as failed:
                return Answer(problem=failed.problem, detail=failed.detail)
        for address in addresses:
            why = self._guard.refuses(address, port)
            if why:
                at = "" if is_address(host) else f"{host}: "
                return Answer(problem="refused-target", detail=at + why)
        self._backend.pins[host, port] = addresses
        return None

    async def ask(self, ask: Ask) -> Answer:
        """The answer to one question; every fault but cancellation is part of it."""
        started = monotonic()
        answer = await self.refusal(ask.target) or await self._exchange(ask)
        return replace(answer, seconds=monotonic() - started)

    async def _exchange(self, ask: Ask) -> Answer:
        once = ask.fresh or not ask.verify
        try:
            return await self._send(ask, once=once)
        except wire.StaleConnection:
            pass
        except Exception as error:  # noqa: BLE001
            return self._failed(error, ask)
        try:
            return await self._send(ask, once=True)
        except Exception as error:  # noqa: BLE001
            return self._failed(error, ask)

    def _failed(self, error: Exception, ask: Ask) -> Answer:
        proxy = self._proxies.of(ask.target)
        return answer_of(error, timeout=self._settings.timeout, proxy=proxy)

    async def _send(self, ask: Ask, *, once: bool) -> Answer:
        key = ask.target.host_key
        if once:
            self._once += 1
            key = f"once {self._once}"
        headers = [("Host", ask.target.authority), *ask.headers]
        if ask.content:
            headers.append(("Content-Length", str(len(ask.content))))
        proxy = self._proxies.of(ask.target)
        options = {
            "pool": key,
            "proxy": proxy,
            "verify": ask.verify,
            "asked": ask.target,
            "headers": [(name.encode("ascii"), _bytes(value)) for name, value in headers],
        }
        method = "POST" if ask.content else "GET"
        content = ask.content or None
        request = httpx.Request(method, _NOWHERE, content=content, extensions=options)
        try:
            async with asyncio.timeout(self._settings.timeout):
                response = await self._client.send(request, stream=True)
            try:
                return await _read(response, ask)
            finally:
                await response.aclose()
        finally:
            if once:
                await self._transport.close(key, (proxy,))


async def _read(response: httpx.Response, ask: Ask) -> Answer:
    """The answer with as much of its body as is wanted."""
    headers: dict[str, str] = {}
    cookies: list[str] = []
    for raw_name, raw_value in response.extensions["headers"]:
        name, value = raw_name.decode("latin-1").lower(), _text(raw_value)
        if name == "set-cookie":
            cookies.append(value)
        headers.setdefault(name, value)
    answer = Answer(response.status_code, headers, tuple(cookies))
    limit = _limit(answer, ask)
    unpacker = Unpacker(headers.get("content-encoding", "") if limit else "", limit or _DRAIN)
    complete = False
    if limit or _is_short(answer):
        try:
            async with asyncio.timeout(ask.body_timeout if limit else _DRAIN_SECONDS):
                complete = await _fill(response, unpacker)
        except Exception:  # noqa: BLE001
            complete = False  # the status was said; whatever goes wrong now does not change it
    return replace(
        answer, body=unpacker.body if limit and unpacker.readable else b"",
        complete=complete and not unpacker.broken, readable=unpacker.readable,
    )  # fmt: skip


async def _fill(response: httpx.Response, unpacker: Unpacker) -> bool:
    """Reads until the end or until enough is there; True if all of it was taken."""
    raw = 0
    async for chunk in response.aiter_raw():
        if unpacker.full:
            return False
        unpacker.feed(chunk)
        raw += len(chunk)
        if raw > _MOST_RAW:
            return False
    return not unpacker.full


def _limit(answer: Answer, ask: Ask) -> int:
    """How many bytes of the body are wanted; 0 for none."""
    status = answer.status or 0
    if (
        not (answer.is_page or ask.any_type)
        or 300 <= status < 400
        or status in {204, 205, 404, 410}
    ):
        return 0
    return ask.body if 200 <= status < 300 else min(ask.body, _ERROR_BODY)


def _is_short(answer: Answer) -> bool:
    """True if reading an unwanted body to its end is cheaper than a new connection."""
    length = answer.headers.get("content-length", "")
    if not length:
        return (answer.status or 0) >= 300
    return length.isascii() and length.isdigit() and len(length) < 8 and int(length) <= _DRAIN


def _bytes(value: str) -> bytes:
    """A header's value as sent: UTF-8, which for nearly all of them is ASCII."""
    return value.strip().encode("utf-8", "replace")


def _text(value: bytes) -> str:
    """A header's value; real servers write UTF-8 or Latin-1."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
