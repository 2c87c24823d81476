"""Targets are read as browsers and resolvers read them."""

from __future__ import annotations

import pytest

from roadmaplint.links.url import is_address, join, parse, shard_of, site_of


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://Example.ORG", "https://example.org/"),
        ("HTTP://example.org:80/Path", "http://example.org/Path"),
        ("https://example.org:8443/x?y#z", "https://example.org:8443/x?y"),
        ("http://example.org?q=1", "http://example.org/?q=1"),
        ("https://example.org/a/../b/./c", "https://example.org/b/c"),
        ("https://example.org/a/%2e%2e/b/..", "https://example.org/"),
        ("https://example.org/résumé", "https://example.org/r%C3%A9sum%C3%A9"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/g%2Fp+q%zz", "https://example.org/g%2Fp+q%zz"),
        ("https://user:pw@example.org/x", "https://example.org/x"),
        ("//example.org/x", "https://example.org/x"),
        ("https:\\\\example.org\\x", "https://example.org/x"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://☕.example/", "https://xn--53h.example/"),
        ("https://example.org./x", "https://example.org/x"),
        ("http://[2001:DB8::1]:8000/", "http://[2001:db8::1]:8000/"),
        (" https://example.org/x ", "https://example.org/x"),
    ],
)
def test_web_addresses_have_one_form(written: str, url: str) -> None:
    target = parse(written)
    assert (target.kind, target.page) == ("web", url)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.0.0x1", "127.0.1"],
)
def test_every_spelling_of_an_ipv4_address_is_that_address(host: str) -> None:
    assert parse(f"http://{host}/").host == "127.0.0.1"


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("", "empty"),
        ("https://", "host is missing"),
        ("https://https://example.org", "two schemes"),
        ("http://http//example.org", "two schemes"),
        ("https:example.org", "slashes"),
        ("htps://example.org", "https: is meant"),
        ("www.example.org/x", "scheme is missing"),
        ("example.org:8080/x", "scheme is missing"),
        ("https//example.org", "colon"),
        ("https://a b.example/", "no host name"),
        ("https://example..org/", "no host name"),
        ("https://1.2.3.4.5/", "no address"),
        ("https://300.1.1.1/", "no address"),
        ("https://[::zz]/", "no address"),
        ("https://example.org:99999/", "does not exist"),
        ("https://example.org:http/", "no port"),
        ("https://example.org/a\nb", "control character"),
        ("https://example.org/\x00", "control character"),
        ("https://example.org/" + "x" * 70_000, "characters"),
    ],
)
def test_what_is_no_address_says_why(written: str, word: str) -> None:
    target = parse(written)
    assert target.kind == "invalid"
    assert word in target.reason


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("#intro", "anchor"),
        ("docs/start.md#a", "file"),
        ("../x.png", "file"),
        ("C:\\x\\y.md", "file"),
        ("mailto:a@example.org", "other"),
        ("tel:+123456", "other"),
        ("javascript:void(0)", "other"),
        ("https://{{ site }}/x", "other"),
        ("https://example.org/{id}", "web"),
    ],
)
def test_kinds(written: str, kind: str) -> None:
    assert parse(written).kind == kind


def test_fragments_are_kept_as_written() -> None:
    assert parse("https://example.org/x").fragment is None
    assert parse("https://example.org/x#").fragment == ""
    assert parse("https://example.org/x#caf%C3%A9").fragment == "caf%C3%A9"
    assert parse("https://example.org/x#é").full == "https://example.org/x#é"


def test_the_key_folds_escapes_that_mean_nothing() -> None:
    one, other = (
        parse("https://example.org/%7euser/%2f"),
        parse("https://example.org/~user/%2F"),
    )
    assert one.key == other.key
    assert one.page != other.page


@pytest.mark.parametrize(
    ("location", "full"),
    [
        ("../b/page", "http://example.org:8000/b/page#f"),
        ("/new#setup", "http://example.org:8000/new#setup"),
        ("?z", "http://example.org:8000/a/x?z#f"),
        ("", "http://example.org:8000/a/x?q#f"),
        ("#k", "http://example.org:8000/a/x?q#k"),
        ("//other.example/p", "http://other.example/p#f"),
        ("https://other.example", "https://other.example/#f"),
        ("two words", "http://example.org:8000/a/two%20words#f"),
    ],
)
def test_a_redirect_is_read_against_its_page(location: str, full: str) -> None:
    assert join(parse("http://example.org:8000/a/x?q#f"), location).full == full


def test_a_redirect_may_lead_out_of_the_web() -> None:
    base = parse("https://example.org/")
    assert join(base, "file:///etc/passwd").kind == "other"
    assert join(base, "http://:::/").kind == "invalid"


def test_shards_are_stable_and_complete() -> None:
    hosts = [f"host{n}.example" for n in range(200)]
    parts = [shard_of(host, 4) for host in hosts]
    assert parts == [shard_of(host, 4) for host in hosts]
    assert set(parts) == {0, 1, 2, 3}


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
    assert site_of(host) == domain


def test_addresses_are_not_names() -> None:
    assert is_address("10.0.0.1")
    assert is_address("::1")
    assert not is_address("10.example")
    assert not is_address("1.2.3.example1")
