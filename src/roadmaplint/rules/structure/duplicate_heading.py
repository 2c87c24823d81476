"""Two headings with the same text under one parent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Related
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.rules._shared.outline import outline


class Options(Struct, frozen=True):
    """`scope`: which headings are compared, those under one parent or all of the file."""

    scope: Literal["siblings", "file"] = "siblings"
    ignore_case: bool = False


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per repeated title; `related` names its first use."""
    siblings = context.options.scope == "siblings"
    seen: dict[tuple[int, str], Heading] = {}
    for entry in outline(document):
        key = " ".join(entry.heading.text.split())
        if not key:
            continue
        same = key.casefold() if context.options.ignore_case else key
        first = seen.setdefault((entry.parent if siblings else -1, same), entry.heading)
        if first is not entry.heading:
            where = " in this section" if siblings and entry.parent >= 0 else ""
            yield Finding(
                entry.heading.span,
                f'the heading "{key}" stands twice{where}',
                related=(Related(first.span, "first here"),),
            )
