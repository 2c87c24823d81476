"""A short cut for the commonest inline text: plain words and plainly written links."""

from __future__ import annotations

import re

from roadmaplint.markdown.align import Alignment
from roadmaplint.markdown.tokens import Inline
from roadmaplint.text.lazy import lazy

#: Text without any mark, then perhaps a link without any mark in its text.
_PIECE = lazy(r"([^\n\\`~*_<&\[]*+)(?:\[([^\n\\`~*_<&\[\]!]*+)\]\(([^\x00-\x20\x7f()<\\]*+)\))?+")


def light_inlines(content: str, align: Alignment) -> tuple[Inline, ...] | None:
    """The constructs of a text of words and links; None where a mark needs the real reading."""
    found: list[Inline] = []
    at, end = 0, len(content)
    while at < end and (match := _PIECE.match(content, at)):
        before, label = match[1], match[2]
        if before:
            if _may_link(before) or (label is not None and before[-1] == "!"):
                return None
            found.append(_text(align, at, match.end(1), before))
        if label is None:
            return tuple(found) if match.end() == end else None
        found.append(_link(align, match))
        at = match.end()
    return tuple(found)


def _may_link(text: str) -> bool:
    return "://" in text or "www." in text


def _text(align: Alignment, start: int, end: int, text: str) -> Inline:
    return Inline("text", align.span(start, end), text, precision=align.precision)


def _link(align: Alignment, match: re.Match[str]) -> Inline:
    text = match[2]
    start, end = match.span(2)
    inner = align.span(start, end)
    precision = align.precision
    return Inline(
        "link",
        align.span(start - 1, match.end()),
        text,
        inner,
        (Inline("text", inner, text, precision=precision),) if text else (),
        form="inline",
        target=match[3],
        target_span=align.span(*match.span(3)) if precision == "exact" else None,
        precision=precision,
    )
