"""Spaces and tabs: at line ends, in link texts, and lines that are too long."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.core.finding import Finding, Fix, Safety
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.markdown.tokens import Inline
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.prose import text_links
from roadmaplint.roadmap.source_lines import rows_outside, rows_within
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span
from roadmaplint.text.spans import Spans

_BREAK = "  "
_BLANK_ENDS = (" ", "\t")
_ENDS = (" \n", "\t\n", " \r", "\t\r")
_TRAILING = lazy(r"[ \t](?:[\r\n]|\Z)")
_DATA = frozenset({"code", "front-matter"})


class TrailingSpaceOptions(Struct, frozen=True):
    """`break_spaces`: exactly so many blanks are a line break and allowed, 0 for none."""

    break_spaces: int = 2


@rule(on=Document, options=TrailingSpaceOptions)
def trailing_space(document: Document, context: Context[TrailingSpaceOptions]) -> Iterator[Finding]:
    """Yield one finding per line outside of code."""
    source = document.source
    if not source.text.endswith(_BLANK_ENDS) and not any(end in source.text for end in _ENDS):
        return
    data: set[int] | None = None
    breaks: set[int] = set()
    for match in _TRAILING.finditer(source.text):
        number = source.line_at(match.start())
        line = source.line_span(number)
        text = source.slice(line)
        count = len(text) - len(text.rstrip(" \t"))
        if count == context.options.break_spaces and "\t" not in text[-count:]:
            continue
        if data is None:
            data, breaks = rows_within(document, _DATA), _breaks(document)
        if number in data:
            continue
        new = _BREAK if number in breaks else ""
        noun = "space" if count == 1 else "spaces"
        yield Finding(
            Span(line.end - count, line.end),
            f"{count} {noun} at the end of the line",
            Fix("Remove them", (Edit(Span(line.end - count, line.end), new),), Safety.SAFE),
        )


def _breaks(document: Document) -> set[int]:
    """The numbers of the lines whose blanks at the end make a line break."""
    return {
        document.source.line_at(inline.span.start)
        for block in document.markdown.walk()
        for inline in block.walk_inlines()
        if inline.kind == "break" and document.source.text[inline.span.start] != "\\"
    }


_STOP = 4


class HardTabOptions(Struct, frozen=True):
    """`code`: whether tabs in code blocks count too."""

    code: bool = False


@rule(on=Document, options=HardTabOptions)
def hard_tab(document: Document, context: Context[HardTabOptions]) -> Iterator[Finding]:
    """Yield one finding per line, on its first tab."""
    if "\t" not in document.source.text:
        return
    kinds = {"front-matter"} if context.options.code else {"code", "front-matter"}
    hidden = rows_within(document, frozenset(kinds))
    code = _code_spans(document)
    for line in document.source.lines():
        if "\t" not in line.text or line.number in hidden:
            continue
        at = line.span.start + line.text.index("\t")
        fix = None
        if not code.touch(Span(at, line.span.end)):
            fix = Fix("Write spaces", _expand_tabs(line.text, line.span.start), Safety.SAFE)
        count = line.text.count("\t")
        noun = "a tab" if count == 1 else f"{count} tabs"
        yield Finding(Span(at, at + 1), f"{noun} in the line, spaces look the same everywhere", fix)


def _code_spans(document: Document) -> Spans:
    """Inline code with tabs; they are data."""
    text = document.source.text
    return Spans(
        [
            inline.span
            for block in document.markdown.walk()
            for inline in block.walk_inlines()
            if inline.kind == "code" and "\t" in text[inline.span.start : inline.span.end]
        ]
    )


def _expand_tabs(text: str, start: int) -> tuple[Edit, ...]:
    """Every tab becomes the spaces up to the next tab stop."""
    edits = []
    column = 0
    for place, char in enumerate(text):
        if char == "\t":
            width = _STOP - column % _STOP
            edits.append(Edit(Span(start + place, start + place + 1), " " * width))
            column += width
        else:
            column += 1
    return tuple(edits)


_FREE = frozenset({"code", "table", "html", "front-matter", "heading", "definition"})


class LineLengthOptions(Struct, frozen=True):
    """`length`: the longest allowed line, in characters."""

    length: int = 80


@rule(on=Document, options=LineLengthOptions)
def line_length(document: Document, context: Context[LineLengthOptions]) -> Iterator[Finding]:
    """Yield one finding per line that could be broken at a space beyond the limit."""
    length = context.options.length
    if all(len(line.text) <= length for line in document.source.lines()):
        return
    for line in rows_outside(document, _FREE):
        if len(line.text) > length and " " in line.text[length:].strip():
            span = Span(line.span.start + length, line.span.end)
            yield Finding(span, f"{len(line.text)} characters, at most {length} are wanted")


_BLANK = " \t"
_BLANK_CHARACTERS = frozenset(_BLANK)
_REFERENCES = frozenset({"collapsed", "shortcut"})


@rule(on=Document)
def space_in_link_text(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per link whose text begins or ends with a blank."""
    source = document.source
    for _, link in text_links(document):
        text = source.slice(link.content) if link.content else ""
        if not _BLANK_CHARACTERS.isdisjoint((text[:1], text[-1:])) and text.strip():
            message = "the link text begins or ends with a space"
            yield Finding(link.span, message, _link_text_fix(source, link, text))


def _link_text_fix(source: Source, link: Inline, text: str) -> Fix | None:
    """Move the blank out of the brackets where the link touches a word; punctuation wants none."""
    if link.precision != "exact" or link.content is None or link.form in _REFERENCES:
        return None
    whole, content = link.span, link.content
    before = source.text[whole.start - 1 : whole.start]
    after = source.text[whole.end : whole.end + 1]
    left = len(text) - len(text.lstrip(_BLANK))
    right = len(text) - len(text.rstrip(_BLANK))
    if (left and _is_mark(before)) or (right and _is_mark(after)):
        return None
    edits = []
    if left:
        if before and not before.isspace():
            edits.append(Edit(Span(whole.start, whole.start), " "))
        edits.append(Edit(Span(content.start, content.start + left), ""))
    if right:
        edits.append(Edit(Span(content.end - right, content.end), ""))
        if after and not after.isspace():
            edits.append(Edit(Span(whole.end, whole.end), " "))
    return Fix("Take the space out", tuple(edits), Safety.SAFE)


def _is_mark(char: str) -> bool:
    return bool(char) and not char.isalnum() and not char.isspace()
