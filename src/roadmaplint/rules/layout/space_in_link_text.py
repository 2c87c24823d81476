"""Blanks inside the brackets of a link."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.markdown.tokens import Inline
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.prose import text_links
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span

_BLANK = " \t"
_BLANKS = frozenset(_BLANK)
_REFERENCES = frozenset({"collapsed", "shortcut"})


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per link whose text begins or ends with a blank."""
    source = document.source
    for _, link in text_links(document):
        text = source.slice(link.content) if link.content else ""
        if not _BLANKS.isdisjoint((text[:1], text[-1:])) and text.strip():
            message = "the link text begins or ends with a space"
            yield Finding(link.span, message, _fix(source, link, text))


def _fix(source: Source, link: Inline, text: str) -> Fix | None:
    """Move the blank out of the brackets where the link touches a word; punctuation wants none."""
    if link.precision != "exact" or link.content is None or link.form in _REFERENCES:
        return None
    whole, content = link.span, link.content
    before = source.text[whole.start - 1 : whole.start]
    after = source.text[whole.end : whole.end + 1]
    left = len(text) - len(text.lstrip(_BLANK))
    right = len(text) - len(text.rstrip(_BLANK))
    if (left and _is_mark(before)) or (right and _is_mark(after)):
        return None
    edits = []
    if left:
        if before and not before.isspace():
            edits.append(Edit(Span(whole.start, whole.start), " "))
        edits.append(Edit(Span(content.start, content.start + left), ""))
    if right:
        edits.append(Edit(Span(content.end - right, content.end), ""))
        if after and not after.isspace():
            edits.append(Edit(Span(whole.end, whole.end), " "))
    return Fix("Take the space out", tuple(edits), Safety.SAFE)


def _is_mark(char: str) -> bool:
    return bool(char) and not char.isalnum() and not char.isspace()
