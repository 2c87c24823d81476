"""Tags, attributes and comments in raw HTML, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from roadmaplint.markdown.positions import PositionMap
from roadmaplint.markdown.tokens import Comment, Tag
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_OPENING = lazy(r"<(?:!--|(/?)([A-Za-z][^\s/>\"'=<]*+))")
_ATTRIBUTE = lazy(
    r"[\s/]*+([^\s=>/\"'<][^\s=>/\"'<]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>\"'<]++)))?+"
)
_END = lazy(r"\s*+(/?)\s*+>")
_RAW_TEXT = frozenset({"script", "style"})


class HtmlReader:
    """Collects the tags and comments of one document in order."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.tags: list[Tag] = []
        self.comments: list[Comment] = []

    def read(self, html: str, align: PositionMap, start: int = 0) -> None:
        """Add what a piece of HTML holds; `align` maps offsets of `html` moved by `start`."""
        for piece in scan(html):
            if isinstance(piece, tuple):
                span = align.span(start + piece[0], start + piece[1])
                self.comments.append(Comment(span, piece[2]))
            else:
                self.tags.append(_placed(piece, align, start))


def _placed(tag: Tag, align: PositionMap, start: int) -> Tag:
    spans = {
        name: align.span(start + span.start, start + span.end)
        for name, span in tag.value_spans.items()
    }
    span = align.span(start + tag.span.start, start + tag.span.end)
    return Tag(tag.name, span, tag.closing, tag.self_closing, tag.attributes, spans)


def scan(html: str) -> Iterator[Tag | tuple[int, int, str]]:
    """Tags, and comments as start, end and text, of a piece of HTML in order.

    Spans are offsets into `html`. An unclosed comment runs to the end. What stands inside
    `<script>` and `<style>` is not looked at.
    """
    last = html.rfind(">")
    at = 0
    while match := _OPENING.search(html, at):
        if match[2] is None:
            end = html.find("-->", match.end())
            close = len(html) if end < 0 else end + 3
            yield (match.start(), close, html[match.end() : close if end < 0 else end])
            at = close
            continue
        if match.end() > last:
            # No tag can close any more, an unclosed comment still could begin.
            begin = html.find("<!--", match.end())
            if begin < 0:
                return
            at = begin
            continue
        tag = _tag(html, match)
        at = tag.span.end if tag else match.end()
        if tag:
            yield tag
            if tag.name in _RAW_TEXT and not tag.closing and not tag.self_closing:
                at = _raw_end(html, tag)


def _tag(html: str, opening: re.Match[str]) -> Tag | None:
    attributes: dict[str, str] = {}
    spans: dict[str, Span] = {}
    at = opening.end()
    while not (end := _END.match(html, at)):
        found = _ATTRIBUTE.match(html, at)
        if found is None:
            return None
        at = found.end()
        name = found[1].lower()
        if name in attributes:
            continue
        group = next((number for number in (2, 3, 4) if found[number] is not None), 0)
        attributes[name] = unescape(found[group]) if group else ""
        if group:
            spans[name] = Span(*found.span(group))
    span = Span(opening.start(), end.end())
    return Tag(opening[2].lower(), span, bool(opening[1]), bool(end[1]), attributes, spans)


def _raw_end(html: str, tag: Tag) -> int:
    match = re.compile(f"</{tag.name}", re.IGNORECASE).search(html, tag.span.end)
    return match.start() if match else len(html)
