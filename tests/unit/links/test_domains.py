"""Registrable domains tell owners apart."""

from __future__ import annotations

import pytest

from roadmaplint.links.domains import is_address, site


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("example.org", "example.org"),
        ("www.docs.example.org", "example.org"),
        ("www.example.co.uk", "example.co.uk"),
        ("shop.example.com.br", "example.com.br"),
        ("alice.github.io", "alice.github.io"),
        ("x.alice.github.io", "alice.github.io"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("t.co", "t.co"),
    ],
)
def test_site(host: str, domain: str) -> None:
    assert site(host) == domain


def test_addresses_are_not_names() -> None:
    assert is_address("10.0.0.1")
    assert is_address("::1")
    assert not is_address("10.example")
    assert not is_address("1.2.3.example1")
