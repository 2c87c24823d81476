"""HTML from the fragments of assets/page.html; foreign text in it is shown and does nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape

from roadmaplint.data import asset_text
from roadmaplint.report.style import visible
from roadmaplint.text.lazy import lazy

#: Longest text that is shown of a title, an address or a message.
LONGEST = 500
#: Marks that give a direction to the characters beside them, and to nothing else.
_MARKS = lazy("([\u200e\u200f\u061c])")
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


class Html(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


def fill(fragment: str, **values: str | int) -> Html:
    """A fragment with its placeholders filled in; a value is escaped unless it is `Html`."""
    safe = {
        name: escape_text(value)
        if isinstance(value, str) and not isinstance(value, Html)
        else value
        for name, value in values.items()
    }
    return Html(_fragments()[fragment].format_map(safe))


def join(parts: Iterable[Html]) -> Html:
    """Pieces of HTML one behind the other."""
    return Html("".join(parts))


@cache
def _fragments() -> dict[str, str]:
    _, *parts = re.split(r"^<!-- (\S+) -->$", asset_text("page.html"), flags=re.MULTILINE)
    texts = ("".join(map(str.strip, text.split("\n"))) for text in parts[1::2])
    return dict(zip(parts[::2], texts, strict=True))


def escape_text(foreign: str) -> Html:
    """Foreign text on one line, escaped for content and for quoted attributes."""
    shown = foreign if len(foreign) <= LONGEST else foreign[:LONGEST] + "…"
    return Html(escape(visible(shown)))


def isolate_title(foreign: str) -> Html:
    """A title whose direction does not spill over; marks of direction do their work inside."""
    parts = _MARKS.split(foreign[:LONGEST])
    shown = (
        f"&#x{ord(part):x};" if _MARKS.match(part) else escape(visible(part)) for part in parts
    )
    return Html(f"<bdi>{''.join(shown)}{'…' if len(foreign) > LONGEST else ''}</bdi>")


def escape_code(foreign: str) -> Html:
    """A stretch of a document: tabs stay, everything else that cannot be seen is written out."""
    return Html("&#9;".join(escape(visible(part)) for part in foreign.split("\t")))


def web_link(address: str | None, label: str) -> Html:
    """The label, as a link if the address is a plain web address; any other scheme is no link."""
    shown = isolate_title(label)
    is_plain_web = (
        address is not None
        and address[:8].lower().startswith(("http://", "https://"))
        and len(address) <= 4000
        and visible(address) == address
    )
    if address is None or not is_plain_web:
        return shown
    return Html(f'<a href="{escape(address)}" rel="noreferrer noopener external">{shown}</a>')


def badge(kind: str, words: str) -> Html:
    """A word in a small box; `kind` names its colour."""
    return fill("badge", kind=kind, words=words)


def language_attributes(code: str | None) -> Html:
    """The attributes for text in a language: its code, and its direction where that is known."""
    if not code or not code.replace("-", "").isalnum() or not code.isascii():
        return Html(' dir="auto"')
    direction = "rtl" if code.partition("-")[0].lower() in _RIGHT_TO_LEFT else "auto"
    return Html(f' lang="{code}" dir="{direction}"')
