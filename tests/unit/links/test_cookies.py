"""Cookies go back where browsers would send them, and nowhere else."""

from __future__ import annotations

from roadmaplint.links.judge.redirects import CookieJar
from roadmaplint.links.url import parse

PAGE = parse("https://www.example.org/docs/start")


def header(lines: tuple[str, ...], url: str) -> str:
    jar = CookieJar()
    jar.store(PAGE, lines)
    return jar.header(parse(url))


def test_a_cookie_comes_back_to_its_host_only() -> None:
    assert header(("a=1; Path=/",), "https://www.example.org/x") == "a=1"
    assert header(("a=1; Path=/",), "https://example.org/x") == ""
    assert header(("a=1; Path=/",), "https://evil.example/x") == ""


def test_a_domain_cookie_reaches_subdomains_of_the_owner() -> None:
    lines = ("a=1; Domain=.example.org; Path=/",)
    assert header(lines, "https://api.example.org/") == "a=1"
    assert header(lines, "https://example.org/") == "a=1"
    assert header(("a=1; Domain=org; Path=/",), "https://other.org/") == ""
    assert header(("a=1; Domain=evil.example; Path=/",), "https://evil.example/") == ""


def test_the_default_path_is_the_folder() -> None:
    assert header(("a=1",), "https://www.example.org/docs/next") == "a=1"
    assert header(("a=1",), "https://www.example.org/docsother") == ""
    assert header(("a=1",), "https://www.example.org/") == ""


def test_secure_cookies_stay_on_https() -> None:
    assert header(("a=1; Secure; Path=/",), "http://www.example.org/") == ""


def test_deleting() -> None:
    jar = CookieJar()
    jar.store(PAGE, ("a=1; Path=/", "b=2; Path=/"))
    jar.store(PAGE, ("a=; Max-Age=0; Path=/", "b=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/"))
    assert jar.header(PAGE) == ""


def test_longer_paths_come_first_and_control_characters_nowhere() -> None:
    jar = CookieJar()
    jar.store(PAGE, ("a=1; Path=/", "b=2; Path=/docs", "c=\x01; Path=/"))
    assert jar.header(PAGE) == "b=2; a=1"
