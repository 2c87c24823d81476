"""What other files may want to know of a document, without its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from roadmaplint.markdown.tokens import Markdown
from roadmaplint.roadmap.flat_views import views_of
from roadmaplint.roadmap.nodes import Content, Document, Heading, Link, Resource, Topic
from roadmaplint.roadmap.project import DocumentFacts, HeadingFact, LinkFact, TopicFact
from roadmaplint.roadmap.targets import classify
from roadmaplint.text.source import Location, Source, Span

#: How nearly all addresses begin that only a Catalogue holds.
_WEB = ("https://", "http://")


def facts_of(document: Document, *, catalogue: bool = True) -> DocumentFacts:
    """The picklable facts of one document; places are lines and columns, not offsets.

    Without `catalogue` they hold what rules on a Project need: a third of the whole.
    """
    source = document.source
    topics: list[TopicFact] = []
    resources: list[TopicFact] = []
    for node, trail in _nodes(document.root, ()) if catalogue else ():
        topics += (_topic(source, topic, trail) for topic in node.walk_topics())
        resources += (_resource(source, found, trail) for found in node.walk_resources())
    return DocumentFacts(
        path=source.path,
        digest=source.digest,
        is_roadmap=document.is_roadmap,
        title=document.root.title,
        language=document.root.language,
        headings=_headings(source, document.headings),
        links=tuple(
            LinkFact(
                link.target,
                link.text,
                link.kind,
                source.location(link.span),
                _place(source, link.target_span if link.precision == "exact" else None),
            )
            for link in document.links
            if (catalogue or not link.target.startswith(_WEB)) and not _is_footnote(link)
        ),
        topics=tuple(sorted(topics, key=lambda fact: fact.location)),
        resources=tuple(sorted(resources, key=lambda fact: fact.location)),
        anchors=frozenset(anchor.name for anchor in document.anchors),
    )


def page_facts_of(source: Source, markdown: Markdown) -> DocumentFacts:
    """The headings and anchors of a text that is only linked to; the rest of its facts is empty."""
    views = views_of(source, markdown)
    return DocumentFacts(
        path=source.path,
        digest=source.digest,
        is_roadmap=False,
        title=None,
        language=None,
        headings=_headings(source, (title.heading for title in views.titles)),
        links=(),
        topics=(),
        resources=(),
        anchors=frozenset(anchor.name for anchor in views.anchors),
    )


def _headings(source: Source, headings: Iterable[Heading]) -> tuple[HeadingFact, ...]:
    return tuple(
        HeadingFact(heading.text, heading.slug, heading.level, source.location(heading.span))
        for heading in headings
    )


def _is_footnote(link: Link) -> bool:
    """True for `[^1]` where the note is one word: Markdown sees a link there, readers a note."""
    label = link.label or ""
    return label.startswith("^") and classify(link.target, "").kind != "web"


def _place(source: Source, span: Span | None) -> Location | None:
    """Lines and columns, if the place is known."""
    return None if span is None else source.location(span)


def _nodes(node: Content, trail: tuple[str, ...]) -> Iterator[tuple[Content, tuple[str, ...]]]:
    """The root and every section with the titles above their content, outermost first."""
    yield node, trail
    for section in node.sections:
        yield from _nodes(section, (*trail, section.title))


def _topic(source: Source, topic: Topic, trail: tuple[str, ...]) -> TopicFact:
    """A topic; its address is that of the resource it leads with, if any."""
    url = next((found.url for found in topic.resources if found.role == "entry"), None)
    return TopicFact(topic.text, url, trail, source.location(topic.span))


def _resource(source: Source, resource: Resource, trail: tuple[str, ...]) -> TopicFact:
    """A resource."""
    return TopicFact(resource.title, resource.url, trail, source.location(resource.span))
