"""Items of a list that are indented unlike their siblings, and how whole items are moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from roadmaplint.core.finding import Finding, Fix, Related, Safety, Severity
from roadmaplint.core.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.source_lines import indent_span, is_blank, lead, row_text, rows_of
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span

_QUOTED = lazy(r"(?:[ ]*>[ ]?)+")


class Place(Struct, frozen=True):
    """A list item outside of quotes.

    `column` counts the spaces before it, `wanted` is the column of its parallel items: the margin
    at top level (unless no item stands there), else the commonest of its list. `sibling` is the
    column of the list's first item, `inner` where the text of the item around it begins. `depth`
    counts lists around it; `only_bullets` is True where all of them and its own are bullet lists.
    """

    item: Block
    list: Block
    column: int
    wanted: int
    sibling: int
    inner: int
    depth: int
    only_bullets: bool


def places(document: Document) -> Iterator[Place]:
    """Every item whose column is known, in document order, without recursion."""
    source, blocks = document.source, document.markdown.blocks
    top = {id(block): _columns(source, block) for block in blocks if block.kind == "list"}
    margin = _margin(top.values())
    stack = [(block, 0, 0, True) for block in reversed(blocks)]
    while stack:
        block, inner, depth, bullets = stack.pop()
        if block.kind != "list":
            continue
        columns = _columns(source, block) if depth else top[id(block)]
        only = bullets and block.style == "bullet"
        yield from _items(block, columns, margin if depth == 0 else None, inner, depth, only)
        for item, at in zip(reversed(block.children), reversed(columns), strict=True):
            if at is None:
                continue
            begin = _text_column(source, item, at)
            stack.extend((child, begin, depth + 1, only) for child in reversed(item.children))


def _items(
    block: Block,
    columns: Sequence[int | None],
    margin: int | None,
    inner: int,
    depth: int,
    only: bool,
) -> Iterator[Place]:
    known = [at for at in columns if at is not None]
    if not known:
        return
    wanted = Counter(known).most_common(1)[0][0] if margin is None else margin
    if block.style == "ordered" and depth == 0 and _right_aligned(block, columns):
        return
    for item, at in zip(block.children, columns, strict=True):
        if at is not None:
            yield Place(item, block, at, wanted, known[0], inner, depth, only)


def _columns(source: Source, block: Block) -> list[int | None]:
    return [column(source, item) for item in block.children]


def _margin(lists: Iterable[Sequence[int | None]]) -> int:
    """The column of top-level items: the margin, or where all of them stand."""
    columns = {at for columns in lists for at in columns}
    return next(iter(columns)) or 0 if len(columns) == 1 else 0


def _right_aligned(block: Block, columns: Sequence[int | None]) -> bool:
    """True for numbers that end in one column: ` 9.` above `10.`."""
    ends = {
        at + len(item.marker)
        for item, at in zip(block.children, columns, strict=True)
        if at is not None
    }
    return len(ends) == 1 and len({len(item.marker) for item in block.children}) > 1


def _text_column(source: Source, item: Block, at: int) -> int:
    """The column in which the content of an item begins."""
    after = at + len(item.marker)
    if not item.children:
        return after + 1
    start = item.children[0].span.start
    if source.line_at(start) != source.line_at(item.span.start):
        return after + 1
    if item.checked is not None:
        return after + 1
    gap = start - item.span.start - len(item.marker)
    return after + (gap if 1 <= gap <= 4 else 1)


def nested_styles(found: Sequence[Place], indent: int) -> tuple[list[tuple[Place, int]], int]:
    """Bullet lists inside bullet items with the spaces beyond the item's text, and the usual."""
    seen: set[int] = set()
    lists = []
    for place in found:
        if place.depth and place.only_bullets and id(place.list) not in seen:
            seen.add(id(place.list))
            lists.append((place, place.column - place.inner))
    if not lists:
        return [], 0
    if indent:
        return lists, indent - 2
    return lists, Counter(extra for _, extra in lists).most_common(1)[0][0]


