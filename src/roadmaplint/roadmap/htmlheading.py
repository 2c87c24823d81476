"""Headings and rendered text written as HTML tags."""

from __future__ import annotations

import html
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadmaplint.markdown.tokens import Block, Markdown
from roadmaplint.roadmap.flat import Flat, flatten
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_LEVELS = {f"h{level}": level for level in range(1, 7)}
_WORD = lazy(r"\S+")


class HtmlHeading(Struct, frozen=True):
    """A heading made of tags: `span` runs over both tags, `content` over what is between."""

    span: Span
    content: Span
    level: int
    text: Flat
    summary: bool


def html_text(source: str, span: Span, cuts: Sequence[Span]) -> Flat:
    """The text of a range of raw HTML: tags and the like cut out, white space folded."""
    flat = Flat()
    at = span.start
    for cut in (*cuts, None):
        end = span.end if cut is None else cut.start
        _add_words(flat, source, at, end)
        if cut is not None:
            at = max(at, cut.end)
    return flat


def _add_words(flat: Flat, source: str, start: int, end: int) -> None:
    """Append the words of a range, one space where there was any."""
    for word in _WORD.finditer(source, start, end):
        if word.start() > start and not flat.is_open:
            flat.add(" ", word.start() - 1)
        flat.add_resolved(html.unescape(word.group()), source, Span(*word.span()))
    if start < end and source[end - 1].isspace() and not flat.is_open:
        flat.add(" ", end - 1)


def html_headings(source: str, markdown: Markdown) -> Iterator[HtmlHeading]:
    """Every heading made of tags, in document order; a wrong closing tag closes it too."""
    if not any(tag.name in _LEVELS for tag in markdown.tags):
        return
    starts = [block.span.start for block in markdown.blocks]
    comments = [comment.span.start for comment in markdown.comments]
    opened: int | None = None
    summary = False
    for index, tag in enumerate(markdown.tags):
        if tag.name == "summary":
            summary = not tag.closing
        if tag.name not in _LEVELS or tag.self_closing:
            continue
        if not tag.closing:
            opened = index
            continue
        if opened is None:
            continue
        first = markdown.tags[opened]
        content = Span(first.span.end, tag.span.start)
        tags = [inner.span for inner in markdown.tags[opened + 1 : index]]
        low, high = bisect_left(comments, content.start), bisect_left(comments, content.end)
        cuts = sorted([*tags, *(comment.span for comment in markdown.comments[low:high])])
        inside = markdown.blocks[
            bisect_left(starts, content.start) : bisect_left(starts, content.end)
        ]
        opened = None
        if not any(block.kind == "heading" for block in inside):
            text = _heading_text(source, content, cuts, inside)
            span = Span(first.span.start, tag.span.end)
            yield HtmlHeading(span, content, _LEVELS[first.name], text, summary)


def _heading_text(
    source: str, content: Span, cuts: Sequence[Span], inside: Sequence[Block]
) -> Flat:
    """The rendered text between two heading tags, Markdown paragraphs included."""
    paragraphs = [block for block in inside if block.inlines]
    if paragraphs:
        return flatten(source, paragraphs[0].inlines)
    return html_text(source, content, cuts)
