"""How Markdown is written in an awesome list."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint import Context, Document, Edit, Finding, Fix, NoOptions, Safety, Source, Span, rule
from roadmaplint.markdown.tokens import Block, Inline
from roadmaplint.roadmap.source_lines import is_blank, row_text, rows_of
from roadmaplint.text.lazy import lazy

_BOX = lazy(r"(?:[-*+]|\d{1,9}[.)])[ \t]+\[([xX])\]([ \t]{2,})?")


@rule(on=Document)
def checkbox_style(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per task with another letter than the first, or with blanks behind it."""
    first = ""
    for block in document.markdown.walk():
        if block.kind != "item" or not block.checked:
            continue
        match = _BOX.match(document.source.text, block.span.start, block.span.end)
        if match is None:
            continue
        first = first or match[1]
        if match[1] != first:
            place = Span(match.start(1), match.end(1))
            fix = Fix(f"Write {first}", (Edit(place, first),), Safety.SAFE)
            yield Finding(place, f"{match[1]} in a checkbox, where {first} is used", fix)
        elif match[2]:
            gap = Span(match.start(2), match.end(2))
            fix = Fix("Leave one space", (Edit(gap, " "),), Safety.SAFE)
            yield Finding(gap, "more than one space behind the checkbox", fix)


class CodeBlockStyleOptions(Struct, frozen=True):
    """`fence`: the character of fences; empty for any. `indented`: whether indented code may be."""

    fence: str = "`"
    indented: bool = False


@rule(on=Document, options=CodeBlockStyleOptions)
def code_block_style(
    document: Document, context: Context[CodeBlockStyleOptions]
) -> Iterator[Finding]:
    """Yield one finding per code block, on its first line."""
    options = context.options
    for block in document.markdown.walk():
        if block.kind != "code":
            continue
        line = document.source.line_span(document.source.line_at(block.span.start))
        place = Span(block.span.start, max(block.span.start, line.end))
        if block.style == "indented":
            if not options.indented:
                yield Finding(place, "code by indentation; write it between fences")
        elif options.fence and not block.marker.startswith(options.fence):
            yield Finding(place, f"a fence of {block.marker[:1]}, where {options.fence} is used")


