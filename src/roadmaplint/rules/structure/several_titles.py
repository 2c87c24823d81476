"""More than one heading of the first level."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Related, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.rules._shared.outline import relevelled


class Options(Struct, frozen=True):
    """`each`: one finding per Markdown heading, if the title comes first. `level`: titles'."""

    each: bool = False
    level: int = 1


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding that names all titles after the first."""
    options = context.options
    headings = [h for h in document.headings if h.block is not None or not options.each]
    titles = [heading for heading in headings if heading.level == options.level]
    if len(titles) < 2 or (options.each and titles[0] is not headings[0]):
        return
    fix = _fix(document, titles)
    if options.each:
        for title in titles[1:]:
            yield Finding(title.span, f'"{title.text}" is another title', fix)
        return
    more = len(titles) - 1
    noun = "section is" if more == 1 else "sections are"
    yield Finding(
        titles[1].span,
        f"{more} {noun} written as a first-level heading (H1) beside the title",
        fix,
        tuple(Related(title.span, "another H1") for title in titles[2:]),
    )


def _fix(document: Document, titles: list[Heading]) -> Fix | None:
    """Push every section after the first title one level down."""
    after = [h for h in document.headings if h.span.start >= titles[1].span.start]
    edits = relevelled(document.source, list(_pushed(after, titles[0].level)))
    return Fix("Push the sections one level down", edits, Safety.UNSAFE) if edits else None


def _pushed(headings: list[Heading], top: int) -> Iterator[tuple[Heading, int]]:
    """New levels; what skips a level below its section stays, for the gap takes the step."""
    section: list[Heading] = []
    for heading in headings:
        if heading.level <= top and section:
            yield from _section(section)
            section = []
        section.append(heading)
    yield from _section(section)


def _section(section: list[Heading]) -> Iterator[tuple[Heading, int]]:
    title, *below = section
    yield title, title.level + 1
    step = int(any(heading.level == title.level + 1 for heading in below))
    for heading in below:
        yield heading, heading.level + step
