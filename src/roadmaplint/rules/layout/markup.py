"""Markup written wrong or in two ways: tables, tasks, tags, links, emphasis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from roadmaplint.core.finding import Finding, Fix, Related, Safety
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.markdown.tokens import Block, Inline, Tag
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.roadmap.prose import masked_blocks
from roadmaplint.roadmap.targets import slug_of
from roadmaplint.text.display import damage_of
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span


@rule(on=Document)
def table_columns(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per row; cells beyond the header are not shown at all."""
    for block in document.markdown.walk():
        if block.kind != "table" or not block.children:
            continue
        wanted = len(block.children[0].children)
        for row in block.children[1:]:
            count = len(row.children)
            if count > wanted:
                extra = row.children[wanted]
                lost = "the last is" if count == wanted + 1 else "the rest are"
                message = f"{count} cells in a table of {wanted} columns: {lost} not shown"
                yield Finding(extra.span, message)
            elif count < wanted:
                message = f"{count} of {wanted} cells, {wanted - count} missing at the end"
                yield Finding(row.span, message)


#: Brackets with nothing, blanks or one mark in them that neither a link nor a word follows.
_BOX = lazy(r"\[[ \t\u00a0]*([xX✓✔√✗✘]?)[ \t\u00a0]*\](?![(\[:])([ \t]*)(?=\S|$)")
_BARE = lazy(r"[ ]{0,3}([-*+])(\[[ xX]\])(?=[ \t]+\S)")
_DONE = frozenset("xX✓✔√")