@rule(on=Document)
def definition_style(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per definition."""
    for block in document.definitions:
        label = block.label
        if label.startswith("^"):
            continue
        written = document.source.slice(block.span)
        head = written.partition("]:")[0][1:]
        if head != head.lower():
            yield Finding(
                block.span, f"capitals in the label [{label[:40]}]; labels are small here"
            )
        elif "  " in head or "\t" in head:
            yield Finding(block.span, f"blanks in a row in the label [{label[:40]}]")


@rule(on=Document)
def lazy_quote(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per quotation at the margin, on its first line without a mark."""
    for block in document.markdown.blocks:
        if block.kind != "quote":
            continue
        for row in rows_of(document.source, block):
            text = row_text(document.source, row).lstrip(" \t\ufeff")
            if text and not text.startswith(">"):
                yield Finding(
                    document.source.line_span(row),
                    "this line belongs to the quotation above, but has no > in front",
                )
                break


class LinkTitleStyleOptions(Struct, frozen=True):
    """`quote`: the mark that every title begins with; empty for that of the first one."""

    quote: str = ""


@rule(on=Document, options=LinkTitleStyleOptions)
def link_title_style(
    document: Document, context: Context[LinkTitleStyleOptions]
) -> Iterator[Finding]:
    """Yield one finding per link or image whose title has another mark."""
    wanted = context.options.quote
    for block in document.markdown.walk():
        for top in block.inlines:
            for inline in top.walk():
                mark = _mark(document.source.text, inline)
                wanted = wanted or mark
                if mark and mark != wanted:
                    yield Finding(inline.span, f"a title in {mark}, where {wanted} is used")


def _mark(text: str, inline: Inline) -> str:
    """The quote in front of a title; empty for what has none, or where it is uncertain."""
    if inline.title is None or inline.target_span is None or inline.form != "inline":
        return ""
    behind = text[inline.target_span.end : inline.span.end].lstrip(">").lstrip()
    return behind[:1] if behind[:1] in {'"', "'", "("} else ""


@rule(on=Document)
def needless_reference(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per link or image whose text is its label."""
    if "][" not in document.source.text:
        return
    for block in document.markdown.walk():
        for top in block.inlines:
            for inline in top.walk():
                if inline.form != "full" or inline.content is None or not inline.label:
                    continue
                shown = document.source.slice(inline.content)
                if _folded(shown) == _folded(inline.label):
                    fix = None
                    if inline.precision == "exact":
                        tail = Span(inline.content.end + 1, inline.span.end)
                        fix = Fix("Leave the label out", (Edit(tail, "[]"),), Safety.SAFE)
                    yield Finding(inline.span, f'the label "{shown[:40]}" stands twice', fix)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


@rule(on=Document)
def ordered_marker(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per list that is not written like the first one."""
    first = ""
    for block in document.markdown.walk():
        if block.kind != "list" or block.style != "ordered" or not block.children:
            continue
        marker = block.children[0].marker
        first = first or marker[-1:]
        if marker[-1:] != first:
            start = block.children[0].span.start
            yield Finding(
                Span(start, start + len(marker)),
                f"a number with {marker[-1:]}, others have {first}",
            )


_WIDE = lazy(r"[ ]{0,3}>(?:[ ]?>)*(?:[ ]{2,4}|(?=[^\s>]))(?=\S)")


@rule(on=Document)
def quote_indent(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per quotation, on the first line of a paragraph that is set otherwise."""
    if ">" not in document.source.text:
        return
    for block in document.markdown.blocks:
        first = block.children[0] if block.kind == "quote" and block.children else None
        if first is None or first.kind != "paragraph":
            continue
        line = document.source.line_span(document.source.line_at(first.span.start))
        match = _WIDE.match(document.source.text, line.start, line.end)
        if match:
            yield Finding(
                Span(match.start(), match.end()), "not one space behind the > of a quotation"
            )


class RuleStyleOptions(Struct, frozen=True):
    """`style`: how every break is drawn, such as `---`; empty for the way of the first one."""

    style: str = ""


@rule(on=Document, options=RuleStyleOptions)
def rule_style(document: Document, context: Context[RuleStyleOptions]) -> Iterator[Finding]:
    """Yield one finding per break that is drawn otherwise."""
    source, wanted = document.source, context.options.style
    for block in document.markdown.walk():
        if block.kind != "rule":
            continue
        written = source.slice(block.span).strip()
        wanted = wanted or written
        if written != wanted:
            # under a text, dashes would make it a heading
            free = is_blank(source, source.line_at(block.span.start) - 1)
            fix = Fix(f"Write {wanted}", (Edit(block.span, wanted),), Safety.SAFE) if free else None
            yield Finding(
                block.span, f"a break drawn as {written[:20]}, where {wanted} is used", fix
            )


_SHELLS = frozenset({"", "sh", "bash", "shell", "zsh", "console", "terminal", "shell-session"})


@rule(on=Document)
def shell_prompt(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per block whose lines are all commands behind a dollar sign."""
    if "$ " not in document.source.text:
        return
    for block in document.markdown.walk():
        words = block.info.split()
        if block.kind != "code" or (words[0].lower() if words else "") not in _SHELLS:
            continue
        rows = [row_text(document.source, row) for row in rows_of(document.source, block)]
        inner = rows[1:-1] if block.style == "fenced" else rows
        lines = [row.strip() for row in inner if row.strip()]
        if lines and all(line.startswith("$ ") for line in lines):
            yield Finding(
                block.span, "a $ in front of every command; without it they can be copied"
            )


@rule(on=Document)
def table_edge(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per table at the margin, on its first row that is written so."""
    for block in document.markdown.blocks:
        if block.kind != "table":
            continue
        for row in rows_of(document.source, block):
            text = row_text(document.source, row)
            bare = text.strip()
            if not bare.startswith("|") or not bare.endswith("|") or text[:1] in {" ", "\t"}:
                what = "is indented" if text[:1] in {" ", "\t"} else "has no bar at its edge"
                yield Finding(document.source.line_span(row), f"this table row {what}")
                break


_BAR = lazy(r"(?<!\\)\|")


class TablePaddingOptions(Struct, frozen=True):
    """`aligned`: whether the bars of all rows must stand below each other."""

    aligned: bool = False


@rule(on=Document, options=TablePaddingOptions)
def table_padding(document: Document, context: Context[TablePaddingOptions]) -> Iterator[Finding]:
    """Yield one finding per table at the margin, on the first row that is written otherwise."""
    for block in document.markdown.blocks:
        if block.kind != "table":
            continue
        odd = _unpadded(document.source, block)
        if odd is not None:
            message = "cells with and without blanks at their edges in one table"
            yield Finding(document.source.line_span(odd), message)
        elif context.options.aligned:
            yield from _crooked(document.source, block)


def _unpadded(source: Source, table: Block) -> int | None:
    """The number of the first row that is not written like the first cell; None if all are."""
    usual = ""
    for number, row in enumerate(rows_of(source, table)):
        if number == 1:
            continue  # the row of dashes is drawn tightly in padded tables, too
        for cell in _BAR.split(row_text(source, row).strip())[1:-1]:
            way = _way(cell) if cell.strip() else usual
            usual = usual or way
            if way != usual:
                return row
    return None


def _way(cell: str) -> str:
    """How a cell meets its bars: `padded`, `tight`, or `mixed`."""
    before, after = cell[:1].isspace(), cell[-1:].isspace()
    if before and after:
        return "padded"
    return "mixed" if before or after else "tight"


def _crooked(source: Source, table: Block) -> Iterator[Finding]:
    places = None
    for row in rows_of(source, table):
        found = [match.start() for match in _BAR.finditer(row_text(source, row))]
        places = places or found
        if found != places:
            yield Finding(source.line_span(row), "the bars of this row stand elsewhere")
            return
