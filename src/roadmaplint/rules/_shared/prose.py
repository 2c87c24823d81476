"""Running text of a document without code, link targets and markup."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.markdown.tokens import Block, Inline
from roadmaplint.roadmap.nodes import Document

_SKIPPED = frozenset({"code", "image", "html"})


def plain(inlines: tuple[Inline, ...]) -> str:
    """Inline text without code, images, tags and bare addresses; breaks are one space."""
    parts: list[str] = []
    for inline in inlines:
        if inline.kind in {"break", "softbreak"}:
            parts.append(" ")
        elif inline.kind in _SKIPPED or inline.form in {"bare", "autolink"}:
            continue
        else:
            parts.append(plain(inline.children) if inline.children else inline.text)
    return "".join(parts)


def texts(document: Document, *, headings: bool = True) -> Iterator[tuple[Block, str]]:
    """Every paragraph, cell and (if wanted) heading with its plain text, in document order."""
    for block in document.markdown.walk():
        if block.kind in {"paragraph", "cell"} or (headings and block.kind == "heading"):
            text = plain(block.inlines).strip()
            if text:
                yield block, text


def text_inlines(document: Document) -> Iterator[tuple[Block, Inline, Inline | None]]:
    """Every piece of plain text with its block and the link around it, in document order."""
    for block in document.markdown.walk():
        for top in block.inlines:
            yield from ((block, text, link) for text, link in _texts(top, None))


def _texts(inline: Inline, link: Inline | None) -> Iterator[tuple[Inline, Inline | None]]:
    if inline.kind in _SKIPPED or inline.form in {"bare", "autolink"}:
        return
    link = inline if inline.kind == "link" else link
    if inline.children:
        for child in inline.children:
            yield from _texts(child, link)
    elif inline.kind == "text":
        yield inline, link
