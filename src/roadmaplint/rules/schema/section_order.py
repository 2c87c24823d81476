"""Sections in another order than the project asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Related
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document, Section
from roadmaplint.rules._shared.patterns import compiled


class Options(Struct, frozen=True):
    """`order`: regular expressions for the titles of top sections; others are free."""

    order: Annotated[tuple[str, ...], {"format": "title-regex"}] = ()


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per top section that stands before one it should follow."""
    if not document.is_roadmap or not context.options.order:
        return
    latest: tuple[int, Section] | None = None
    for section in document.root.sections:
        place = _place(section.title, context.options.order)
        if place is None:
            continue
        if latest is not None and place < latest[0]:
            other = latest[1]
            yield Finding(
                section.span,
                f'"{section.title}" should stand before "{other.title}"',
                related=(Related(other.span, "this section comes later in the order"),),
            )
        else:
            latest = (place, section)


def _place(title: str, order: tuple[str, ...]) -> int | None:
    return next((i for i, pattern in enumerate(order) if compiled(pattern).search(title)), None)
