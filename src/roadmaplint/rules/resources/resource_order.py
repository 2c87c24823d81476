"""Typed resources that do not stand in the agreed order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.lists import ListItem, leading_link, lists
from roadmaplint.rules._shared.reorder import reorder
from roadmaplint.rules._shared.topic_files import TYPES
from roadmaplint.text.lazy import lazy

_TYPED = lazy(r"@([\w-]+)@")


class Options(Struct, frozen=True):
    """`order`: types as written in `[@type@Title](url)`, first to last."""

    order: tuple[str, ...] = TYPES


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per list, on the first item that stands too late."""
    ranks = {name: rank for rank, name in enumerate(context.options.order)}
    for _, items in lists(document):
        types = [_type(item) for item in items]
        if len(items) < 2 or not all(name in ranks for name in types):
            continue
        late = _first_late([ranks[name] for name in types])
        if late is None:
            continue
        order = sorted(range(len(items)), key=lambda at: ranks[types[at]])
        yield Finding(
            items[late].block.span,
            f"{types[late]} stands after {types[late - 1]}; the order is"
            f" {', '.join(name for name in context.options.order if name in types)}",
            reorder(document.source, items, order, "Put in order"),
        )


def _type(item: ListItem) -> str:
    link = leading_link(item)
    match = _TYPED.match(link.text) if link is not None else None
    return match[1].casefold() if match else ""


def _first_late(ranks: Sequence[int]) -> int | None:
    return next((at for at in range(1, len(ranks)) if ranks[at] < ranks[at - 1]), None)
