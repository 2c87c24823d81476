"""A table of contents that lists more levels than the project wants."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document


class Options(Struct, frozen=True):
    """`max_depth`: so many levels may be listed."""

    max_depth: int = 2


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per contents list, on its first entry that is too deep."""
    for toc in document.tocs:
        top = min((entry.depth for entry in toc.entries), default=0)
        deep = [entry for entry in toc.entries if entry.depth - top >= context.options.max_depth]
        if deep:
            more = f" and {len(deep) - 1} more" if len(deep) > 1 else ""
            levels = context.options.max_depth
            yield Finding(
                deep[0].span, f'"{deep[0].text}"{more} below level {levels} of the contents'
            )
