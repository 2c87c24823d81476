"""How headings are written: their marks, spaces and indent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from roadmaplint.core.finding import Finding, Fix, Safety
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.roadmap.outline import as_atx
from roadmaplint.roadmap.source_lines import indent_span, is_at_margin, is_blank, line_end, rows_of
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Line, Source, Span

_GLUED = lazy(r"[ ]{0,3}(#{1,6})(?![#\s\ufe0f\u20e3])([^\r\n]*)")
_CLOSED = lazy(r"[^#\\\s](#{1,6})\s*\Z")
_ONE_TITLE = lazy(r"[A-ZÀ-ÞА-Я\u3400-\u9fff][^#]*\s[^#]*\Z")


class MissingHeadingSpaceOptions(Struct, frozen=True):
    """`single`: whether one mark counts everywhere, hashtags and all; `closed`: see the card."""

    single: bool = False
    closed: bool = True


@rule(on=Document, options=MissingHeadingSpaceOptions)
def missing_heading_space(
    document: Document, context: Context[MissingHeadingSpaceOptions]
) -> Iterator[Finding]:
    """Yield one finding per line that was meant as a heading."""
    for block in document.markdown.blocks:
        if block.kind == "paragraph" and "#" in document.source.slice(block.span):
            yield from _in_paragraph(document, block, context.options)
    if context.options.closed:
        for heading in document.headings:
            yield from _closing(document, heading)


def _in_paragraph(
    document: Document, block: Block, options: MissingHeadingSpaceOptions
) -> Iterator[Finding]:
    source = document.source
    if not is_at_margin(source, block):
        return
    rows = rows_of(source, block)
    for number in rows:
        span = source.line_span(number)
        line = Line(number, span, source.slice(span))
        match = _GLUED.match(line.text)
        if match is None or not match[2]:
            continue
        alone = len(rows) == 1 and _ONE_TITLE.match(match[2])
        if len(match[1]) == 1 and not options.single and not alone:
            continue
        place = span.start + match.end(1)
        edits = [Edit(Span(place, place), " ")]
        closing = _CLOSED.search(match[2])
        if closing:
            end = place + closing.start(1)
            edits.append(Edit(Span(end, end), " "))
        yield Finding(
            Span(span.start + match.start(1), span.end),
            f"no space behind {match[1]}: this is a paragraph, not a heading",
            Fix("Make it a heading", tuple(edits), Safety.UNSAFE),
        )


def _closing(document: Document, heading: Heading) -> Iterator[Finding]:
    """A heading whose closing marks stick to its text and so belong to it."""
    block = heading.block
    if block is None or block.content is None or block.style != "atx":
        return
    match = _CLOSED.search(document.source.slice(block.content))
    if match is None or len(match[1]) != block.level:
        return
    start = block.content.start + match.start(1)
    if not block.inlines or block.inlines[-1].kind != "text" or block.level == 1:
        return
    yield Finding(
        Span(start, block.content.end),
        "no space in front of the closing marks: they are part of the heading's text",
        Fix("Insert a space", (Edit(Span(start, start), " "),), Safety.UNSAFE),
    )


@rule(on=Heading)
def extra_heading_space(heading: Heading, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding for each side with too many blanks."""
    block = heading.block
    if block is None or block.content is None or not block.style.startswith("atx"):
        return
    text = context.source.text
    start = block.marker_span.end
    gaps = [Span(start, block.content.start)]
    if block.style == "atx-closed" and block.content.end > block.content.start:
        tail = text[block.content.end : block.span.end]
        gaps.append(
            Span(block.content.end, block.content.end + len(tail) - len(tail.lstrip(" \t")))
        )
    wide = [gap for gap in gaps if gap.end - gap.start > 1 and block.text]
    if wide:
        edits = tuple(Edit(gap, " ") for gap in wide)
        message = "more than one space between the marks and the text of the heading"
        yield Finding(wide[0], message, Fix("Leave one space", edits, Safety.SAFE))


