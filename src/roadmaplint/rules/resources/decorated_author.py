"""An author with an honorific or a link."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.markdown.tokens import Inline
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.entries import entries
from roadmaplint.text.lazy import lazy

_HONORIFIC = lazy(
    r" - (?:[^(\n]*(?:, | and | & ))?((?:Prof|Dr|Mr|Mrs|Ms)\.?|Professor|Ph\.?D\.?)(?= \w)"
)
_LEAD = lazy(r"\s*- ?\Z")


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per entry."""
    for entry in entries(document):
        title = _HONORIFIC.match(entry.tail)
        if title:
            yield Finding(entry.place, f'"{title[1]}" before a name: authors have no titles here')
        linked = _linked(entry.rest)
        if linked is not None:
            yield Finding(linked.span, f'the author "{linked.text[:60]}" is a link; name only')


def _linked(rest: tuple[Inline, ...]) -> Inline | None:
    """The link right behind the dash; one in brackets is another format of the resource."""
    if len(rest) < 2 or rest[0].kind != "text" or not _LEAD.match(rest[0].text):
        return None
    link = rest[1]
    return link if link.kind == "link" and not link.text.startswith("(") else None
