"""A title in capitals only, or with an emoji."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.emoji import leading_emoji, trailing_emoji
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.entries import entries
from roadmaplint.text.lazy import lazy

_WORD = lazy(r"[^\W\d_]+")
_LONG = 4


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per title of an entry."""
    for entry in entries(document):
        title = entry.link.text.strip()
        if _shouts(title):
            yield Finding(entry.link.span, f'the title "{title[:60]}" is in capitals only')
        elif not title.isascii() and _has_emoji(title):
            yield Finding(entry.link.span, f'an emoji in the title "{title[:60]}"')


def _shouts(title: str) -> bool:
    """Two long words in capitals and no small letter; short ones are acronyms."""
    if title != title.upper():
        return False
    words: list[str] = _WORD.findall(title)
    return sum(len(word) > _LONG and word.isupper() for word in words) > 1


def _has_emoji(title: str) -> bool:
    emoji, _ = leading_emoji(title)
    return bool(emoji) or trailing_emoji(title, 0, len(title)) < len(title)
