"""What a document writes as HTML: text, headings, links, pictures and foldable blocks."""

from __future__ import annotations

import html
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from msgspec.structs import replace

from roadmaplint.markdown.tokens import Block, Inline, Markdown, Tag, plain_text
from roadmaplint.roadmap.nodes import Details, Heading, HeadingStyle, Media
from roadmaplint.roadmap.rendered_text import RenderedText, flatten
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_LEVELS = {f"h{level}": level for level in range(1, 7)}
_WORD = lazy(r"\S+")


def html_text(source: str, span: Span, cuts: Sequence[Span]) -> RenderedText:
    """The text of a range of raw HTML: tags and the like cut out, white space folded."""
    flat = RenderedText()
    at = span.start
    for cut in (*cuts, None):
        end = span.end if cut is None else cut.start
        _add_words(flat, source, at, end)
        if cut is not None:
            at = max(at, cut.end)
    return flat


def _add_words(flat: RenderedText, source: str, start: int, end: int) -> None:
    """Append the words of a range, one space where there was any."""
    for word in _WORD.finditer(source, start, end):
        if word.start() > start and not flat.is_open:
            flat.add(" ", word.start() - 1)
        flat.add_resolved(html.unescape(word.group()), source, Span(*word.span()))
    if start < end and source[end - 1].isspace() and not flat.is_open:
        flat.add(" ", end - 1)


def html_headings(source: str, markdown: Markdown) -> Iterator[tuple[Heading, RenderedText]]:
    """Every heading made of tags, without text and slug, and its rendered text, in document order.

    A heading runs from tag to tag; a closing tag of another level closes it, too.
    """
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
            style: HeadingStyle = "summary" if summary else "html"
            yield Heading(span, content, _LEVELS[first.name], "", "", style, None), text


def _heading_text(
    source: str, content: Span, cuts: Sequence[Span], inside: Sequence[Block]
) -> RenderedText:
    """The rendered text between two heading tags, Markdown paragraphs included."""
    paragraphs = [block for block in inside if block.inlines]
    if paragraphs:
        return flatten(source, paragraphs[0].inlines)
    return html_text(source, content, cuts)


#: Tags whose `href` is no link in the text.
NO_LINKS = frozenset({"link", "base", "area", "img"})
TagAt = Callable[[int], Tag | None]


def link_html_tags(inlines: tuple[Inline, ...], tag_at: TagAt) -> tuple[Inline, ...]:
    """Inline constructs in which a tag with `href` up to its end is one link.

    So are tags of components, like `<Card href="…">Title</Card>`.
    """
    if not any(_holds_html(inline) for inline in inlines):
        return inlines
    out: list[Inline] = []
    opened: tuple[Inline, Tag] | None = None
    inside: list[Inline] = []
    for inline in inlines:
        tag = tag_at(inline.span.start) if inline.kind == "html" else None
        if opened and tag is not None and tag.closing and tag.name == opened[1].name:
            out.append(_link(*opened, tuple(inside), inline.span))
            opened, inside = None, []
        elif tag is not None and _opens(tag):
            out += _unclosed(opened, inside)
            opened, inside = (inline, tag), []
        else:
            (inside if opened else out).append(_inner(inline, tag_at))
    return (*out, *_unclosed(opened, inside))


def _opens(tag: Tag) -> bool:
    return "href" in tag.attributes and not tag.self_closing and tag.name not in NO_LINKS


def _inner(inline: Inline, tag_at: TagAt) -> Inline:
    """A construct in which tags are links."""
    if inline.children and _holds_html(inline):
        return replace(inline, children=link_html_tags(inline.children, tag_at))
    return inline


def _holds_html(inline: Inline) -> bool:
    return inline.kind == "html" or any(_holds_html(child) for child in inline.children)


def _unclosed(opened: tuple[Inline, Tag] | None, inside: list[Inline]) -> list[Inline]:
    """A tag that is never closed, and what came behind it."""
    return [opened[0], *inside] if opened else []


def _link(first: Inline, tag: Tag, children: tuple[Inline, ...], last: Span) -> Inline:
    """A link made of two tags and what stands between them."""
    return Inline(
        "link",
        Span(first.span.start, last.end),
        plain_text(children),
        Span(first.span.end, last.start),
        children,
        target=tag.attributes["href"],
        target_span=tag.value_spans.get("href"),
        title=tag.attributes.get("title"),
        precision=first.precision,
    )


