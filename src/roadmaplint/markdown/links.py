"""Links, images and bare addresses: destinations, titles, references and where they end."""

from __future__ import annotations

import re

from markdown_it.common.utils import normalizeReference, unescapeAll
from msgspec import Struct

from roadmaplint.markdown.tokens import LinkForm
from roadmaplint.text.lazy import lazy

#: Deepest nesting of brackets that is still looked into.
BRACKET_LIMIT = 100
_PARENTHESES_LIMIT = 32

_SIMPLE = lazy(r"\[([^][\\`<!]*+)\]\(([^\x00-\x20\x7f()<\\]*+)\)")
_BLANK = lazy(r"[ \t\n]*+")
_ANGLE = lazy(r"<(?:[^<>\n\\]|\\.)*+>")
_PLAIN = lazy(r"(?:[^\x00-\x20\x7f()\\]|\\[^\x00-\x20\x7f]|\\(?=[\x00-\x20\x7f]|$))*+")
_TITLE = lazy(r'"(?:[^"\\]|\\.)*+"' r"|'(?:[^'\\]|\\.)*+'" r"|\((?:[^()\\]|\\.)*+\)", re.DOTALL)
_LABEL = lazy(r"\[((?:[^][\\]|\\.){0,999}+)\]", re.DOTALL)


class Definition(Struct, frozen=True):
    """A link reference definition: destination as written, and its title."""

    target: str
    title: str | None


class Bracket(Struct, frozen=True):
    """A complete link or image in an inline text; all numbers are offsets into that text."""

    text: tuple[int, int]
    end: int
    form: LinkForm
    target: str
    target_at: tuple[int, int] | None
    title: str | None = None
    label: str | None = None


def simple_link(src: str, pos: int, limit: int) -> Bracket | None:
    """An inline link at `pos` in its plainest spelling, without any need to look inside."""
    match = _SIMPLE.match(src, pos, limit)
    if match is None:
        return None
    return Bracket(match.span(1), match.end(), "inline", match[2], match.span(2))


def inline_part(src: str, text: tuple[int, int], limit: int) -> Bracket | None:
    """The link whose text ends before `](`, or None if no destination follows as it should."""
    pos = _skip(src, text[1] + 2, limit)
    place = destination(src, pos, limit)
    if place is None:
        return None
    start, stop, pos = place
    after = _skip(src, pos, limit)
    title = None
    if after > pos and (match := _TITLE.match(src, after, limit)):
        title = unescapeAll(match.group()[1:-1])
        after = _skip(src, match.end(), limit)
    if after >= limit or src[after] != ")":
        return None
    return Bracket(text, after + 1, "inline", src[start:stop], (start, stop), title)


def reference_part(
    src: str, text: tuple[int, int], limit: int, definitions: dict[str, Definition]
) -> Bracket | None:
    """The reference link whose text ends at `]`, or None if nothing defines its label."""
    label, end, form = src[text[0] : text[1]], text[1] + 1, "shortcut"
    if match := _LABEL.match(src, end, limit):
        end = match.end()
        form = "full" if match[1] else "collapsed"
        label = match[1] or label
    found = definitions.get(normalizeReference(label)) if len(label) < 1000 else None
    if found is None:
        return None
    kind: LinkForm = "full" if form == "full" else "shortcut" if form == "shortcut" else "collapsed"
    return Bracket(text, end, kind, found.target, None, found.title, label)


def destination(src: str, pos: int, limit: int) -> tuple[int, int, int] | None:
    """Start and end of a link destination at `pos` (without `<>`) and the place after it."""
    if src.startswith("<", pos, limit):
        match = _ANGLE.match(src, pos, limit)
        return (pos + 1, match.end() - 1, match.end()) if match else None
    depth, at = 0, pos
    while True:
        match = _PLAIN.match(src, at, limit)
        at = match.end() if match else at
        if at >= limit or src[at] not in "()":
            return (pos, at, at) if depth == 0 else None
        if src[at] == ")" and depth == 0:
            return (pos, at, at)
        depth += 1 if src[at] == "(" else -1
        if depth > _PARENTHESES_LIMIT:
            return None
        at += 1


def title_after(src: str, pos: int, limit: int) -> tuple[str, int] | None:
    """The title that begins at or after blanks at `pos`, and the place after it."""
    match = _TITLE.match(src, _skip(src, pos, limit), limit)
    return (unescapeAll(match.group()[1:-1]), match.end()) if match else None


def _skip(src: str, pos: int, limit: int) -> int:
    match = _BLANK.match(src, pos, limit)
    return match.end() if match else pos


#: What can begin a bare address; `www.` also wants the right character before it.
ADDRESS_BEGIN = r"(?<![A-Za-z])(?:[Hh][Tt][Tt][Pp][Ss]?|[Ff][Tt][Pp])://|(?:^|(?<=[\s*_~(\[]))www\."
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
