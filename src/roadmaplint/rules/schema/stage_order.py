"""Stages that stand in the wrong order, or too few of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Related
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document, Section, StageIndex
from roadmaplint.text.lazy import lazy

_BETWEEN = lazy(r"\d[.,]\d")
_LEVELS = {"prerequisite": 0, "beginner": 1, "intermediate": 2, "advanced": 3, "expert": 4}


class Options(Struct, frozen=True):
    """`min_stages`: how many stages a roadmap must have, beside each other."""

    min_stages: int = 0


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per stage that belongs before the one above, and one for too few."""
    if not document.is_roadmap:
        return
    groups = [
        [section for section in node.sections if section.stage is not None]
        for node in (document.root, *document.sections)
    ]
    most = max(map(len, groups))
    if most < context.options.min_stages:
        yield Finding(
            document.root.title_span or document.source.line_span(1),
            f"stages: {most}, at least {context.options.min_stages} expected (sections with a"
            " level or a period in their titles)",
        )
    for group in groups:
        for above, stage in pairwise(group):
            if _is_before(stage, above):
                yield Finding(
                    stage.span,
                    f'the stage "{stage.title}" belongs before "{above.title}"',
                    related=(Related(above.span, "stands above it"),),
                )


def _is_before(stage: Section, above: Section) -> bool:
    """True if the level, or the place in a sequence, of a stage is lower than that of another."""
    one, other = stage.stage, above.stage
    if one is None or other is None:
        return False
    if one.level and other.level:
        return _LEVELS[one.level] < _LEVELS[other.level]
    if _BETWEEN.search(one.matched) or _BETWEEN.search(other.matched):
        return False  # `Stage 1.5`
    if one.index is None or other.index is None or one.index.unit != other.index.unit:
        return False
    return one.index.first < other.index.first and _end(one.index) < _end(other.index)


def _end(index: StageIndex) -> int:
    return index.first if index.last is None else index.last
