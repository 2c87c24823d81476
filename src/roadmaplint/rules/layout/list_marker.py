"""Bullets of different kinds in one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from roadmaplint.lint.finding import Finding, Fix, Related, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span

_MARKS = {"asterisk": "*", "dash": "-", "plus": "+"}


@dataclass(frozen=True, slots=True)
class Options:
    """`style`: `depth` allows one mark for each depth, `consistent` one for all (the first)."""

    style: Literal["depth", "consistent", "asterisk", "dash", "plus"] = "depth"
    each: bool = False


class _Bullets(NamedTuple):
    """A bullet list, its depth among bullet lists, and whether another list touches it."""

    block: Block
    depth: int
    beside: bool


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per document, on the first item with another mark."""
    lists = list(_lists(document.markdown.blocks, 0))
    wanted = _wanted(lists, context.options.style)
    odd = [
        (item, wanted[bullets.depth], bullets.beside)
        for bullets in lists
        for item in bullets.block.children
        if item.marker != wanted[bullets.depth]
    ]
    if not odd:
        return
    if context.options.each:
        for item, mark, beside in odd:
            fix = None if beside else Fix(f"Write {mark}", (_edit(item, mark),), Safety.SAFE)
            yield Finding(_mark(item), f"the mark {item.marker} where {mark} is used", fix)
        return
    edits = tuple(sorted(_edit(item, mark) for item, mark, beside in odd if not beside))
    item, mark, _ = odd[0]
    places = sorted(_mark(item) for item, _, _ in odd)
    yield Finding(
        places[0],
        f"{len(odd)} list items begin with {item.marker}, the others with {mark}",
        Fix("Use one mark", edits, Safety.SAFE) if edits else None,
        tuple(Related(place, "this one too") for place in places[1:]),
    )


def _lists(blocks: Sequence[Block], depth: int) -> Iterator[_Bullets]:
    """Bullet lists; those next to a list with another mark would grow together with it."""
    for number, block in enumerate(blocks):
        bullet = block.kind == "list" and block.style == "bullet"
        if bullet:
            around = (*blocks[max(number - 1, 0) : number], *blocks[number + 1 : number + 2])
            beside = any(other.kind == "list" and other.style == "bullet" for other in around)
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
