"""Structure that was lost on the way, mostly by copy and paste."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.core.finding import Finding, Fix, Related, Safety
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.recover.document import Block, Recovered
from roadmaplint.roadmap.recover.writer import lost_regions, rebuild


@rule(on=Document)
def lost_heading(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per text or region, on its first title; `related` names the others."""
    for found in lost_regions(document):
        if not found.headings:
            continue
        first, *others = found.headings
        edits = rebuild(document, found).headings
        yield Finding(
            first.span,
            _message(found),
            Fix("Write headings and contents", edits, Safety.UNSAFE) if edits else None,
            (
                *(Related(heading.span, "this title too") for heading in others),
                *(Related(entry.span, "an entry of the contents") for entry in found.toc),
            ),
        )


def _message(found: Recovered) -> str:
    count = len(found.headings)
    titles = (
        "1 title is a plain paragraph" if count == 1 else f"{count} titles are plain paragraphs"
    )
    parts = [f"{titles}: the heading structure of this text is lost"]
    if found.toc:
        parts.append("so are the links of its table of contents")
    unsure = sum(not heading.sure for heading in found.headings)
    if unsure:
        some = "1 level is a guess" if unsure == 1 else f"{unsure} levels are guesses"
        parts.append(f"{some}, neither contents nor numbers support them")
    return "; ".join(parts)


_MEMBERS = frozenset({"item", "label", "row"})


@rule(on=Document)
def lost_list(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
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
