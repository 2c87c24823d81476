"""Which proxy stands between us and a host."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from roadmaplint.links.proxies import Proxies, without_login
from roadmaplint.links.settings import LinkSettings
from roadmaplint.links.target import classify

ONE, TWO = "http://one.example:3128", "http://two.example:3128"


@pytest.mark.parametrize(
    ("url", "direct", "proxy"),
    [
        ("http://a.example/", (), ONE),
        ("https://a.example/", (), TWO),
        ("https://a.example/", ("a.example",), ""),
        ("https://b.a.example/", (".a.example",), ""),
        ("https://b.a.example/", ("*.a.example",), ""),
        ("https://ba.example/", ("a.example",), TWO),
        ("https://a.example/", ("*",), ""),
        ("https://a.example:8443/", ("a.example:8443",), ""),
        ("https://a.example/", ("a.example:8443",), TWO),
        ("http://127.0.0.1/", (), ""),
        ("http://[::1]/", (), ""),
        ("http://10.1.2.3/", (), ""),
        ("http://localhost/", (), ""),
        ("http://x.localhost/", (), ""),
        ("http://93.184.216.34/", (), ONE),
    ],
)
def test_the_way_to_a_host(url: str, direct: tuple[str, ...], proxy: str) -> None:
    settings = replace(LinkSettings(), proxies={"http": ONE, "https": TWO}, direct=direct)
    assert Proxies(settings).of(classify(url)) == proxy


def test_without_proxies_everything_is_direct() -> None:
    assert Proxies(LinkSettings()).of(classify("https://a.example/")) == ""
    assert Proxies(LinkSettings()).all == ("",)


def test_one_proxy_for_all() -> None:
    proxies = Proxies(replace(LinkSettings(), proxy=ONE))
    assert proxies.of(classify("https://a.example/")) == ONE
    assert proxies.all == ("", ONE)


@pytest.mark.parametrize(
    ("proxy", "place", "login"),
    [
        ("http://proxy.example:3128", "http://proxy.example:3128", None),
        ("http://a:b@proxy.example:3128", "http://proxy.example:3128", ("a", "b")),
        ("http://a%40b:c%3A:d@proxy.example/", "http://proxy.example/", ("a@b", "c::d")),
        ("http://a@proxy.example", "http://proxy.example", ("a", "")),
    ],
)
def test_a_login_goes_beside_the_address(
    proxy: str, place: str, login: tuple[str, str] | None
) -> None:
    assert without_login(proxy) == (place, login)
