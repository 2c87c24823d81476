"""A section that the project does not want."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.patterns import compiled


class Options(Struct, frozen=True):
    """`titles`: regular expressions for whole titles, letter case ignored; `reason` to say."""

    titles: Annotated[tuple[str, ...], {"format": "regex"}] = ()
    reason: str = ""


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per section with such a title."""
    titles, reason = context.options.titles, context.options.reason
    if not titles or not document.is_roadmap:
        return
    for heading in document.headings:
        title = heading.text.strip()
        if any(compiled(f"^(?:{pattern})$").search(title) for pattern in titles):
            said = f": {reason}" if reason else ""
            yield Finding(heading.span, f'a section "{title}" does not belong here{said}')
