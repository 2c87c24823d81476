"""Order and layout of the lists, and addresses that hide where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from roadmaplint import (
    Context,
    Document,
    Edit,
    Finding,
    Fix,
    Link,
    NoOptions,
    Safety,
    Severity,
    Source,
    Span,
    rule,
)
from roadmaplint.language import UNORDERED, language_of_path, sort_key
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.lists import ListItem, lists
from roadmaplint.roadmap.source_lines import line_end, rows_of
from roadmaplint.roadmap.urls import host_matches, host_of
from roadmaplint.rules.list_edits import reorder
from roadmaplint.text.lazy import lazy


class UnsortedListOptions(Struct, frozen=True):
    """`language`: whose alphabet counts; empty: the one that the file name ends with.

    `sure`: languages whose lists must be sorted; in others the finding is information.
    """

    language: str = ""
    ordered: bool = False
    sure: tuple[str, ...] = ()


@rule(on=Document, options=UnsortedListOptions)
def unsorted_list(document: Document, context: Context[UnsortedListOptions]) -> Iterator[Finding]:
    """Yield one finding per list, on the first item that stands too late."""
    options = context.options
    lang = options.language or language_of_path(document.source.path)
    unordered = lang.partition("-")[0] in UNORDERED
    for block, items in lists(document):
        if block.style == "ordered" and not options.ordered:
            continue
        texts = [_leading(item) for item in items]
        if len(items) < 2 or not all(texts):
            continue
        if unordered and not all(text.isascii() for text in texts):
            continue  # only a list in plain Latin letters has an order that can be told
        keys = [sort_key(text, lang) for text in texts]
        late = [at for at in range(1, len(keys)) if keys[at] < keys[at - 1]]
        if late:
            finding = _finding(document.source, items, texts, keys, late)
            unsure = options.sure and lang not in options.sure
            yield replace(finding, severity=Severity.INFO) if unsure else finding


def _leading(item: ListItem) -> str:
    """The first inline piece of the item."""
    inlines = item.paragraph.inlines if item.paragraph else ()
    return next((inline.text.strip() for inline in inlines if inline.text.strip()), "")


def _finding(
    source: Source,
    items: Sequence[ListItem],
    texts: Sequence[str],
    keys: Sequence[str],
    late: Sequence[int],
) -> Finding:
    first = late[0]
    more = f" ({len(late) - 1} more such items in this list)" if len(late) > 1 else ""
    return Finding(
        items[first].block.span,
        f'not in alphabetical order: "{texts[first]}" stands after "{texts[first - 1]}"{more}',
        _sorted(source, items, keys),
    )


def _sorted(source: Source, items: Sequence[ListItem], keys: Sequence[str]) -> Fix | None:
    order = sorted(range(len(items)), key=lambda at: keys[at])
    return reorder(source, items, order, "Sort the list")


_KINDS = frozenset({"heading", "list", "paragraph"})
_NAMES = {"heading": "the heading", "list": "the list", "paragraph": "the text"}


class BlankLineRhythmOptions(Struct, frozen=True):
    """`lines`: blank lines by pair of neighbours, such as `heading-list`; `any` stands for all."""

    lines: Mapping[str, int] = MappingProxyType(
        {"heading-any": 1, "list-heading": 1, "paragraph-heading": 1}
    )


@rule(on=Document, options=BlankLineRhythmOptions)
def blank_line_rhythm(
    document: Document, context: Context[BlankLineRhythmOptions]
) -> Iterator[Finding]:
    """Yield one finding per pair of neighbours with too few or too many blank lines."""
    lines = context.options.lines
    yield from _among(document.source, document.markdown.blocks, lines, 0)
    for block in document.markdown.walk():
        if block.kind in {"item", "quote"}:
            inside = 2 if block.kind == "quote" else 1
            yield from _among(document.source, block.children, lines, inside)


def _among(
    source: Source, blocks: Sequence[Block], lines: Mapping[str, int], inside: int
) -> Iterator[Finding]:
    """Neighbours inside one container; in a quote the lines between them are not blank."""
    for first, second in pairwise(blocks):
        if first.kind not in _KINDS or second.kind not in _KINDS:
            continue
        wanted = _wanted(lines, first.kind, second.kind)
        begin, end = rows_of(source, first).stop, source.line_at(second.span.start)
        if wanted is None or end - begin == wanted or end < begin:
            continue
        if begin == end and _cut(first) and _cut(second):
            continue
        yield Finding(
            _place(source, second),
            f"{_count(end - begin)} between {_NAMES[first.kind]} and {_NAMES[second.kind]},"
            f" where {wanted or 'none'} should be",
            None if inside else _fix(source, begin, end, wanted),
        )


def _cut(block: Block) -> bool:
    """Bullet lists without a line between them are one list that another mark cuts."""
    return block.kind == "list" and block.style == "bullet"


def _wanted(lines: Mapping[str, int], first: str, second: str) -> int | None:
    for name in (f"{first}-{second}", f"{first}-any", f"any-{second}"):
        if name in lines:
            return lines[name]
    return None


def _count(number: int) -> str:
    return f"{number or 'no'} blank line{'' if number == 1 else 's'}"


def _place(source: Source, block: Block) -> Span:
    """The first line of a block."""
    return Span(block.span.start, source.line_span(source.line_at(block.span.start)).end)


def _fix(source: Source, begin: int, end: int, wanted: int) -> Fix | None:
    """Put exactly so many line ends where the blank lines were."""
    gap = Span(source.line_starts[begin - 1], source.line_starts[end - 1])
    if source.slice(gap).strip() or not wanted:
        return None
    edit = Edit(gap, line_end(source) * wanted)
    return Fix(f"Leave {_count(wanted)}", (edit,), Safety.SAFE)


class OddSectionLevelOptions(Struct, frozen=True):
    """`levels` that headings may have; none for all."""

    levels: tuple[int, ...] = ()


@rule(on=Document, options=OddSectionLevelOptions)
def odd_section_level(
    document: Document, context: Context[OddSectionLevelOptions]
) -> Iterator[Finding]:
    """Yield one finding per Markdown heading of another level."""
    levels = context.options.levels
    wanted = " or ".join("#" * level for level in levels)
    for heading in document.headings:
        if levels and heading.block is not None and heading.level not in levels:
            yield Finding(
                heading.span,
                f'"{heading.text}" has level {heading.level}; headings here are {wanted}',
            )


_SLASH = lazy(r"https?://[^\s/?#]+/", re.IGNORECASE)
_INDEX = lazy(r"https?://[^\s?#]+/(index\.(?:html?|php))", re.IGNORECASE)


@rule(on=Link)
def padded_url(link: Link, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per padded address; the slash goes safely, the page by suggestion."""
    del context
    span = link.target_span
    if span is None or link.label is not None:
        return
    if _SLASH.fullmatch(link.target):
        fix = Fix("drop the slash", (Edit(span, link.target[:-1]),), Safety.SAFE)
        yield Finding(span, "the slash after a bare host is not needed", fix)
    elif match := _INDEX.fullmatch(link.target):
        short = link.target[: match.start(1)]
        fix = Fix(f"drop {match[1]}", (Edit(span, short),), Safety.SUGGESTION)
        yield Finding(span, f"{match[1]} is not needed", fix, severity=Severity.INFO)


class ShortUrlOptions(Struct, frozen=True):
    """`hosts`: shorteners, without `www.`; subdomains count too."""

    hosts: tuple[str, ...] = (
        "bit.ly",
        "goo.gl",
        "t.co",
        "tinyurl.com",
        "ow.ly",
        "is.gd",
        "buff.ly",
        "rebrand.ly",
        "cutt.ly",
        "t.ly",
        "amzn.to",
        "lnkd.in",
    )


@rule(on=Link, options=ShortUrlOptions)
def short_url(link: Link, context: Context[ShortUrlOptions]) -> Iterator[Finding]:
    """Yield a finding per shortened address."""
    host = host_of(link.target)
    if any(host_matches(host, known) for known in context.options.hosts):
        message = f"{host} hides where this leads and may stop answering; link to the page itself"
        yield Finding(link.target_span or link.span, message)
