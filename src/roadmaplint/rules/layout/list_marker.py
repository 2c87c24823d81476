"""Bullets of different kinds in one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Related, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import rows_of
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span

_MARKS = {"asterisk": "*", "dash": "-", "plus": "+"}


class Options(Struct, frozen=True):
    """`style`: `depth` allows one mark for each depth, `consistent` one for all (the first)."""

    style: Literal["depth", "consistent", "asterisk", "dash", "plus"] = "depth"
    each: bool = False


class _Bullets(Struct, frozen=True):
    """A bullet list, its depth among bullet lists, and the bullet lists right beside it."""

    block: Block
    depth: int
    beside: tuple[Block, ...]


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
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
            yield Finding(_mark(item), f"the mark {item.marker} where {mark} is used", fix)
        return
    item, mark, _ = odd[0]
    places = sorted(_mark(item) for item, _, _ in odd)
    begin = "1 list item begins" if len(odd) == 1 else f"{len(odd)} list items begin"
    yield Finding(
        places[0],
        f"{begin} with {item.marker}, the others with {mark}",
        _fix(odd),
        tuple(Related(place, "this one too") for place in places[1:]),
    )


def _fix(odd: Sequence[tuple[Block, str, Safety | None]]) -> Fix | None:
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


def _mark(item: Block) -> Span:
    return Span(item.span.start, item.span.start + len(item.marker))


def _edit(item: Block, mark: str) -> Edit:
    return Edit(_mark(item), mark)
