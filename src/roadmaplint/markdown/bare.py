"""Addresses without any markup that GitHub turns into links: where one ends."""

from __future__ import annotations

from roadmaplint.text.lazy import lazy

#: What can begin a bare address; `www.` also wants the right character before it.
BEGIN = r"(?<![A-Za-z])(?:[Hh][Tt][Tt][Pp][Ss]?|[Ff][Tt][Pp])://|(?:^|(?<=[\s*_~(\[]))www\."
_SCHEME = lazy(r"[A-Za-z]+://")
_HOST = lazy(r"(?:[^\W_]|[-.])[\w.-]*")
_REST = lazy(r"[^ \t\n\v\f\r<]*")
_ENTITY = lazy(r"&[A-Za-z]+;$")
_TRAIL = frozenset("?!.,:*_~'\"")
_PAIRS = {")": "(", "]": "["}


def address_end(text: str, start: int, limit: int) -> int:
    """Where the bare address that begins at `start` ends, or -1 if none begins there."""
    scheme = _SCHEME.match(text, start, limit)
    host = _HOST.match(text, scheme.end() if scheme else start, limit)
    if host is None or not _valid_host(host.group(), short=scheme is not None):
        return -1
    rest = _REST.match(text, host.end(), limit)
    end = rest.end() if rest else host.end()
    least = host.start() if scheme else start + len("www.")
    return _without_trail(text, start, _closed(text, start, end), least)


def _valid_host(host: str, *, short: bool) -> bool:
    parts = host.split(".")
    if not short and len(parts) < 2:
        return False
    return not any("_" in part for part in parts[-2:])


def _closed(text: str, start: int, end: int) -> int:
    """`end`, or the place of a square bracket before it that closes one opened before."""
    if "]" not in text[start:end]:
        return end
    depth = 0
    for place in range(start, end):
        char = text[place]
        depth += (char == "[") - (char == "]")
        if depth < 0:
            return place
    return end


def _without_trail(text: str, start: int, end: int, least: int) -> int:
    """Drop punctuation, unbalanced brackets and entities that only follow the address."""
    surplus = {
        close: text.count(close, start, end) - text.count(open_, start, end)
        for close, open_ in _PAIRS.items()
    }
    while end > least:
        char = text[end - 1]
        if char in _PAIRS:
            if surplus[char] <= 0:
                break
            surplus[char] -= 1
            end -= 1
        elif char in _TRAIL:
            end -= 1
        elif char == ";":
            entity = _ENTITY.search(text, max(least, end - 34), end)
            end = entity.start() if entity else end - 1
        else:
            break
    return end if end > least else -1
