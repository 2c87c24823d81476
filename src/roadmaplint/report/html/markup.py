"""Foreign text and addresses as HTML that shows them and does nothing else."""

from __future__ import annotations

from html import escape

from roadmaplint.report.escape import visible
from roadmaplint.text.lazy import lazy

#: Longest text that is shown of a title, an address or a message.
LONGEST = 500
#: Marks that give a direction to the characters beside them, and to nothing else.
_MARKS = lazy("([\u200e\u200f\u061c])")


def text(foreign: str) -> str:
    """Foreign text on one line, escaped for content and for quoted attributes."""
    return escape(visible(foreign if len(foreign) <= LONGEST else foreign[:LONGEST] + "…"))


def apart(foreign: str) -> str:
    """Foreign text whose direction is its own and does not spill over."""
    return f"<bdi>{text(foreign)}</bdi>"


def titled(foreign: str) -> str:
    """Like `apart`, for titles: marks of direction do their work, as nothing gets past the end."""
    parts = _MARKS.split(foreign[:LONGEST])
    shown = (
        f"&#x{ord(part):x};" if _MARKS.match(part) else escape(visible(part)) for part in parts
    )
    return f"<bdi>{''.join(shown)}{'…' if len(foreign) > LONGEST else ''}</bdi>"


def code(foreign: str) -> str:
    """A stretch of a document: tabs stay, everything else that cannot be seen is written out."""
    return "&#9;".join(escape(visible(part)) for part in foreign.split("\t"))


def web_link(address: str | None, label: str) -> str:
    """The label, as a link if the address is a plain web address; any other scheme is no link."""
    shown = titled(label)
    if address is None or not _is_plain_web(address):
        return shown
    return f'<a href="{escape(address)}" rel="noreferrer noopener external">{shown}</a>'


def badge(kind: str, words: str) -> str:
    """A word in a small box; `kind` names its colour."""
    return f'<span class="badge {kind}">{words}</span>'


def language(code: str | None) -> str:
    """The attributes for text in a language: its code, and its direction where that is known."""
    if not code or not code.replace("-", "").isalnum() or not code.isascii():
        return ' dir="auto"'
    direction = "rtl" if code.partition("-")[0].lower() in _RIGHT_TO_LEFT else "auto"
    return f' lang="{code}" dir="{direction}"'


_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def _is_plain_web(address: str) -> bool:
    return (
        address[:8].lower().startswith(("http://", "https://"))
        and len(address) <= 4000
        and visible(address) == address
    )
