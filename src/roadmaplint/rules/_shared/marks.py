"""What entries of a list say of themselves in brackets: format, type, cost, level, language."""

from __future__ import annotations

import re

from roadmaplint.text.lazy import lazy

_BRACKETS = lazy(r"[(\[]([^()\[\]]{2,120})[)\]]")
_REACH = 400
#: What a mark in brackets says of an entry.
_MARKS = {
    "format": lazy(r"\b(?:PDF|EPUB|HTML|MOBI|DjVu|Markdown|Jupyter)\b"),
    "type": lazy(r"\b(?:book|course|video|article|paper|podcast|tutorial)s?\b", re.IGNORECASE),
    "cost": lazy(r"\b(?:free|paid|freemium)\b", re.IGNORECASE),
    "level": lazy(r"\b(?:beginner|intermediate|advanced)s?\b", re.IGNORECASE),
    "language": lazy(
        r"\b(?:en|es|fr|de|pt|ru|zh|ja|english|spanish|french|german|russian|chinese)\b",
        re.IGNORECASE,
    ),
}


def marks_in(text: str) -> frozenset[str]:
    """The kinds of marks in the brackets of the text behind an entry's link."""
    inside = " ".join(_BRACKETS.findall(text[:_REACH]))
    if not inside:
        return frozenset()
    return frozenset(kind for kind, words in _MARKS.items() if words.search(inside))
