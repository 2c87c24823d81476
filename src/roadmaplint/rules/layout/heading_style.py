"""Headings written in different ways in one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.rules._shared.outline import as_atx
from roadmaplint.rules._shared.rows import is_at_margin, is_blank, line_end
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span

_NAMES = {"atx": "# marks", "atx-closed": "closed # marks", "setext": "an underline"}


class Options(Struct, frozen=True):
    """`style`: `usual` is the commonest of the document, `first` that of its first heading."""

    style: Literal["usual", "first", "atx", "atx-closed", "setext"] = "usual"


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
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
            _fix(document.source, heading, style),
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


def _fix(source: Source, heading: Heading, style: str) -> Fix | None:
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
