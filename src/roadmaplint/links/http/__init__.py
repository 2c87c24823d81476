"""HTTP as the link checker speaks it: requests and responses as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from roadmaplint.links.url import Url

Headers = tuple[tuple[str, str], ...]

#: Why no status came back.
Problem = Literal[
    "refused-target", "no-name", "name-later", "connect-timeout", "refused", "unreachable",
    "no-route", "reset", "read-timeout", "not-http", "certificate", "tls", "certificate-wanted",
    "proxy", "internal",
]  # fmt: skip

#: For servers that refuse whoever says what it is: the headers of a browser.
BROWSER_HEADERS: Headers = (
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


def default_headers(user_agent: str) -> Headers:
    """What every request says: who asks, and that pages are wanted."""
    return (
        ("User-Agent", user_agent),
        ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
        ("Accept-Language", "en;q=0.9,*;q=0.5"),
        ("Accept-Encoding", "gzip"),
    )


class Request(Struct, frozen=True):
    """A request. `headers` are all that is sent besides Host; `max_body` the bytes wanted.

    `fresh` asks on a connection of its own, `verify` False without checking the certificate.
    Only HTML is read, with `any_type` whatever comes. With `content` it is a POST.
    """

    url: Url
    headers: Headers
    max_body: int
    body_timeout: float
    fresh: bool = False
    verify: bool = True
    any_type: bool = False
    content: bytes = b""


class Response(Struct, frozen=True):
    """A status with headers (names in lower case), or a problem with a detail.

    `body` is decompressed and bounded; `complete` False says that there is more of it, or that it
    broke off; `readable` False that its encoding is unknown. `seconds` is the time it took.
    """

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()
    body: bytes = b""
    complete: bool = True
    readable: bool = True
    problem: Problem | None = None
    detail: str = ""
    seconds: float = 0.0

    @property
    def is_success(self) -> bool:
        """True for a status of 200 to 299."""
        return self.problem is None and 200 <= (self.status or 0) < 300

    @property
    def is_page(self) -> bool:
        """True where a body of this response is HTML, or may be."""
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        return "html" in kind or not kind
