"""Bullets and numbers of lists: which mark, which number, how much space behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from roadmaplint.core.finding import Finding, Fix, Related, Safety
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.source_lines import rows_of
from roadmaplint.rules.layout.list_indent import joined, shift, stays_closed
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span

_MARKS = {"asterisk": "*", "dash": "-", "plus": "+"}


class ListMarkerOptions(Struct, frozen=True):
    """`style`: `depth` allows one mark for each depth, `consistent` one for all (the first)."""

    style: Literal["depth", "consistent", "asterisk", "dash", "plus"] = "depth"
    each: bool = False


class _Bullets(Struct, frozen=True):
    """A bullet list, its depth among bullet lists, and the bullet lists right beside it."""

    block: Block
    depth: int
    beside: tuple[Block, ...]


@rule(on=Document, options=ListMarkerOptions)
def list_marker(document: Document, context: Context[ListMarkerOptions]) -> Iterator[Finding]:
    """Yield one finding per document, on the first item with another mark."""
    lists = list(_lists(document.markdown.blocks, 0))
    wanted = _wanted(lists, context.options.style)
    odd = [
        (item, wanted[bullets.depth], _safety(document.source, bullets))
        for bullets in lists
        for item in bullets.block.children
        if item.marker != wanted[bullets.depth]
    ]
    if not odd:
        return
    if context.options.each:
        for item, mark, safety in odd:
            fix = Fix(f"Write {mark}", (_edit(item, mark),), safety) if safety else None
            yield Finding(item.marker_span, f"the mark {item.marker} where {mark} is used", fix)
        return
    item, mark, _ = odd[0]
    places = sorted(item.marker_span for item, _, _ in odd)
    begin = "1 list item begins" if len(odd) == 1 else f"{len(odd)} list items begin"
    yield Finding(
        places[0],
        f"{begin} with {item.marker}, the others with {mark}",
        _list_marker_fix(odd),
        tuple(Related(place, "this one too") for place in places[1:]),
    )


def _list_marker_fix(odd: Sequence[tuple[Block, str, Safety | None]]) -> Fix | None:
    """The safest of the fixes; what is less safe follows when that is done."""
    for safety, title in ((Safety.SAFE, "Use one mark"), (Safety.UNSAFE, "Make it one list")):
        edits = sorted(_edit(item, mark) for item, mark, own in odd if own == safety)
        if edits:
            return Fix(title, tuple(edits), safety)
    return None


def _safety(source: Source, bullets: _Bullets) -> Safety | None:
    """Lists without a blank line between them are one by intent; others may be apart on purpose."""
    if not bullets.beside:
        return Safety.SAFE
    return Safety.UNSAFE if all(_touch(source, bullets.block, o) for o in bullets.beside) else None


def _touch(source: Source, one: Block, other: Block) -> bool:
    first, second = sorted((rows_of(source, one), rows_of(source, other)), key=lambda r: r.start)
    return first.stop == second.start


def _lists(blocks: Sequence[Block], depth: int) -> Iterator[_Bullets]:
    """Bullet lists; those next to a list with another mark would grow together with it."""
    for number, block in enumerate(blocks):
        bullet = block.kind == "list" and block.style == "bullet"
        if bullet:
            around = (*blocks[max(number - 1, 0) : number], *blocks[number + 1 : number + 2])
            beside = tuple(o for o in around if o.kind == "list" and o.style == "bullet")
            yield _Bullets(block, depth, beside)
        yield from _lists(block.children, depth + bullet)


def _wanted(lists: list[_Bullets], style: str) -> dict[int, str]:
    """The mark for every depth: the commonest one there, or one for all."""
    depths = {bullets.depth for bullets in lists}
    if style in _MARKS:
        return dict.fromkeys(depths, _MARKS[style])
    if style == "consistent":
        return dict.fromkeys(depths, lists[0].block.marker if lists else "-")
    counts: dict[int, Counter[str]] = {depth: Counter() for depth in depths}
    for bullets in lists:
        counts[bullets.depth][bullets.block.marker] += len(bullets.block.children)
    return {depth: count.most_common(1)[0][0] for depth, count in counts.items()}


def _edit(item: Block, mark: str) -> Edit:
    return Edit(item.marker_span, mark)


class MarkerSpaceOptions(Struct, frozen=True):
    """`each`: one finding for each item, else one for the list."""

    each: bool = False


@rule(on=Document, options=MarkerSpaceOptions)
def marker_space(document: Document, context: Context[MarkerSpaceOptions]) -> Iterator[Finding]:
    """Yield one finding per list, on the first item with too many spaces."""
    source = document.source
    for block in document.markdown.walk():
        if block.kind != "list":
            continue
        wide = [(item, gap) for item in block.children if (gap := _gap(source, item))]
        if not wide:
            continue
        groups = [[pair] for pair in wide] if context.options.each else [wide]
        for group in groups:
            item, gap = group[0]
            more = f" ({len(group)} items)" if len(group) > 1 else ""
            count = gap.end - gap.start
            yield Finding(
                Span(item.span.start, gap.end),
                f"{count} spaces behind {item.marker}, one is enough{more}",
                _marker_space_fix(source, group),
            )


def _gap(source: Source, item: Block) -> Span | None:
    """The blanks behind the mark, if there is more than one space."""
    start = item.marker_span.end
    text = source.text
    end = start
    while end < item.span.end and text[end] in " \t":
        end += 1
    if end - start < 2 or "\t" in text[start:end] or end - start > 4 or end >= item.span.end:
        return None
    return None if text[end] in "\r\n" else Span(start, end)


def _marker_space_fix(source: Source, group: list[tuple[Block, Span]]) -> Fix | None:
    """Take the spaces out and move the lines below along."""
    moves: list[tuple[Edit, ...]] = []
    edits: list[Edit] = []
    for item, gap in group:
        below = shift(source, item, 1 - (gap.end - gap.start), first=False)
        if below is None or (below and not _is_even(source, item, gap)):
            return None
        line = source.line_span(source.line_at(item.span.start))
        if not stays_closed(source, item, gap.start + 1 - line.start):
            return None
        moves.append(below)
        edits.append(Edit(Span(gap.start + 1, gap.end), ""))
    whole = tuple(sorted((*edits, *joined(source, moves))))
    return Fix("Leave one space", whole, Safety.SAFE)


def _is_even(source: Source, item: Block, gap: Span) -> bool:
    """True if every line below begins at the text of the item or further in."""
    line = source.line_span(source.line_at(item.span.start))
    wanted = gap.end - line.start
    last = source.line_at(max(item.span.end - 1, item.span.start))
    for number in range(source.line_at(item.span.start) + 1, last + 1):
        text = source.slice(source.line_span(number))
        if text.strip() and len(text) - len(text.lstrip(" ")) < wanted:
            return False
    return True


class OrderedNumberOptions(Struct, frozen=True):
    """`any_start`: whether a list may begin with any number, as after an interruption.

    `each`: one finding for each item instead of one for the list.
    """

    any_start: bool = True
    each: bool = False


@rule(on=Document, options=OrderedNumberOptions)
def ordered_number(document: Document, context: Context[OrderedNumberOptions]) -> Iterator[Finding]:
    """Yield one finding per list whose written numbers are neither 1, 2, 3 nor all one."""
    options = context.options
    for block in document.markdown.walk():
        if block.kind != "list" or block.style != "ordered":
            continue
        written = [int(item.marker[:-1]) for item in block.children]
        wrong = _wrong(written, any_start=options.any_start)
        if not wrong:
            continue
        for number, expected in wrong if options.each else wrong[:1]:
            item = block.children[number]
            fix = _ordered_number_fix(document.source, block.children, wrong)
            yield Finding(
                item.marker_span,
                f"the number {item.marker} where {expected} was expected"
                + ("" if options.each or len(wrong) == 1 else f" ({len(wrong)} such numbers)"),
                fix if options.any_start or written[0] in {0, 1} else None,
            )


def _wrong(written: Sequence[int], *, any_start: bool) -> list[tuple[int, int]]:
    """Index and expected number of the items that break the sequence."""
    first = written[0]
    if any_start and len(set(written)) == 1 and first in {0, 1}:
        return []
    counted = len(written) < 2 or written[1] != 1 or first == 0
    start = first if any_start and counted else 0 if counted and first == 0 else 1
    if not any_start and len(written) < 2:
        start = first if first in {0, 1} else 1
    step = int(counted and len(written) > 1) if not any_start else int(written[1:2] != [first])
    expected = [start + step * number for number in range(len(written))]
    return [
        (number, wanted)
        for number, (said, wanted) in enumerate(zip(written, expected, strict=True))
        if said != wanted
    ]


def _ordered_number_fix(
    source: Source, items: Sequence[Block], wrong: Sequence[tuple[int, int]]
) -> Fix | None:
    """Write the numbers that are shown; the first one decides, so it never changes.

    Safe where the text of an item stays in its column or nothing below depends on it.
    """
    first = int(items[0].marker[:-1])
    edits, safety = [], Safety.SAFE
    for number, _ in wrong:
        if number == 0:
            return None
        item = items[number]
        old, new = item.marker[:-1], str(first + number)
        if len(old) != len(new) and len(rows_of(source, item)) > 1:
            safety = Safety.SUGGESTION
        edits.append(Edit(Span(item.span.start, item.span.start + len(old)), new))
    return Fix("Write the numbers that are shown", tuple(edits), safety)


@rule(on=Document)
def single_item_list(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per bullet list with a single item."""
    for block in document.markdown.walk():
        if block.kind == "list" and block.style == "bullet" and len(block.children) == 1:
            message = "a list of one item: a paragraph, or more items, would do better"
            yield Finding(block.span, message)
