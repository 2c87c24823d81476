"""List items that are indented in different ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Related, Safety, Severity
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.indents import Place, nested_styles, places, spots
from roadmaplint.rules._shared.shifts import item_shift, joined, shift
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span


class Options(Struct, frozen=True):
    """`indent`: spaces for each depth of bullets, 0 for what the document mostly does.

    `each`: one finding for each item, whatever else the document does.
    """

    indent: int = 0
    each: bool = False


class _Move(Struct, frozen=True):
    """An item and the number of spaces that it should move, negative to the left."""

    place: Place
    by: int


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per kind of difference, on the first item that differs."""
    options = context.options
    if options.each:
        yield from _each(document, options.indent or 2)
        return
    found = list(places(document))
    uneven = [move for move in map(_uneven, found) if move]
    if uneven:
        yield _finding(document.source, uneven)
    styles = [] if options.indent == 0 and uneven else list(_nested(found, options.indent))
    if styles:
        yield _mixed(document.source, styles)


def _uneven(place: Place) -> _Move | None:
    """An item that does not stand in the column of its siblings, or of the margin."""
    return _Move(place, place.wanted - place.column) if place.wanted != place.column else None


def _finding(source: Source, moves: Sequence[_Move]) -> Finding:
    counts = Counter(move.place.column for move in moves)
    columns = " and ".join(str(column) for column in sorted(counts))
    items = "1 list item is" if len(moves) == 1 else f"{len(moves)} list items are"
    parts = [item_shift(source, m.place.item, m.place.column, m.by) for m in moves]
    return Finding(
        _mark(moves[0].place.item),
        f"{items} indented by {columns} {'space' if columns == '1' else 'spaces'}, "
        "parallel items stand elsewhere: one indent for one depth",
        _fix(source, parts),
        tuple(Related(_mark(move.place.item), "indented too") for move in moves[1:]),
    )


def _fix(source: Source, parts: Sequence[tuple[Edit, ...] | None]) -> Fix | None:
    sound = [part for part in parts if part is not None]
    edits = joined(source, sound) if len(sound) == len(parts) else ()
    return Fix("Align the items", edits, Safety.SAFE) if edits else None


def _nested(found: Sequence[Place], indent: int) -> Iterator[_Move]:
    """Nested bullet lists that are indented otherwise than most of the document's."""
    lists, usual = nested_styles(found, indent)
    for place, extra in lists:
        if extra != usual:
            yield _Move(place, usual - extra)


def _mixed(source: Source, moves: Sequence[_Move]) -> Finding:
    """Two styles of nesting: valid both, but not in one document."""
    parts = [shift(source, move.place.list, move.by) for move in moves]
    lists = "1 nested list is" if len(moves) == 1 else f"{len(moves)} nested lists are"
    return Finding(
        _mark(moves[0].place.item),
        f"{lists} indented otherwise than the others of this document",
        _fix(source, parts),
        tuple(Related(_mark(move.place.item), "here too") for move in moves[1:]),
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


def _mark(item: Block) -> Span:
    return Span(item.span.start, item.span.start + len(item.marker))


def _line(source: Source, item: Block) -> Span:
    start = source.line_span(source.line_at(item.span.start)).start
    return Span(start, item.span.start + len(item.marker))