class Spot(Struct, frozen=True):
    """A list item anywhere, quotes too, as it stands on its line.

    `column` counts the characters before it, `margin` those of quote marks among them. `aligned`
    is False where it stands in another column than the list's first item (for numbers: also ends
    in another one). `depth` counts bullet lists around it within the innermost quote, -1 where an
    ordered list is among them or it is in one.
    """

    item: Block
    column: int
    margin: int
    aligned: bool
    depth: int


def spots(document: Document) -> Iterator[Spot]:
    """Every list item in document order, without recursion."""
    source = document.source
    stack = [(block, 0) for block in reversed(document.markdown.blocks)]
    while stack:
        block, depth = stack.pop()
        if block.kind == "list":
            own = depth if block.style == "bullet" else -1
            yield from _spots(source, block, own)
            inside = own + 1 if own >= 0 else -1
            stack.extend(
                (child, inside)
                for item in reversed(block.children)
                for child in reversed(item.children)
            )
        elif block.kind == "quote":
            stack.extend((child, 0) for child in reversed(block.children))


def _spots(source: Source, block: Block, depth: int) -> Iterator[Spot]:
    first = len(lead(source, block.children[0].span.start))
    end = first + len(block.children[0].marker)
    for item in block.children:
        before = lead(source, item.span.start)
        at = len(before)
        quoted = _QUOTED.match(before)
        right = block.style == "ordered" and at + len(item.marker) == end
        yield Spot(item, at, quoted.end() if quoted else 0, at == first or right, depth)


def column(source: Source, block: Block) -> int | None:
    """How many spaces stand before a block on its line; None after a tab or another mark."""
    before = lead(source, block.span.start).lstrip("\ufeff")
    return None if before.strip(" ") else len(before)


def shift(source: Source, block: Block, by: int, *, first: bool = True) -> tuple[Edit, ...] | None:
    """Edits that move the lines of a block by so many spaces; `first` moves its first line too.

    None where a line is indented with a tab. Lines of less indentation than the block are lazy
    continuations; they lose what they have.
    """
    edits = []
    for number in rows_of(source, block):
        if number == source.line_at(block.span.start) and not first:
            continue
        blanks = indent_span(source, number)
        line = source.line_span(number)
        if blanks.end == line.end:
            continue
        if "\t" in source.slice(blanks):
            return None
        if by > 0:
            edits.append(Edit(Span(blanks.start, blanks.start), " " * by))
        elif blanks.end > blanks.start:
            gone = min(-by, blanks.end - blanks.start)
            edits.append(Edit(Span(blanks.start, blanks.start + gone), ""))
    return tuple(edits)


def stays_closed(source: Source, item: Block, inner: int) -> bool:
    """True if what follows an item stays outside when the item's text begins in column `inner`."""
    number = rows_of(source, item).stop
    while number <= source.line_count and is_blank(source, number):
        number += 1
    text = row_text(source, number)
    return len(text) - len(text.lstrip(" ")) < inner and not text.startswith("\t")


def item_shift(source: Source, item: Block, at: int, by: int) -> tuple[Edit, ...] | None:
    """Edits that move a list item in column `at`; None if what follows would get into it."""
    inner = at + by + len(item.marker) + 1
    return None if by < 0 and not stays_closed(source, item, inner) else shift(source, item, by)


def joined(source: Source, parts: list[tuple[Edit, ...]]) -> tuple[Edit, ...]:
    """Edits of several moves as one; moves of one line add up, to its margin at most."""
    moves: dict[int, int] = {}
    for edit in (edit for part in parts for edit in part):
        change = len(edit.text) - (edit.span.end - edit.span.start)
        moves[edit.span.start] = moves.get(edit.span.start, 0) + change
    edits = []
    for start, move in sorted(moves.items()):
        blanks = indent_span(source, source.line_at(start))
        end = min(start - move, blanks.end)
        if move > 0:
            edits.append(Edit(Span(start, start), " " * move))
        elif end > start:
            edits.append(Edit(Span(start, end), ""))
    return tuple(edits)


