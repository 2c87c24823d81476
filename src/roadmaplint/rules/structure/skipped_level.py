"""A heading more than one level below the heading before it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Related, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.rules._shared.outline import level_name, relevelled


class Options(Struct, frozen=True):
    """`each`: one finding per heading instead of one per document."""

    each: bool = False


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding that names every skip; the first heading never skips."""
    skips = list(_skips(document.headings))
    if not skips:
        return
    fix = _fix(document)
    if context.options.each:
        for before, heading in skips:
            yield Finding(heading.span, _message(before, heading), fix)
        return
    before, first = skips[0]
    more = f" ({len(skips)} such headings)" if len(skips) > 1 else ""
    yield Finding(
        first.span,
        _message(before, first) + more,
        fix,
        tuple(Related(heading.span, "skips a level too") for _, heading in skips[1:]),
    )


def _skips(headings: tuple[Heading, ...]) -> Iterator[tuple[Heading, Heading]]:
    before: Heading | None = None
    for heading in headings:
        if heading.style == "summary":
            continue
        if before is not None and heading.level > before.level + 1 and heading.block:
            yield before, heading
        before = heading


def _message(before: Heading, heading: Heading) -> str:
    skipped = " and ".join(level_name(level) for level in range(before.level + 1, heading.level))
    follows = f"follows an {level_name(before.level)}"
    verb = "is" if heading.level == before.level + 2 else "are"
    return f'"{heading.text}" skips a level: it {follows}, {skipped} {verb} missing between'


def _fix(document: Document) -> Fix | None:
    """Raise what hangs below a gap, siblings and all."""
    levels = list(_closed_up(document.headings))
    moved = [(heading, level) for heading, level in levels if level != heading.level]
    # Of several first-level headings most are sections, which several-titles pushes into the gap.
    several = sum(heading.level == 1 for heading in document.headings) > 1
    if several and any(level == 2 for _, level in moved):
        return None
    edits = relevelled(document.source, moved)
    return Fix("Close the gaps between levels", edits, Safety.UNSAFE) if edits else None


def _closed_up(headings: tuple[Heading, ...]) -> Iterator[tuple[Heading, int]]:
    """Every heading with a level one below its parent's; tops keep theirs."""
    stack: list[tuple[int, int]] = []
    for heading in headings:
        while stack and stack[-1][0] >= heading.level:
            stack.pop()
        level = stack[-1][1] + 1 if stack else heading.level
        stack.append((heading.level, level))
        yield heading, level
