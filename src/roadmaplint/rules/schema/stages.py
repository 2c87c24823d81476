"""Stages of a roadmap: empty, thin, or out of order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from roadmaplint.core.finding import Finding, Related
from roadmaplint.core.rule import Context, rule
from roadmaplint.roadmap.nodes import Content, Document, Section, StageIndex
from roadmaplint.roadmap.section_roles import is_marked, stages, with_subsections
from roadmaplint.text.lazy import lazy

_SHOWN = 3


class StageWithoutResourceOptions(Struct, frozen=True):
    """`max_related`: how many further stages one finding names."""

    max_related: int = 50


@rule(on=Document, options=StageWithoutResourceOptions)
def stage_without_resource(
    document: Document, context: Context[StageWithoutResourceOptions]
) -> Iterator[Finding]:
    """Yield one finding on the first stage without a resource; `related` names the others."""
    if not document.is_roadmap:
        return
    found = stages(document)
    bare = [stage for stage in found if not _has_resource(stage)]
    # Without levels or numbers in the titles, one section of many may be something else.
    if not bare or (not any(map(is_marked, found)) and 2 * len(bare) < len(found)):
        return
    names = ", ".join(f'"{stage.title}"' for stage in bare[:_SHOWN])
    more = f" and {len(bare) - _SHOWN} more" if len(bare) > _SHOWN else ""
    yield Finding(
        bare[0].span,
        f"{len(bare)} of {len(found)} stages link no resource: {names}{more}",
        related=tuple(
            Related(stage.span, f'"{stage.title}" has none, either')
            for stage in bare[1 : context.options.max_related + 1]
        ),
    )


def _has_resource(stage: Section) -> bool:
    """True if the stage or a section below it links or names something to learn from."""
    for node in with_subsections(stage):
        if node.title_url or any(media.kind == "video" for media in node.media):
            return True
        if any(resource.role != "prerequisite" for resource in node.walk_resources()):
            return True
    return False


class ThinStageOptions(Struct, frozen=True):
    """The least that every top stage must hold, its subsections included."""

    min_topics: int = 3
    min_resources: int = 1
    min_durations: int = 1


@rule(on=Document, options=ThinStageOptions)
def thin_stage(document: Document, context: Context[ThinStageOptions]) -> Iterator[Finding]:
    """Yield one finding per top stage and missing part."""
    if not document.is_roadmap:
        return
    options = context.options
    for stage in _top_stages(document.root):
        nodes = (stage, *stage.walk_sections())
        counts = (
            ("topics", sum(1 for n in nodes for _ in n.walk_topics()), options.min_topics),
            ("resources", sum(1 for n in nodes for _ in n.walk_resources()), options.min_resources),
            ("durations", sum(_durations(n) for n in nodes), options.min_durations),
        )
        for name, count, least in counts:
            if count < least:
                message = f'"{stage.title}": {name}: {count}, at least {least} expected'
                yield Finding(stage.span, message)


def _durations(node: Content) -> int:
    return len(node.durations) + sum(len(topic.durations) for topic in node.walk_topics())


def _top_stages(node: Content) -> Iterator[Section]:
    for section in node.sections:
        if section.stage is not None or section.role == "stage":
            yield section
        else:
            yield from _top_stages(section)


_BETWEEN = lazy(r"\d[.,]\d")
_LEVELS = {"prerequisite": 0, "beginner": 1, "intermediate": 2, "advanced": 3, "expert": 4}


class StageOrderOptions(Struct, frozen=True):
    """`min_stages`: how many stages a roadmap must have, beside each other."""

    min_stages: int = 0


@rule(on=Document, options=StageOrderOptions)
def stage_order(document: Document, context: Context[StageOrderOptions]) -> Iterator[Finding]:
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
