"""One question to a server and the answer to it, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from roadmaplint.links.target import Target

#: Why no status came back.
Problem = Literal[
    "refused-target",
    "no-name",
    "name-later",
    "connect-timeout",
    "refused",
    "unreachable",
    "no-route",
    "reset",
    "read-timeout",
    "not-http",
    "certificate",
    "tls",
    "certificate-wanted",
    "proxy",
    "internal",
]


class Ask(Struct, frozen=True):
    """A request. `headers` are all that is sent besides Host; `body` the bytes wanted of it.

    `fresh` asks on a connection of its own, `verify` False without looking at the certificate.
    Only pages are read, with `any_type` whatever comes. With `content` it is a POST.
    """

    target: Target
    headers: tuple[tuple[str, str], ...]
    body: int
    body_timeout: float
    fresh: bool = False
    verify: bool = True
    any_type: bool = False
    content: bytes = b""


class Answer(Struct, frozen=True):
    """What came back: a status with headers (names in lower case), or a problem with a detail.

    `body` is unpacked and bounded; `complete` False says that there is more of it, or that it
    broke off; `readable` False that its packing is unknown. `seconds` is the time it took.
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
    def content_type(self) -> str:
        """The media type in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_page(self) -> bool:
        """True where a body of this answer is HTML, or may be."""
        kind = self.content_type
        return "html" in kind or not kind
