"""Text behind HTML entities: damage that somebody escaped."""

from __future__ import annotations

import html

from msgspec import Struct

from roadmaplint.text.lazy import lazy

_ENTITY = lazy(r"&(?:#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,30});")
# The first byte of a sequence read as Windows-1252 and escaped, with something escaped or beyond
# ASCII behind it.
_LEAD = lazy(
    r"&(?:[A-Za-z](?:circ|tilde|uml|ring|grave|acute|cedil|slash)|AElig|aelig|ETH|eth|THORN|szlig|times"
    r"|#(?:19[4-9]|2[0-3][0-9]|24[0-4])|#[xX](?:[c-eC-E][0-9a-fA-F]|[fF][0-4]));"
    r"(?:&[A-Za-z#]|[^\x00-\x7f])"
)


class View(Struct, frozen=True):
    """A text with its entities resolved; `origin[i]` is where character `i` came from."""

    text: str
    origin: list[int]


def view(text: str) -> View | None:
    """The resolved text, None if no run of it could hide damage."""
    if "&" not in text or _LEAD.search(text) is None:
        return None
    parts: list[str] = []
    origin: list[int] = []
    at = 0
    for match in _ENTITY.finditer(text):
        char = html.unescape(match[0])
        if len(char) == 1 and not char.isascii():
            parts += (text[at : match.start()], char)
            origin += (*range(at, match.start()), match.start())
            at = match.end()
    parts.append(text[at:])
    origin += range(at, len(text) + 1)
    return View("".join(parts), origin)
