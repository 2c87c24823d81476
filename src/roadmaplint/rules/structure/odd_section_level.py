"""A heading of a level that the project does not use."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document


class Options(Struct, frozen=True):
    """`levels` that headings may have; none for all."""

    levels: tuple[int, ...] = ()


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per Markdown heading of another level."""
    levels = context.options.levels
    wanted = " or ".join("#" * level for level in levels)
    for heading in document.headings:
        if levels and heading.block is not None and heading.level not in levels:
            yield Finding(
                heading.span,
                f'"{heading.text}" has level {heading.level}; headings here are {wanted}',
            )
