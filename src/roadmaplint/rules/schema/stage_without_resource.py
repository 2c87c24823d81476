"""Stages of a roadmap without anything to learn from."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Related
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document, Section
from roadmaplint.rules._shared.stages import is_marked, nodes, stages

_SHOWN = 3


class Options(Struct, frozen=True):
    """`max_related`: how many further stages one finding names."""

    max_related: int = 50


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
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
    for node in nodes(stage):
        if node.title_url or any(media.kind == "video" for media in node.media):
            return True
        if any(resource.role != "prerequisite" for resource in node.walk_resources()):
            return True
    return False
