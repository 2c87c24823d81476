"""Running text of a document, told apart from code, addresses and markup."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.markdown.tokens import Block, Inline
from roadmaplint.roadmap.memoize import shared
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.source import Source, Span
from roadmaplint.text.spans import Spans

_SKIPPED = frozenset({"code", "image", "html"})
_BARE = frozenset({"bare", "autolink"})


def plain(inlines: tuple[Inline, ...]) -> str:
    """Inline text without code, images, tags and bare addresses; breaks are one space."""
    parts: list[str] = []
    for inline in inlines:
        if inline.kind in {"break", "softbreak"}:
            parts.append(" ")
        elif inline.kind in _SKIPPED or inline.form in _BARE:
            continue
        else:
            parts.append(plain(inline.children) if inline.children else inline.text)
    return "".join(parts)


@shared
def texts(document: Document, *, headings: bool = True) -> tuple[tuple[Block, str], ...]:
    """Every paragraph, cell and (if wanted) heading with its plain text, in document order."""
    kinds = {"paragraph", "cell", "heading"} if headings else {"paragraph", "cell"}
    blocks = (block for block in document.markdown.walk() if block.kind in kinds)
    found = ((block, plain(block.inlines).strip()) for block in blocks)
    return tuple((block, text) for block, text in found if text)


@shared
def text_inlines(document: Document) -> tuple[tuple[Block, Inline, Inline | None], ...]:
    """Every piece of plain text with its block and the link around it, in document order."""
    return tuple(
        (block, text, link)
        for block in document.markdown.walk()
        for top in block.inlines
        for text, link in _texts(top, None)
    )


@shared
def text_links(document: Document) -> tuple[tuple[Block, Inline], ...]:
    """Every link but bare addresses, which have no text of their own, with its block, in order."""
    return tuple(
        (block, inline)
        for block in document.markdown.walk()
        for top in block.inlines
        for inline in top.walk()
        if inline.kind == "link" and inline.form not in _BARE
    )


def _texts(inline: Inline, link: Inline | None) -> Iterator[tuple[Inline, Inline | None]]:
    if inline.kind in _SKIPPED or inline.form in _BARE:
        return
    link = inline if inline.kind == "link" else link
    if inline.children:
        for child in inline.children:
            yield from _texts(child, link)
    elif inline.kind == "text":
        yield inline, link


#: Stands for a blanked character: no pattern of a rule matches it.
BLANK = "\x00"
_FINISHED = frozenset({"code", "html", "image"})


@shared
def masked_blocks(document: Document) -> tuple[tuple[Block, int, str], ...]:
    """Each block with inline text, the offset of that text, and the text with blanks."""
    return tuple(
        (block, block.content.start, masked(document.source, block))
        for block in document.markdown.walk()
        if block.content is not None and block.inlines
    )


def masked(source: Source, block: Block) -> str:
    """A block's inline source; code, HTML, images and all links but bare ones are blanks."""
    assert block.content is not None
    text = source.slice(block.content)
    base = block.content.start
    parts: list[str] = []
    at = 0
    for span in _finished(block.inlines):
        start, end = max(span.start - base, at), min(span.end - base, len(text))
        if end > start:
            parts += (text[at:start], BLANK * (end - start))
            at = end
    parts.append(text[at:])
    return "".join(parts)


def _finished(inlines: tuple[Inline, ...]) -> Iterator[Span]:
    for inline in inlines:
        kind = inline.kind
        if kind == "text":
            continue
        if kind in _FINISHED or (kind == "link" and inline.form != "bare"):
            yield inline.span
        elif inline.children:
            yield from _finished(inline.children)


@shared
def code_places(document: Document) -> Spans:
    """Fenced code with its fences, inline code and front matter.

    Indented blocks are left out: in roadmaps they are mostly items that were indented too far.
    """
    spans: list[Span] = []
    for block in document.markdown.walk():
        if block.kind == "front-matter" or (block.kind == "code" and block.style == "fenced"):
            spans.append(block.span)
        for top in block.inlines:
            spans += [inline.span for inline in top.walk() if inline.kind == "code"]
    return Spans(spans)


@shared
def literal_places(document: Document) -> Spans:
    """Code and everything whose characters are compared: addresses, HTML, definitions."""
    spans: list[Span] = []
    for block in document.markdown.walk():
        if block.kind in {"code", "front-matter", "html", "definition"}:
            spans.append(block.span)
        for top in block.inlines:
            for inline in top.walk():
                if inline.kind in {"code", "html"} or inline.form in {"bare", "autolink"}:
                    spans.append(inline.span)
                elif inline.target_span is not None:
                    spans.append(inline.target_span)
                elif inline.precision == "line" and inline.kind in {"link", "image"}:
                    spans.append(inline.span)
    return Spans(spans)
