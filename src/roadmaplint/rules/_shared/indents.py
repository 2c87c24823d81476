"""Where the items of lists stand, and where they would stand if parallel items were aligned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import lead
from roadmaplint.rules._shared.shifts import column
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source

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