_VIDEOS = frozenset({"video", "iframe", "embed"})


def media_of(text: str, markdown: Markdown) -> Iterator[Media]:
    """Every picture and film of a document, those of Markdown first."""
    if "![" in text:
        for block in markdown.walk():
            if block.inlines:
                yield from _images(block.inlines)
    href: str | None = None
    for tag in markdown.tags:
        if tag.name == "a":
            href = None if tag.closing else tag.attributes.get("href")
        source = tag.attributes.get("src")
        if tag.closing or not source:
            continue
        place = (tag.span, tag.value_spans.get("src"))
        if tag.name == "img":
            yield _picture(source, tag.attributes.get("alt"), href, "html", *place)
        elif tag.name in _VIDEOS:
            yield Media("video", source, tag.attributes.get("title"), None, "html", *place)


def _images(inlines: Iterable[Inline]) -> Iterator[Media]:
    stack: list[tuple[Inline, str | None]] = [(inline, None) for inline in inlines]
    while stack:
        inline, href = stack.pop()
        if inline.kind == "image":
            place = (inline.span, inline.target_span)
            yield _picture(inline.target or "", inline.text, href, "markdown", *place)
        if inline.children:
            inner = inline.target if inline.kind == "link" else href
            stack.extend((child, inner) for child in inline.children)


def _picture(
    source: str,
    alt: str | None,
    href: str | None,
    syntax: Literal["markdown", "html"],
    span: Span,
    place: Span | None,
) -> Media:
    """An image; one inside a link is a badge."""
    return Media("image" if href is None else "badge", source, alt, href, syntax, span, place)


def _summaries(tags: Sequence[Tag]) -> Iterator[tuple[int, int]]:
    """The numbers of the tags that open and close each summary of a foldable block."""
    opened: int | None = None
    for index, tag in enumerate(tags):
        if tag.name == "summary":
            if tag.closing and opened is not None:
                yield opened, index
            opened = None if tag.closing else index


def summary_spans(tags: Sequence[Tag]) -> Iterator[Span]:
    """The spans of the summaries of foldable blocks, tags included."""
    return (Span(tags[a].span.start, tags[b].span.end) for a, b in _summaries(tags))


def details_of(source: str, tags: Sequence[Tag]) -> Iterator[Details]:
    """Every foldable block with its summary; an unclosed one ends with its summary."""
    opened: list[tuple[Tag, str, int]] = []
    summaries = {last: first for first, last in _summaries(tags)}
    for index, tag in enumerate(tags):
        if index in summaries and opened and not opened[-1][1]:
            first = summaries[index]
            inner = [cut.span for cut in tags[first + 1 : index]]
            span = Span(tags[first].span.end, tag.span.start)
            text = html_text(source, span, inner).text.strip()
            opened[-1] = (opened[-1][0], text, tag.span.end)
        elif tag.name == "details" and not tag.closing:
            opened.append((tag, "", tag.span.end))
        elif tag.name == "details" and opened:
            yield _foldable(*opened.pop()[:2], tag.span.end)
    for entry in opened:
        yield _foldable(*entry)


def _foldable(tag: Tag, summary: str, end: int) -> Details:
    return Details(summary, "open" in tag.attributes, Span(tag.span.start, end))


_ADDRESS = lazy(r"[\s,]*+(\S+)")
#: What may follow an address up to the next one: a width or a density.
_DESCRIPTOR = lazy(r"(?:[^,(]++|\([^)]*+\)?)*+")
_MOST = 64


def srcset_addresses(text: str, span: Span) -> Iterator[Span]:
    """The places of the addresses in the value of a `srcset` that stands at `span`.

    An address ends at white space, commas at its end are not part of it; of a very long list only
    the first addresses are given.
    """
    at = span.start
    for _ in range(_MOST):
        match = _ADDRESS.match(text, at, span.end)
        if match is None:
            return
        end = match.end()
        while end > match.start(1) and text[end - 1] == ",":
            end -= 1
        yield Span(match.start(1), end)
        at = match.end()
        if end == at:
            found = _DESCRIPTOR.match(text, at, span.end)
            at = found.end() if found else at
