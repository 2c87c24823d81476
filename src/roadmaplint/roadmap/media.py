"""Images, badges and videos, in Markdown and in HTML; foldable blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from roadmaplint.markdown.tokens import Block, Inline, Markdown, Tag
from roadmaplint.roadmap.htmlheading import html_text
from roadmaplint.roadmap.values import Details, Media
from roadmaplint.text.source import Span

_VIDEOS = frozenset({"video", "iframe", "embed"})


def media_of(text: str, markdown: Markdown) -> list[Media]:
    """Every picture and film of a document, in order."""
    found = [*_html(markdown.tags)]
    stack: list[Block] = list(markdown.blocks) if "![" in text else []
    while stack:
        block = stack.pop()
        stack.extend(block.children)
        found += _images(block.inlines)
    return sorted(found, key=lambda media: media.span)


def _images(inlines: Iterable[Inline]) -> Iterator[Media]:
    """Images of Markdown; one inside a link is a badge."""
    stack: list[tuple[Inline, str | None]] = [(inline, None) for inline in inlines]
    while stack:
        inline, href = stack.pop()
        if inline.kind == "image":
            kind = "image" if href is None else "badge"
            source = inline.target or ""
            yield Media(
                "image" if kind == "image" else "badge",
                source,
                inline.text,
                href,
                "markdown",
                inline.span,
                inline.target_span,
            )
        if inline.children:
            inner = inline.target if inline.kind == "link" else href
            stack.extend((child, inner) for child in inline.children)


def _html(tags: Sequence[Tag]) -> Iterator[Media]:
    """Images and films of HTML; an image inside `<a href>` is a badge."""
    href: str | None = None
    for tag in tags:
        if tag.name == "a":
            href = None if tag.closing else tag.attributes.get("href")
        source = tag.attributes.get("src")
        if tag.closing or not source:
            continue
        if tag.name == "img":
            kind = "image" if href is None else "badge"
            yield Media(
                "image" if kind == "image" else "badge",
                source,
                tag.attributes.get("alt"),
                href,
                "html",
                tag.span,
                tag.value_spans.get("src"),
            )
        elif tag.name in _VIDEOS:
            title = tag.attributes.get("title")
            yield Media("video", source, title, None, "html", tag.span, tag.value_spans.get("src"))


def details_of(source: str, tags: Sequence[Tag]) -> Iterator[Details]:
    """Every foldable block with its summary; an unclosed one ends with its summary."""
    opened: list[tuple[Tag, str, int]] = []
    summary: int | None = None
    found: list[Details] = []
    for index, tag in enumerate(tags):
        if tag.name == "summary":
            if not tag.closing:
                summary = index
            elif summary is not None:
                span = Span(tags[summary].span.end, tag.span.start)
                inner = [cut.span for cut in tags[summary + 1 : index]]
                text = html_text(source, span, inner).text.strip()
                if opened and not opened[-1][1]:
                    opened[-1] = (opened[-1][0], text, tag.span.end)
                summary = None
        elif tag.name == "details" and not tag.closing:
            opened.append((tag, "", tag.span.end))
        elif tag.name == "details" and opened:
            first, text, _ = opened.pop()
            is_open = "open" in first.attributes
            found.append(Details(text, is_open, Span(first.span.start, tag.span.end)))
    for first, text, end in opened:
        found.append(Details(text, "open" in first.attributes, Span(first.span.start, end)))
    yield from sorted(found, key=lambda details: details.span)
