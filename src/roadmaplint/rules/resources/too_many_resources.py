"""More resources for one topic than the project wants."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Content, Document


class Options(Struct, frozen=True):
    """`most`: how many entries a section may list."""

    most: int = 8


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per section, on the first entry too many."""
    most = context.options.most
    nodes: tuple[Content, ...] = (document.root, *document.sections)
    for node in nodes:
        entries = [one for one in node.walk_resources() if one.role == "entry" and one.url]
        if len(entries) > most:
            first = sorted(entries, key=lambda entry: entry.span)[most]
            yield Finding(
                first.span,
                f"{len(entries)} resources for one topic; choose the best {most}",
            )
