"""Address guard: which addresses and ports a stranger's link may lead to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from msgspec import Struct, field

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

#: IPv4 networks that are not the public internet (IANA special-purpose registry).
_CLOSED_V4: tuple[tuple[IPv4Network, str], ...] = tuple(
    (IPv4Network(network), word)
    for network, word in (
        ("0.0.0.0/8", "this host"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by carriers"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "reserved"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmark"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
#: IPv6 is closed but for the global unicast space and what is cut out of it.
_OPEN_V6 = IPv6Network("2000::/3")
_CLOSED_V6: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(network), word)
    for network, word in (
        ("::1/128", "loopback"),
        ("::/128", "this host"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private"),
        ("ff00::/8", "multicast"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "documentation"),
        ("3fff::/20", "documentation"),
    )
)
_SIX_TO_FOUR = IPv6Network("2002::/16")
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
_TEREDO = IPv6Network("2001::/32")

_OPEN_PORTS = frozenset({80, 443})
_DEVELOPMENT_PORTS = range(8000, 9000)


class Guard(Struct, frozen=True):
    """What is open besides the public internet: networks, and ports of public addresses."""

    networks: tuple[Network, ...] = ()
    ports: Collection[int] = field(default_factory=frozenset)

    @classmethod
    def of(cls, networks: Iterable[str], ports: Iterable[int] = ()) -> Guard:
        """A guard from written networks; raises ValueError that names a bad one."""
        return cls(tuple(ip_network(n.strip(), strict=False) for n in networks), frozenset(ports))

    def refuses(self, address: str, port: int) -> str | None:
        """Why this address and port may not be asked, or None. `address` has no name in it."""
        try:
            literal = ip_address(address.partition("%")[0])
        except ValueError:
            return f"{address} is not an address"
        faces = _faces(literal)
        if any(face in network for face in faces for network in self.networks):
            return None
        for face in faces:
            word = _closed(face)
            if word:
                return f"{address} is a {word} address" if word != "this host" else (
                    f"{address} means the machine itself"
                )  # fmt: skip
        if port not in _OPEN_PORTS and port not in _DEVELOPMENT_PORTS and port not in self.ports:
            return f"port {port} is not open to links"
        return None


def _faces(address: Address) -> tuple[Address, ...]:
    """The addresses that a connection to this one may reach: itself, and what is wrapped in it."""
    if isinstance(address, IPv4Address):
        return (address,)
    number = int(address)
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address in _NAT64:
        return (IPv4Address(number & 0xFFFFFFFF),)
    wrapped: list[Address] = [address]
    if address in _SIX_TO_FOUR:
        wrapped.append(IPv4Address(number >> 80 & 0xFFFFFFFF))
    if address in _TEREDO:
        wrapped.append(IPv4Address(~number & 0xFFFFFFFF))
    if address in _COMPATIBLE and number > 1:
        wrapped.append(IPv4Address(number & 0xFFFFFFFF))
    return tuple(wrapped)


def _closed(address: Address) -> str:
    """One word for why an address is not public, or an empty text."""
    if isinstance(address, IPv4Address):
        return next((word for network, word in _CLOSED_V4 if address in network), "")
    word = next((word for network, word in _CLOSED_V6 if address in network), "")
    return word or ("" if address in _OPEN_V6 else "reserved")
