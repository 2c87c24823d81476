"""A stage without enough topics, resources or durations."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Content, Document, Section


class Options(Struct, frozen=True):
    """The least that every top stage must hold, its subsections included."""

    min_topics: int = 3
    min_resources: int = 1
    min_durations: int = 1


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
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
