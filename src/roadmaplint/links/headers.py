"""Headers of requests: honest ones, a browser's for a second look, and those of one origin."""

from __future__ import annotations

from collections.abc import Mapping

from roadmaplint.links.target import classify

#: A second look through a browser's eyes, for servers that refuse whoever says what it is.
BROWSER = (
    ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
    ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("Accept-Language", "en-US,en;q=0.5"),
    ("Accept-Encoding", "gzip, deflate"),
    ("Upgrade-Insecure-Requests", "1"),
    ("Sec-Fetch-Dest", "document"),
    ("Sec-Fetch-Mode", "navigate"),
    ("Sec-Fetch-Site", "none"),
    ("Sec-Fetch-User", "?1"),
)


def plain(user_agent: str) -> tuple[tuple[str, str], ...]:
    """What every request says: who asks, and that pages are wanted."""
    return (
        ("User-Agent", user_agent),
        ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
        ("Accept-Language", "en;q=0.9,*;q=0.5"),
        ("Accept-Encoding", "gzip"),
    )


def own_headers(headers: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Configured headers by origin in its one form; values that could not be sent are left out."""
    found: dict[str, dict[str, str]] = {}
    for origin, pairs in headers.items():
        target = classify(origin)
        if target.kind == "web":
            good = {
                n: v for n, v in pairs.items() if n.isascii() and not set(n + v) & set("\r\n\0")
            }
            found.setdefault(target.origin, {}).update(good)
    return found
