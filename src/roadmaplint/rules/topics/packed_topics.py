"""A bullet that packs several topics."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document


class Options(Struct, frozen=True):
    """`most`: how many topics one bullet may name."""

    most: int = 2


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per bullet that names more topics than wanted."""
    if not document.is_roadmap:
        return
    for topic in document.topics:
        count = sum(1 for item in topic.items for _ in item.walk())
        if topic.origin == "list-item" and count > context.options.most:
            names = ", ".join(item.text for item in topic.items[:3])
            yield Finding(
                topic.text_span or topic.span,
                f"{count} topics in one bullet ({names}, …): they cannot be ticked off or linked"
                " one by one",
            )
