"""Bold or italic text that is marked in two ways in one document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Inline
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span

_MARKS = {"asterisk": "*", "underscore": "_"}
Style = Literal["any", "first", "asterisk", "underscore"]


class Options(Struct, frozen=True):
    """`strong` and `emphasis`: `first` is the mark that the document uses first."""

    strong: Style = "first"
    emphasis: Style = "first"


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per bold or italic text with another mark."""
    text = document.source.text
    if "*" not in text and "_" not in text:
        return
    styles = {"strong": context.options.strong, "emphasis": context.options.emphasis}
    wanted = {kind: _MARKS.get(style, "") for kind, style in styles.items()}
    for block in document.markdown.walk():
        for top in block.inlines:
            for inline in top.walk():
                if inline.kind not in wanted or styles[inline.kind] == "any":
                    continue
                mark = text[inline.span.start : inline.span.start + 1]
                if inline.precision != "exact" or mark not in {"*", "_"}:
                    continue
                wanted[inline.kind] = wanted[inline.kind] or mark
                if mark != wanted[inline.kind]:
                    yield _finding(document.source, inline, wanted[inline.kind])


def _finding(source: Source, inline: Inline, mark: str) -> Finding:
    width = 2 if inline.kind == "strong" else 1
    kind = "bold" if inline.kind == "strong" else "italic"
    written = source.text[inline.span.start]
    return Finding(
        Span(inline.span.start, inline.span.start + width),
        f"{kind} text with {written * width}, where {mark * width} is used",
        _fix(source, inline, mark * width),
    )


def _fix(source: Source, inline: Inline, marks: str) -> Fix | None:
    """Change both marks, where no other mark or letter touches them."""
    start, end, width = *inline.span, len(marks)
    inner = source.text[start + width : end - width]
    around = source.text[max(start - 1, 0) : start] + source.text[end : end + 1]
    if "*" in inner or "_" in inner or any(c in "*_\\" or c.isalnum() for c in around):
        return None
    edits = (Edit(Span(start, start + width), marks), Edit(Span(end - width, end), marks))
    return Fix(f"Write {marks}", edits, Safety.SAFE)
