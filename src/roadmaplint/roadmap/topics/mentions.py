"""Every place where a document names a thing to learn, with the key of its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from roadmaplint.roadmap.memoize import shared
from roadmaplint.roadmap.nodes import Content, Document, Item, Resource, Section, Topic
from roadmaplint.roadmap.prose import texts
from roadmaplint.roadmap.resources.titles import is_nameless
from roadmaplint.roadmap.topics.acronyms import harvest
from roadmaplint.roadmap.topics.keys import EMPTY, Key, Vocabulary, is_series, topic_key
from roadmaplint.roadmap.topics.vocabulary import vocabulary, with_acronyms, with_equal_names
from roadmaplint.roadmap.urls import canonical_url
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

MentionKind = Literal["heading", "topic", "part", "row", "resource"]
_BRACKET_LIST = lazy(r"\s*[(（][^()（）]*[,、，;][^()（）]*[)）]?")
_TAIL = lazy(r"\s*[:：]\s*$")
_SENTENCE_WORDS = 14
_SENTENCE_SIGNS = 28
_TAIL_WORDS = 6


class Mention(Struct, frozen=True):
    """One mention.

    `node` identifies the heading or item, `ancestors` those above it, outermost first. `list_id`
    is that of the surrounding list. `url` is canonical, None where the mention has no link of its
    own. `leaf` is False for headings, groups and labels, which own what
    follows them; `group` is True for an item with items below it.
    """

    text: str
    key: Key
    span: Span
    kind: MentionKind
    node: int
    ancestors: tuple[int, ...]
    section: Section | None
    list_id: int | None
    url: str | None
    leaf: bool
    group: bool = False

    @property
    def place(self) -> str:
        """The title of the section that holds the mention, empty at the top."""
        return self.section.title if self.section else ""


class Mentions(Struct, frozen=True):
    """All mentions of a document in document order, and the acronyms that it defines."""

    all: tuple[Mention, ...]
    words: Vocabulary
    defined: frozenset[str]


@shared
def mentions_of(document: Document, same: tuple[str, ...] = ()) -> Mentions:
    """The mentions of a document.

    `same` holds names that a project counts as one: `first name = other name`.
    """
    defined = harvest((text for _, text in texts(document)), document.root.language or "en")
    words = with_acronyms(vocabulary(document.packs), defined)
    words = with_equal_names(words, same, document.root.language or "en") if same else words
    reader = _Reader(document, words)
    found = sorted(reader.content(document.root, None, ()), key=lambda mention: mention.span)
    return Mentions(tuple(found), words, frozenset(defined))


def is_cjk_prose(text: str) -> bool:
    """True for sentences in scripts without spaces between words."""
    if len(text) <= _SENTENCE_SIGNS or text.isascii():
        return False
    signs = ("\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" for char in text)
    return sum(signs) > _SENTENCE_SIGNS


class _Reader:
    """Walks one document's tree."""

    def __init__(self, document: Document, words: Vocabulary) -> None:
        self.words = words
        self.text = document.source.text
        self.lang = document.root.language or "en"

    def content(
        self, node: Content, section: Section | None, above: tuple[int, ...]
    ) -> Iterator[Mention]:
        for topic in node.topics:
            yield from self.topic(topic, section, above)
        for resource in node.resources:
            yield from self.resource(resource, section, above)
        for child in node.sections:
            key = self.key(child.title)
            if key is not EMPTY:
                url = canonical_url(child.title_url) if child.title_url else None
                yield Mention(
                    child.title,
                    key,
                    child.span,
                    "heading",
                    child.span.start,
                    above,
                    section,
                    None,
                    url,
                    False,
                )
            yield from self.content(child, child, (*above, child.span.start))

    def topic(
        self, topic: Topic, section: Section | None, above: tuple[int, ...]
    ) -> Iterator[Mention]:
        below = (*above, topic.span.start)
        head = _head(topic, self.text)
        # Lists of tags name what a part touches, not what is to be learnt there.
        if head and topic.origin != "code-span":
            place = topic.label_span if topic.label and topic.label_span else topic.text_span
            key = self.key(head)
            if key is not EMPTY:
                yield Mention(
                    head,
                    key,
                    place or topic.span,
                    "row" if topic.origin == "table-row" else "topic",
                    topic.span.start,
                    above,
                    section,
                    topic.list_id,
                    _own_url(topic, head),
                    not (topic.topics or topic.resources or topic.items) and head == topic.text,
                    bool(topic.topics),
                )
        # `Sorting, part 2` is one name, not a list; brackets behind a book hold its authors.
        one = is_series(topic.text) or (section is not None and section.role == "books")
        one = one or is_cjk_prose(topic.text)
        for item in () if one else topic.items:
            yield from self.item(item, topic, section, below if head else above)
        for child in topic.topics:
            yield from self.topic(child, section, below)
        for resource in topic.resources:
            yield from self.resource(resource, section, below)

    def item(
        self, item: Item, topic: Topic, section: Section | None, above: tuple[int, ...]
    ) -> Iterator[Mention]:
        key = self.key(item.text)
        span = item.span or topic.span
        if key is not EMPTY:
            yield Mention(
                item.text,
                key,
                span,
                "part",
                span.start,
                above,
                section,
                topic.list_id,
                None,
                not item.items,
            )
        for child in item.items:
            yield from self.item(child, topic, section, (*above, span.start))

    def resource(
        self, resource: Resource, section: Section | None, above: tuple[int, ...]
    ) -> Iterator[Mention]:
        if resource.role != "entry":
            return
        key = self.key(resource.title)
        if key is not EMPTY:
            yield Mention(
                resource.title,
                key,
                resource.span,
                "resource",
                resource.span.start,
                above,
                section,
                resource.list_id,
                canonical_url(resource.url) if resource.url else None,
                True,
            )

    def key(self, text: str) -> Key:
        """The key of a name; EMPTY for sentences."""
        if len(text.split()) > _SENTENCE_WORDS or is_cjk_prose(text):
            return EMPTY
        return topic_key(text, self.words, self.lang)


def _head(topic: Topic, source: str) -> str:
    """What the topic itself is called: its label, or its text without a list in brackets.

    Empty for a topic that is nothing but a list of parts. A short text behind a label that is not
    bold belongs to the name: `Complexity: Part 2`.
    """
    if topic.label:
        place = topic.label_span
        bold = place is not None and source.startswith(("*", "_"), max(0, place.start - 1))
        bold = bold or (place is not None and source.startswith(("*", "_"), place.start))
        tail = topic.text[len(topic.label) :].strip(" :：–—-")
        owns = topic.topics or topic.resources or topic.items
        if bold or owns or not tail or len(tail.split()) > _TAIL_WORDS:
            return _TAIL.sub("", topic.label)
        return topic.text
    if any(item.via == "comma" for item in topic.items) and not is_series(topic.text):
        return ""
    return _TAIL.sub("", _BRACKET_LIST.sub("", topic.text)).strip()


def _own_url(topic: Topic, head: str) -> str | None:
    """The address of a link whose text is the topic itself."""
    row = topic.origin == "table-row"
    for resource in topic.resources:
        own = resource.title == head or resource.span.start <= topic.span.start
        # `Ada's answer [code](…)`: the text of the link is a part of the name.
        part = head == topic.text and resource.title in head
        if resource.url and (own or part or (row and is_nameless(resource.title))):
            return canonical_url(resource.url)
    return None
