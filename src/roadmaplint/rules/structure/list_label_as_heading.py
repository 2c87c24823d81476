"""Bold list items that only group the lists below them, where headings would do."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Related
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document


class Options(Struct, frozen=True):
    """`min_items`: how many such items make a finding."""

    min_items: int = 3


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per document, on the first of these items."""
    labels = [
        item
        for block in document.markdown.blocks
        if block.kind == "list"
        for item in block.children
        if _is_label(item)
    ]
    if len(labels) < context.options.min_items:
        return
    first, *others = (item.children[0] for item in labels)
    yield Finding(
        first.span,
        f"{len(labels)} bold list items only group the lists below them: "
        "as headings they could be linked to",
        related=tuple(Related(paragraph.span, "this one too") for paragraph in others),
    )


def _is_label(item: Block) -> bool:
    """True for a short bold text and nothing else, with a list below it."""
    if len(item.children) < 2 or item.children[1].kind != "list":
        return False
    told = [inline for inline in item.children[0].inlines if inline.text.strip(" :：")]
    return len(told) == 1 and told[0].kind == "strong" and len(told[0].text.split()) <= 8