@rule(on=Document)
def malformed_checkbox(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per item."""
    if "[" not in document.source.text:
        return
    for block in document.markdown.walk():
        if block.kind == "item" and block.checked is None and block.children:
            yield from _in_item(document, block.children[0])
    for block in document.markdown.blocks:
        if block.kind == "paragraph":
            yield from _without_space(document, block)


def _in_item(document: Document, paragraph: Block) -> Iterator[Finding]:
    if paragraph.kind != "paragraph" or paragraph.content is None:
        return
    if not paragraph.inlines or paragraph.inlines[0].kind != "text":
        return
    match = _BOX.match(document.source.text, paragraph.content.start, paragraph.content.end)
    if match is None or match.end() == paragraph.content.end:
        return
    box = f"[{'x' if match[1] in _DONE and match[1] else ' '}] "
    edit = Edit(Span(match.start(), match.end()), box)
    yield Finding(
        Span(match.start(), match.end() - len(match[2])),
        f'"{match[0].rstrip()}" is no checkbox; write "{box.rstrip()}" and a space',
        Fix("Write a checkbox", (edit,), Safety.UNSAFE),
    )


def _without_space(document: Document, paragraph: Block) -> Iterator[Finding]:
    """`-[ ] task`: no space behind the bullet, so no list at all."""
    first = document.source.line_at(paragraph.span.start)
    last = document.source.line_at(paragraph.span.end)
    for number in range(first, last + 1):
        span = document.source.line_span(number)
        match = _BARE.match(document.source.slice(span))
        if match:
            place = span.start + match.end(1)
            yield Finding(
                Span(span.start + match.start(1), span.start + match.end(2)),
                f'no space behind "{match[1]}": this is no list item and no checkbox',
                Fix("Insert a space", (Edit(Span(place, place), " "),), Safety.UNSAFE),
            )


_KEYCAP = "\u20e3"
_BROKEN = lazy(r"(?<![0-9\u20e3])([0-9]+\ufe0f?)((?:[0-9]\ufe0f?\u20e3)+)")


@rule(on=Document)
def broken_keycap(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per broken number, in damaged text too: repaired, it is still broken."""
    text = document.source.text
    if not text.isascii():
        for damage in damage_of(text):
            match = _BROKEN.search(damage.after)
            if match and damage.before != damage.after:
                yield Finding(damage.span, _keycap_message(_digits(match[0])))
    if _KEYCAP not in text:
        return
    anchors = {link.target.casefold() for link in document.links if link.target[:1] == "#"}
    for block, start, text in masked_blocks(document):
        for match in _BROKEN.finditer(text):
            digits = _digits(match[0])
            whole = _keycaps(digits)
            span = Span(start + match.start(), start + match.end())
            linked = block.kind == "heading" and f"#{slug_of(block.text)}" in anchors
            safety = Safety.UNSAFE if linked else Safety.SAFE
            fix = Fix("Write one keycap", (Edit(span, whole),), safety)
            yield Finding(span, _keycap_message(digits), fix)


def _keycap_message(digits: str) -> str:
    whole = _keycaps(digits)
    return (
        f"{digits} is written as a plain digit and a keycap digit, a whole keycap emoji is {whole}"
    )


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _keycaps(digits: str) -> str:
    if digits == "10":
        return "🔟"
    return "".join(f"{digit}\ufe0f{_KEYCAP}" for digit in digits)


_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Tags that change what follows when they are left open.
_PAIRED = _HEADINGS | {
    *("details", "summary", "div", "center", "table", "picture", "blockquote", "pre", "code"),
    *("a", "b", "i", "u", "s", "em", "strong", "kbd", "sub", "sup", "del", "ins", "mark", "font"),
    *("span", "ul", "ol", "dl", "video", "section", "article", "small", "big", "q"),
}


class UnclosedHtmlOptions(Struct, frozen=True):
    """`ignore`: names of tags that are not looked at."""

    ignore: tuple[str, ...] = ()


@rule(on=Document, options=UnclosedHtmlOptions)
def unclosed_html(document: Document, context: Context[UnclosedHtmlOptions]) -> Iterator[Finding]:
    """Yield one finding per tag that is opened or closed alone, or closed by another one."""
    names = _PAIRED - set(context.options.ignore)
    open_tags: list[Tag] = []
    counts: dict[str, int] = {}
    for tag in document.tags:
        if tag.name not in names or tag.self_closing or _is_quoted(document, tag):
            continue
        if not tag.closing:
            open_tags.append(tag)
            counts[tag.name] = counts.get(tag.name, 0) + 1
        elif counts.get(tag.name):
            yield from _close(open_tags, counts, tag)
        elif open_tags and {open_tags[-1].name, tag.name} <= _HEADINGS:
            start = open_tags.pop()
            counts[start.name] -= 1
            yield Finding(
                tag.span,
                f"</{tag.name}> closes <{start.name}>: the wrong end tag",
                related=(Related(start.span, "opened here"),),
            )
        else:
            yield Finding(tag.span, f"</{tag.name}> closes nothing")
    for tag in open_tags:
        yield _unclosed(tag)


def _is_quoted(document: Document, tag: Tag) -> bool:
    """True for a tag between backticks in a block of HTML: some sites read Markdown there."""
    text = document.source.text
    return text.startswith("`", max(0, tag.span.start - 1)) and text.startswith("`", tag.span.end)


def _close(open_tags: list[Tag], counts: dict[str, int], tag: Tag) -> Iterator[Finding]:
    """Close the nearest tag of that name; what was opened inside it is left open."""
    while open_tags:
        start = open_tags.pop()
        counts[start.name] -= 1
        if start.name == tag.name:
            return
        yield _unclosed(start)


def _unclosed(tag: Tag) -> Finding:
    return Finding(tag.span, f"<{tag.name}> is never closed")


class LinkStyleOptions(Struct, frozen=True):
    """`forbidden`: inline, full, collapsed, shortcut, autolink or bare."""

    forbidden: tuple[str, ...] = ()


@rule(on=Link, options=LinkStyleOptions)
def link_style(link: Link, context: Context[LinkStyleOptions]) -> Iterator[Finding]:
    """Yield a finding for a link or image of a forbidden form."""
    if link.form is not None and link.form in context.options.forbidden:
        yield Finding(link.span, f"the project does not want {link.form} links")


_MARKS = {"asterisk": "*", "underscore": "_"}
Style = Literal["any", "first", "asterisk", "underscore"]


class EmphasisMarkerOptions(Struct, frozen=True):
    """`strong` and `emphasis`: `first` is the mark that the document uses first."""

    strong: Style = "first"
    emphasis: Style = "first"


@rule(on=Document, options=EmphasisMarkerOptions)
def emphasis_marker(
    document: Document, context: Context[EmphasisMarkerOptions]
) -> Iterator[Finding]:
    """Yield one finding per bold or italic text with another mark."""
    text = document.source.text
    if "*" not in text and "_" not in text:
        return
    styles = {"strong": context.options.strong, "emphasis": context.options.emphasis}
    wanted = {kind: _MARKS.get(style, "") for kind, style in styles.items()}
    for block in document.markdown.walk():
        for inline in block.walk_inlines():
            if inline.kind not in wanted or styles[inline.kind] == "any":
                continue
            mark = text[inline.span.start : inline.span.start + 1]
            if inline.precision != "exact" or mark not in {"*", "_"}:
                continue
            wanted[inline.kind] = wanted[inline.kind] or mark
            if mark != wanted[inline.kind]:
                yield _emphasis_finding(document.source, inline, wanted[inline.kind])


def _emphasis_finding(source: Source, inline: Inline, mark: str) -> Finding:
    width = 2 if inline.kind == "strong" else 1
    kind = "bold" if inline.kind == "strong" else "italic"
    written = source.text[inline.span.start]
    return Finding(
        Span(inline.span.start, inline.span.start + width),
        f"{kind} text with {written * width}, where {mark * width} is used",
        _emphasis_fix(source, inline, mark * width),
    )


def _emphasis_fix(source: Source, inline: Inline, marks: str) -> Fix | None:
    """Change both marks, where no other mark or letter touches them."""
    start, end, width = *inline.span, len(marks)
    inner = source.text[start + width : end - width]
    around = source.text[max(start - 1, 0) : start] + source.text[end : end + 1]
    if "*" in inner or "_" in inner or any(c in "*_\\" or c.isalnum() for c in around):
        return None
    edits = (Edit(Span(start, start + width), marks), Edit(Span(end - width, end), marks))
    return Fix(f"Write {marks}", edits, Safety.SAFE)
