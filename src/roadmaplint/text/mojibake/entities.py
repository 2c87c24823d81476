"""Text behind HTML entities: damage that somebody escaped."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

_ENTITY = re.compile(r"&(?:#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,30});")


class View(NamedTuple):
    """A text with its entities resolved; `origin[i]` is where character `i` came from."""

    text: str
    origin: list[int]


def view(text: str) -> View | None:
    """The resolved text, None if no run of it could hide damage."""
    if "&" not in text or ";" not in text:
        return None
    parts: list[str] = []
    origin: list[int] = []
    at = 0
    hides = False
    for match in _ENTITY.finditer(text):
        char = html.unescape(match[0])
        if len(char) != 1 or char.isascii():
            continue
        parts += (text[at : match.start()], char)
        origin += (*range(at, match.start()), match.start())
        hides = hides or match.start() == at
        at = match.end()
    if not hides:
        return None
    parts.append(text[at:])
    origin += range(at, len(text) + 1)
    return View("".join(parts), origin)
