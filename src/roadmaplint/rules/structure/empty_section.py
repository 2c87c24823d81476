"""A heading with nothing below it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Severity
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_COMMENT = lazy(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ANCHOR = lazy(r"</?(?:a|br|hr|p|div|center)\b[^<>]*>", re.IGNORECASE)
_SILENT = frozenset({"rule", "definition", "front-matter"})


class Options(Struct, frozen=True):
    """`same_level`: a section with a comment, or before a higher one, is a warning at most."""

    same_level: bool = False


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per heading that neither text nor a deeper heading follows."""
    if "template" in document.source.path.casefold():  # waits to be filled in
        return
    headings = [h for h in document.headings if h.style not in {"list-item", "summary"}]
    starts = _content_starts(document)
    for index, heading in enumerate(headings):
        following = headings[index + 1] if index + 1 < len(headings) else None
        if following is not None and following.level > heading.level:
            continue
        title = index == 0 and (heading.level == 1 or not context.options.same_level)
        if title or heading.block is None or not heading.text or _is_link(heading.block):
            continue
        end = following.span.start if following else len(document.source.text)
        if not _has_content(starts, heading, end):
            sure = following is None or following.level == heading.level
            sure = sure and not document.source.text[heading.span.end : end].strip()
            least = Severity.WARNING if context.options.same_level and not sure else None
            yield Finding(heading.span, f'the section "{heading.text}" is empty', severity=least)


def _is_link(block: Block) -> bool:
    """True for a heading that is one link: it says where to go on."""
    inlines = block.inlines
    while len(inlines) == 1 and inlines[0].kind in {"strong", "emphasis"}:
        inlines = inlines[0].children
    return len(inlines) == 1 and inlines[0].kind == "link"


def _has_content(starts: list[int], heading: Heading, end: int) -> bool:
    at = bisect_left(starts, heading.span.end)
    return at < len(starts) and starts[at] < end


def _content_starts(document: Document) -> list[int]:
    """Where each piece of top-level content begins that a reader sees."""
    html_headings = sorted(h.span for h in document.headings if h.block is None)
    found = []
    for block in document.markdown.blocks:
        if block.kind in _SILENT or block.kind == "heading":
            continue
        if block.kind == "html" and not _shows_something(document, block, html_headings):
            continue
        found.append(block.span.start)
    return found


def _shows_something(document: Document, block: Block, headings: list[Span]) -> bool:
    """True for HTML with a picture, a table or text outside of headings and comments."""
    at = bisect_left(headings, (block.span.start, 0))
    pieces, start = [], block.span.start
    while at < len(headings) and headings[at].start < block.span.end:
        pieces.append(document.source.text[start : headings[at].start])
        start = headings[at].end
        at += 1
    pieces.append(document.source.text[start : block.span.end])
    return bool(_ANCHOR.sub("", _COMMENT.sub("", "".join(pieces))).strip())
