"""Tables of contents: linked lists, lines of links, plain lists under a contents heading."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from msgspec import Struct

from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.context import Context
from roadmaplint.roadmap.nodes import Toc, TocEntry
from roadmaplint.roadmap.phrases import words_of
from roadmaplint.roadmap.rendered_text import InlineRange, RenderedText
from roadmaplint.roadmap.targets import fold_anchor
from roadmaplint.roadmap.title import clean_title, leading_emoji
from roadmaplint.text.fold import fold_case
from roadmaplint.text.lazy import lazy

_SEPARATORS = lazy(r"[\s|•·∙/,;:–—→➤▸»«()\[\]-]*")
_SHARE = 0.6


class _Line(Struct, frozen=True):
    """One entry of a list with its depth; `links` are those that lead into this page."""

    flat: RenderedText
    block: Block
    depth: int
    links: list[InlineRange]
    away: bool


@lru_cache(maxsize=4096)
def title_key(text: str) -> str:
    """A text as contents entries are compared with headings: without number and emoji."""
    return word_key(clean_title(text))


def word_key(title: str) -> str:
    """A clean title for comparing: words only, case folded."""
    return " ".join(words_of(fold_case(title)))


def list_toc(context: Context, block: Block) -> Toc | None:
    """The table of contents that a list is, or None.

    Most entries lead into this page; or, under a contents heading, most are titles of headings.
    """
    in_toc = context.role(block.span.start) == "toc"
    if not in_toc and not _may_be_linked(block):
        return None
    lines = list(_lines(context, block))
    inside = sum(bool(line.links) for line in lines)
    if lines and inside >= _SHARE * len(lines) and (inside > 1 or in_toc):
        return _toc(context, lines, block)
    if not in_toc or inside or any(line.away for line in lines):
        return None
    known = sum(title_key(line.flat.text) in context.keys for line in lines)
    return _toc(context, lines, block) if lines and known * 2 >= len(lines) else None


def _may_be_linked(block: Block) -> bool:
    """A cheap test: the first entries hold a link into this page."""
    seen = 0
    for child in block.walk():
        if child.kind == "paragraph":
            seen += 1
            if any(
                part.kind == "html" or (part.kind == "link" and (part.target or "").startswith("#"))
                for inline in child.inlines
                for part in inline.walk()
            ):
                return True
            if seen == 4:
                return False
    return False


def _lines(context: Context, block: Block) -> Iterator[_Line]:
    """The entries of a list and of the lists in it, in order, with their depth."""
    stack = [(item, 1) for item in reversed(block.children)]
    while stack:
        item, depth = stack.pop()
        head = item.children[0] if item.children and item.children[0].kind == "paragraph" else None
        if head is not None:
            flat = context.flat(head)
            links = flat.links
            inside = [mark for mark in links if mark.target.startswith("#")]
            yield _Line(flat, head, depth, inside, len(links) > len(inside))
        nested = [child for child in item.children if child.kind == "list"]
        for child in reversed(nested):
            stack.extend((inner, depth + 1) for inner in reversed(child.children))


def _toc(context: Context, lines: list[_Line], block: Block) -> Toc:
    entries: list[TocEntry] = []
    for line in lines:
        if line.links:
            entries += (_linked(context, line.flat, mark, line.depth) for mark in line.links)
        elif line.flat.text.strip():
            entries.append(_plain(context, line))
    linked = sum(entry.href is not None for entry in entries)
    all_linked = linked == len(entries)
    if all_linked:
        return Toc("linked", tuple(entries), block.span)
    return Toc("mixed" if linked else "plain", tuple(entries), block.span)


def _linked(context: Context, flat: RenderedText, mark: InlineRange, depth: int) -> TocEntry:
    href = mark.target
    text = flat.slice(mark).strip()
    return TocEntry(text, href, depth, mark.inline.span, target_of(context, href))


def target_of(context: Context, href: str) -> str | None:
    """The anchor that a fragment hits, if there is one."""
    name = fold_anchor(unquote(href[1:]))
    return name if name in context.slugs else None


def _plain(context: Context, line: _Line) -> TocEntry:
    """An entry without a link; it hits the heading with the same words."""
    flat = line.flat
    marks = flat.links
    start, end = flat.trimmed(0, len(flat.text))
    start = leading_emoji(flat.text, start)[1]
    text = flat.text[start:end].rstrip(":： ")
    href = marks[0].inline.target if marks else None
    target = context.keys.get(title_key(text))
    return TocEntry(text, href, line.depth, flat.span(start, start + len(text)), target)


def paragraph_toc(context: Context, block: Block, flat: RenderedText) -> Toc | None:
    """The table of contents that a line of links into this page is, or None."""
    links = flat.links
    inside = [mark for mark in links if mark.target.startswith("#")]
    in_toc = context.role(block.span.start) == "toc"
    if len(inside) < (2 if in_toc else 3) or len(inside) < len(links):
        return None
    at = 0
    between = []
    for mark in inside:
        between.append(flat.text[at : mark.start])
        at = mark.end
    between.append(flat.text[at:])
    if not in_toc and not _SEPARATORS.fullmatch("".join(between)):
        return None
    entries = tuple(_linked(context, flat, mark, 1) for mark in inside)
    return Toc("linked", entries, block.span)
