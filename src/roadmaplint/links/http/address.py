"""Which addresses and ports links may lead to (no server-side request forgery), and DNS."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from ipaddress import IPv4Network as V4
from ipaddress import IPv6Network as V6

from msgspec import Struct

from roadmaplint.links.http import Problem
from roadmaplint.links.url import is_address

Address = IPv4Address | IPv6Address
Addresses = tuple[str, ...]

#: Networks that are not the public internet (IANA special-purpose registries).
_CLOSED_V4 = {
    V4("0.0.0.0/8"): "this host", V4("10.0.0.0/8"): "private",
    V4("100.64.0.0/10"): "shared by carriers", V4("127.0.0.0/8"): "loopback",
    V4("169.254.0.0/16"): "link-local", V4("172.16.0.0/12"): "private",
    V4("192.0.0.0/24"): "reserved", V4("192.0.2.0/24"): "documentation",
    V4("192.88.99.0/24"): "reserved", V4("192.168.0.0/16"): "private",
    V4("198.18.0.0/15"): "benchmark", V4("198.51.100.0/24"): "documentation",
    V4("203.0.113.0/24"): "documentation", V4("224.0.0.0/4"): "multicast",
    V4("240.0.0.0/4"): "reserved",
}  # fmt: skip
#: IPv6 is closed but for the global unicast space, less what is cut out of it here.
_OPEN_V6 = V6("2000::/3")
_CLOSED_V6 = {
    V6("::1/128"): "loopback", V6("::/128"): "this host", V6("fc00::/7"): "private",
    V6("fe80::/10"): "link-local", V6("fec0::/10"): "private", V6("ff00::/8"): "multicast",
    V6("2001::/23"): "reserved", V6("2001:db8::/32"): "documentation",
    V6("3fff::/20"): "documentation",
}  # fmt: skip
_SIX_TO_FOUR = V6("2002::/16")
_NAT64 = V6("64:ff9b::/96")

_OPEN_PORTS = frozenset({80, 443, *range(8000, 9000)})
_LOOKUPS_AT_ONCE = 32
_MAX_ADDRESSES = 4


class AddressError(Exception):
    """An address that may not be asked, or a name without one. `problem` says which."""

    def __init__(self, problem: Problem, detail: str) -> None:
        super().__init__(detail)
        self.problem: Problem = problem
        self.detail = detail


class AddressPolicy(Struct, frozen=True):
    """What is open besides the public internet: networks, on all their ports."""

    networks: tuple[V4 | V6, ...] = ()

    @classmethod
    def of(cls, networks: Iterable[str]) -> AddressPolicy:
        """A policy from written networks. Raises ValueError that names a bad one."""
        return cls(tuple(ip_network(network.strip(), strict=False) for network in networks))

    def refuses(self, address: str, port: int) -> str | None:
        """Why this IP address and port may not be asked, or None."""
        try:
            literal = ip_address(address.partition("%")[0])
        except ValueError:
            return f"{address} is not an address"
        reached = _reached(literal)
        if any(one in network for one in reached for network in self.networks):
            return None
        word = next(filter(None, map(_closed, reached)), "")
        if word:
            means = "means the machine itself" if word == "this host" else f"is a {word} address"
            return f"{address} {means}"
        if port not in _OPEN_PORTS:
            return f"port {port} is not open to links"
        return None


def _reached(address: Address) -> tuple[Address, ...]:
    """The addresses that a connection to this one may reach: itself, and what is wrapped in it."""
    if isinstance(address, IPv4Address):
        return (address,)
    if address.ipv4_mapped is not None or address in _NAT64:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    if address in _SIX_TO_FOUR:
        return address, IPv4Address(int(address) >> 80 & 0xFFFFFFFF)
    return (address,)


def _closed(address: Address) -> str:
    """One word for why an address is not public, or an empty text."""
    if isinstance(address, IPv4Address):
        return next((word for network, word in _CLOSED_V4.items() if address in network), "")
    word = next((word for network, word in _CLOSED_V6.items() if address in network), "")
    return word or ("" if address in _OPEN_V6 else "reserved")


Lookup = Callable[[str], Awaitable[Addresses]]


class AddressBook:
    """The checked addresses of hosts, each name looked up once a run; failures may be asked again.

    Whoever connects asks here, so that what was checked is what is connected to.
    """

    def __init__(self, policy: AddressPolicy, timeout: float, lookup: Lookup | None = None) -> None:
        self._policy = policy
        self._timeout = timeout
        self._lookup = lookup or look_up
        self._names: dict[str, asyncio.Future[Addresses]] = {}
        self._checked: dict[tuple[str, int], Addresses] = {}
        self._turns = asyncio.Semaphore(_LOOKUPS_AT_ONCE)

    async def addresses(self, host: str, port: int) -> Addresses:
        """All addresses of a host, each of which may be asked. Raises AddressError."""
        known = self._checked.get((host, port))
        if known is not None:
            return known
        if host == "localhost" or host.endswith(".localhost"):
            found: Addresses = ("127.0.0.1",)
        else:
            found = (host,) if is_address(host) else await self.resolve(host)
        for address in found:
            refusal = self._policy.refuses(address, port)
            if refusal:
                name = "" if is_address(host) else f"{host}: "
                raise AddressError("refused-target", name + refusal)
        self._checked[host, port] = found
        return found

    async def resolve(self, host: str) -> Addresses:
        """IPv4 addresses first, then IPv6, unchecked. Raises AddressError."""
        if host not in self._names:
            self._names[host] = asyncio.ensure_future(self._resolve(host))
        try:
            return await asyncio.shield(self._names[host])
        except AddressError:
            self._names.pop(host, None)
            raise

    async def _resolve(self, host: str) -> Addresses:
        async with self._turns:
            try:
                async with asyncio.timeout(self._timeout):
                    return await self._lookup(host)
            except TimeoutError:
                raise AddressError("name-later", "the name server did not answer") from None


async def look_up(host: str) -> Addresses:
    """Asks the system in a daemon thread, so that a slow answer never keeps a run from ending."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Addresses | AddressError] = loop.create_future()

    def settle(found: Addresses | AddressError) -> None:
        if not future.done():
            future.set_result(found)

    def work() -> None:
        found = _system_addresses(host)
        with suppress(RuntimeError):  # the run is over
            loop.call_soon_threadsafe(settle, found)

    threading.Thread(target=work, name=f"name {host[:40]}", daemon=True).start()
    found = await future
    if isinstance(found, AddressError):
        raise found
    return found


def _system_addresses(host: str) -> Addresses | AddressError:
    try:
        rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        later = error.errno == socket.EAI_AGAIN
        detail = error.strerror or "the name was not found"
        return AddressError("name-later" if later else "no-name", detail)
    except (OSError, UnicodeError, ValueError) as error:
        return AddressError("no-name", str(error))
    by_family = sorted(rows, key=lambda row: row[0] != socket.AF_INET)
    found = tuple(dict.fromkeys(str(row[4][0]) for row in by_family))[:_MAX_ADDRESSES]
    return found or AddressError("no-name", "the name has no address")


def has_route() -> bool:
    """True if this machine knows a way to the public internet. Nothing is sent."""
    for family, address in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((address, 53))
                return True
        except OSError:
            continue
    return False
