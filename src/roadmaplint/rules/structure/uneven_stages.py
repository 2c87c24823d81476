"""Parallel stages of which most, but not all, have a section of some name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document, Section

_LEAST_STAGES = 3


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per stage and section that its sister stages have."""
    if not document.is_roadmap:
        return
    parents: list[Sequence[Section]] = [document.root.sections]
    parents += [section.sections for section in document.sections]
    for sections in parents:
        stages = [section for section in sections if section.role == "stage"]
        if len(stages) >= _LEAST_STAGES:
            yield from _uneven(stages)


def _uneven(stages: Sequence[Section]) -> Iterator[Finding]:
    parts = [{part.title.casefold(): part.title for part in stage.sections} for stage in stages]
    names = dict.fromkeys(name for part in parts for name in part)
    for name in names:
        having = sum(name in part for part in parts)
        if having == len(stages) or having * 3 < len(stages) * 2:
            continue
        title = next(part[name] for part in parts if name in part)
        for stage, part in zip(stages, parts, strict=True):
            if name not in part:
                yield Finding(
                    stage.span,
                    f'"{stage.title}" has no section "{title}", {having} of {len(stages)} '
                    "stages have one",
                )
