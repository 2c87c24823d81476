"""Only the public internet is open, whatever an address is wrapped in."""

from __future__ import annotations

from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmaplint.links.http.address import AddressPolicy

OPEN = AddressPolicy()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.0.9",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.1.1",
        "0.0.0.0",
        "0.1.2.3",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "203.0.113.7",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "100::1",
        "::ffff:127.0.0.1",
        "::ffff:a9fe:a9fe",
        "::127.0.0.1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2001::1",
        "3fff::1",
    ],
)
def test_closed(address: str) -> None:
    assert OPEN.refuses(address, 443)


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "172.15.0.1",
        "172.32.0.1",
        "100.63.0.1",
        "100.128.0.1",
        "2606:4700::1111",
        "::ffff:1.1.1.1",
        "64:ff9b::1.1.1.1",
        "2002:101:101::1",
    ],
)
def test_open(address: str) -> None:
    assert OPEN.refuses(address, 443) is None


@pytest.mark.parametrize(
    ("port", "is_open"),
    [
        (80, True),
        (443, True),
        (8000, True),
        (8999, True),
        (22, False),
        (3000, False),
        (9000, False),
    ],
)
def test_ports(port: int, is_open: bool) -> None:
    assert (OPEN.refuses("1.1.1.1", port) is None) is is_open


def test_holes_are_open_on_every_port_and_nothing_else_is() -> None:
    policy = AddressPolicy.of(["127.64.0.0/10", " fd00::/8 "])
    assert policy.refuses("127.64.1.1", 31337) is None
    assert policy.refuses("::ffff:127.64.1.1", 80) is None
    assert policy.refuses("fd00::5", 80) is None
    assert policy.refuses("127.0.0.1", 80)
    assert policy.refuses("1.1.1.1", 9000)
    assert policy.refuses("10.0.0.1", 9000)


def test_a_bad_network_is_named() -> None:
    with pytest.raises(ValueError, match="10.0.0.0/40".replace(".", "[.]")):
        AddressPolicy.of(["10.0.0.0/40"])


def test_a_name_is_no_address() -> None:
    assert OPEN.refuses("example.org", 80)


@given(st.integers(0, 2**32 - 1))
def test_wrapping_never_opens_a_closed_address(number: int) -> None:
    plain = OPEN.refuses(str(IPv4Address(number)), 80)
    half = f"{number >> 16:x}:{number & 0xFFFF:x}"
    for wrapped in (f"::ffff:{half}", f"64:ff9b::{half}", f"2002:{half}::1"):
        assert bool(OPEN.refuses(wrapped, 80)) == bool(plain)
