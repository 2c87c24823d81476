"""Running text of a document without code, link targets and markup."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.markdown.tokens import Block, Inline
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.views.memoize import shared

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
        for inline in block.walk_inlines()
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
