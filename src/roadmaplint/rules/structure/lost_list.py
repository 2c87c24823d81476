"""List items that are plain paragraphs because the Markdown of a text was lost."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Related, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.recover import Block, Recovered
from roadmaplint.rules._shared.rebuild import lost_regions, rebuild

_MEMBERS = frozenset({"item", "label", "row"})


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per text or region, on its first item; `related` names the others."""
    for found in lost_regions(document):
        members = _members(found)
        if not members:
            continue
        rebuilt = rebuild(document, found)
        edits = rebuilt.lists if found.headings else tuple(sorted(rebuilt.headings + rebuilt.lists))
        count = len(members)
        items = (
            "1 list item is a plain paragraph"
            if count == 1
            else f"{count} list items are plain paragraphs"
        )
        yield Finding(
            members[0].span,
            f"{items}: the lists of this text are lost",
            Fix("Write lists", edits, Safety.UNSAFE) if edits else None,
            tuple(Related(member.span, "this one too") for member in members[1:]),
        )


def _members(found: Recovered) -> list[Block]:
    return [block for block in found.blocks if block.kind in _MEMBERS]