_NAMES = {"atx": "# marks", "atx-closed": "closed # marks", "setext": "an underline"}


class HeadingStyleOptions(Struct, frozen=True):
    """`style`: `usual` is the commonest of the document, `first` that of its first heading."""

    style: Literal["usual", "first", "atx", "atx-closed", "setext"] = "usual"


@rule(on=Document, options=HeadingStyleOptions)
def heading_style(document: Document, context: Context[HeadingStyleOptions]) -> Iterator[Finding]:
    """Yield one finding per heading in another style."""
    headings = [h for h in document.headings if h.block is not None]
    blocks = [h.block for h in headings if h.block is not None]
    if len({block.style for block in blocks}) < 2 and context.options.style in {"usual", "first"}:
        return
    style = _wanted(blocks, context.options.style)
    strict = context.options.style == "first"
    for heading, block in zip(headings, blocks, strict=True):
        if block.style == style:
            continue
        if style == "setext" and block.level > 2 and not strict and block.style == "atx":
            continue
        yield Finding(
            block.span,
            f"a heading with {_NAMES[block.style]}, where others have {_NAMES[style]}",
            _restyle_fix(document.source, heading, style),
        )


def _wanted(blocks: Sequence[Block], style: str) -> str:
    if style in _NAMES or not blocks:
        return style
    if style == "first":
        return blocks[0].style
    high = [block for block in blocks if block.level <= 2] or blocks
    counts = Counter(block.style for block in blocks)
    if Counter(block.style for block in high).most_common(1)[0][0] == "setext":
        return "setext" if all(b.style != "setext" or b.level <= 2 for b in blocks) else "atx"
    return counts.most_common(1)[0][0]


def _restyle_fix(source: Source, heading: Heading, style: str) -> Fix | None:
    """Rewrite it, if it stands on one line."""
    block = heading.block
    assert block is not None
    edits: tuple[Edit, ...] | None = None
    if style == "atx" or (style == "setext" and block.level > 2):
        edits = as_atx(source, heading, heading.level)
    elif style == "setext" and block.content is not None:
        edits = _underlined(source, block)
    if not edits:
        return None
    return Fix(f"Write it with {_NAMES[style]}", edits, Safety.SAFE)


def _underlined(source: Source, block: Block) -> tuple[Edit, ...] | None:
    assert block.content is not None
    text = source.slice(block.content)
    above = source.line_at(block.span.start) - 1
    if not is_at_margin(source, block) or not is_blank(source, above):
        return None
    if not text or text[0] in "#>-+*=|`~<[" or text[0].isdigit():
        return None
    mark = "=" if block.level == 1 else "-"
    return (
        Edit(Span(block.span.start, block.content.start), ""),
        Edit(Span(block.content.end, block.span.end), line_end(source) + mark * max(3, len(text))),
    )


@rule(on=Document)
def heading_indent(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per indented heading at top level."""
    for block in document.markdown.blocks:
        if block.kind != "heading" or not is_at_margin(document.source, block):
            continue
        edits = _unindent_edits(document.source, block)
        if edits:
            yield Finding(
                block.span,
                "the heading is indented; headings begin at the margin",
                Fix("Remove the blanks", edits, Safety.SAFE),
            )


def _unindent_edits(source: Source, block: Block) -> tuple[Edit, ...]:
    rows = list(rows_of(source, block))
    spans = [indent_span(source, number) for number in rows]
    if any(_would_begin_a_block(source, number) for number in rows[1:-1]):
        return ()
    return tuple(Edit(span, "") for span in spans if span.end > span.start)


def _would_begin_a_block(source: Source, number: int) -> bool:
    """True if a row of a heading of several lines is text only because it is indented."""
    row = source.slice(source.line_span(number)).lstrip(" \t")
    return not row[:1].isalpha()