class ListIndentOptions(Struct, frozen=True):
    """`indent`: spaces for each depth of bullets, 0 for what the document mostly does.

    `each`: one finding for each item, whatever else the document does.
    """

    indent: int = 0
    each: bool = False


class _Move(Struct, frozen=True):
    """An item and the number of spaces that it should move, negative to the left."""

    place: Place
    by: int


@rule(on=Document, options=ListIndentOptions)
def list_indent(document: Document, context: Context[ListIndentOptions]) -> Iterator[Finding]:
    """Yield one finding per kind of difference, on the first item that differs."""
    options = context.options
    if options.each:
        yield from _each(document, options.indent or 2)
        return
    found = list(places(document))
    uneven = [move for move in map(_uneven, found) if move]
    if uneven:
        yield _uneven_finding(document.source, uneven)
    styles = [] if options.indent == 0 and uneven else list(_nested(found, options.indent))
    if styles:
        yield _mixed_nesting_finding(document.source, styles)


def _uneven(place: Place) -> _Move | None:
    """An item that does not stand in the column of its siblings, or of the margin."""
    return _Move(place, place.wanted - place.column) if place.wanted != place.column else None


def _uneven_finding(source: Source, moves: Sequence[_Move]) -> Finding:
    counts = Counter(move.place.column for move in moves)
    columns = " and ".join(str(column) for column in sorted(counts))
    items = "1 list item is" if len(moves) == 1 else f"{len(moves)} list items are"
    parts = [item_shift(source, m.place.item, m.place.column, m.by) for m in moves]
    return Finding(
        moves[0].place.item.marker_span,
        f"{items} indented by {columns} {'space' if columns == '1' else 'spaces'}, "
        "parallel items stand elsewhere: one indent for one depth",
        _align_fix(source, parts),
        tuple(Related(move.place.item.marker_span, "indented too") for move in moves[1:]),
    )


def _align_fix(source: Source, parts: Sequence[tuple[Edit, ...] | None]) -> Fix | None:
    sound = [part for part in parts if part is not None]
    edits = joined(source, sound) if len(sound) == len(parts) else ()
    return Fix("Align the items", edits, Safety.SAFE) if edits else None


def _nested(found: Sequence[Place], indent: int) -> Iterator[_Move]:
    """Nested bullet lists that are indented otherwise than most of the document's."""
    lists, usual = nested_styles(found, indent)
    for place, extra in lists:
        if extra != usual:
            yield _Move(place, usual - extra)


def _mixed_nesting_finding(source: Source, moves: Sequence[_Move]) -> Finding:
    """Two styles of nesting: valid both, but not in one document."""
    parts = [shift(source, move.place.list, move.by) for move in moves]
    lists = "1 nested list is" if len(moves) == 1 else f"{len(moves)} nested lists are"
    return Finding(
        moves[0].place.item.marker_span,
        f"{lists} indented otherwise than the others of this document",
        _align_fix(source, parts),
        tuple(Related(move.place.item.marker_span, "here too") for move in moves[1:]),
        Severity.INFO,
    )


def _each(document: Document, indent: int) -> Iterator[Finding]:
    """Every item in another column than its siblings, or than its depth asks for."""
    for spot in spots(document):
        column, wanted = spot.column - spot.margin, spot.depth * indent
        deep = spot.depth >= 0 and column != wanted
        if spot.aligned and not deep:
            continue
        message = f"indented by {column} spaces, {wanted} expected" if deep else "not aligned"
        yield Finding(_line(document.source, spot.item), message)


def _line(source: Source, item: Block) -> Span:
    start = source.line_span(source.line_at(item.span.start)).start
    return Span(start, item.marker_span.end)
