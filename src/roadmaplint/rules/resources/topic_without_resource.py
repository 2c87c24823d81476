"""A topic without a link of its own in a roadmap where every topic should have one."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Content, Document, Topic


class Options(Struct, frozen=True):
    """`section_counts`: a list of resources in the same section serves all its topics."""

    section_counts: bool = True


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per topic that neither links nor holds a resource."""
    if not document.is_roadmap:
        return
    nodes: tuple[Content, ...] = (document.root, *document.sections)
    for node in nodes:
        if context.options.section_counts and node.resources:
            continue
        for topic in node.topics:
            if not _has_resource(topic):
                name = topic.label or topic.text
                yield Finding(topic.text_span or topic.span, f'no resource for "{_short(name)}"')


def _has_resource(topic: Topic) -> bool:
    return any(one.resources for one in topic.walk())


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
