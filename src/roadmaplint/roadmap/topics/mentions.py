"""Every place where a document names a thing to learn, with the key of its name."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from roadmaplint.roadmap.memoize import shared
from roadmaplint.roadmap.nodes import Content, Document, Item, Resource, Section, Topic
from roadmaplint.roadmap.prose import texts
from roadmaplint.roadmap.resources.titles import is_nameless
from roadmaplint.roadmap.topics.acronyms import harvest
from roadmaplint.roadmap.topics.keys import NO_KEY, Key, Vocabulary, is_series, topic_key
from roadmaplint.roadmap.topics.vocabulary import vocabulary, with_acronyms, with_equal_names
from roadmaplint.roadmap.urls import canonical_url
from roadmaplint.text.lazy import lazy
from roadmaplint.text.scripts import script_of
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
    own. `leaf` is False for headings, groups and labels, which own what follows them; `group` is
    True for an item with items below it.
    """

    text: str
    kind: MentionKind
    span: Span
    node: int
    ancestors: tuple[int, ...]
    section: Section | None
    list_id: int | None = None
    url: str | None = None
    leaf: bool = False
    group: bool = False
    key: Key = NO_KEY

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
    lang = document.root.language or "en"
    defined = harvest((text for _, text in texts(document)), lang)
    words = with_acronyms(vocabulary(document.packs), defined)
    words = with_equal_names(words, same, lang) if same else words
    reader = _Reader(document, words)
    reader.read(document.root, None, ())
    found = sorted(reader.found, key=lambda mention: mention.span)
    return Mentions(tuple(found), words, frozenset(defined))


def is_cjk_prose(text: str) -> bool:
    """True for sentences in scripts without spaces between words."""
    if len(text) <= _SENTENCE_SIGNS or text.isascii():
        return False
    return sum(script_of(char)[0] == "cjk" for char in text) > _SENTENCE_SIGNS


class _Reader:
    """Collects the mentions of a tree; `above` are the nodes above, outermost first."""

    def __init__(self, document: Document, words: Vocabulary) -> None:
        self.found: list[Mention] = []
        self._words = words
        self._text = document.source.text
        self._lang = document.root.language or "en"

    def read(self, node: Content, section: Section | None, above: tuple[int, ...]) -> None:
        for topic in node.topics:
            self._topic(topic, section, above)
        for resource in node.resources:
            self._resource(resource, section, above)
        for child in node.sections:
            span, url = child.span, _canonical(child.title_url)
            self._add(Mention(child.title, "heading", span, span.start, above, section, url=url))
            self.read(child, child, (*above, span.start))

    def _add(self, mention: Mention) -> None:
        """Keep a mention with its key, unless its text is a sentence."""
        if len(mention.text.split()) > _SENTENCE_WORDS or is_cjk_prose(mention.text):
            return
        key = topic_key(mention.text, self._words, self._lang)
        if key is not NO_KEY:
            self.found.append(replace(mention, key=key))

    def _topic(self, topic: Topic, section: Section | None, above: tuple[int, ...]) -> None:
        below = (*above, topic.span.start)
        head = _head(topic, self._text)
        # Lists of tags name what a part touches, not what is to be learnt there.
        if head and topic.origin != "code-span":
            kind: MentionKind = "row" if topic.origin == "table-row" else "topic"
            place = topic.label_span if topic.label and topic.label_span else topic.text_span
            mention = Mention(
                head,
                kind,
                place or topic.span,
                topic.span.start,
                above,
                section,
                topic.list_id,
                _own_url(topic, head),
                leaf=not (topic.topics or topic.resources or topic.items) and head == topic.text,
                group=bool(topic.topics),
            )
            self._add(mention)
        # `Sorting, part 2` is one name, not a list; brackets behind a book hold its authors.
        one = is_series(topic.text) or (section is not None and section.role == "books")
        if not one and not is_cjk_prose(topic.text):
            for item in topic.items:
                self._item(item, topic, section, below if head else above)
        for child in topic.topics:
            self._topic(child, section, below)
        for resource in topic.resources:
            self._resource(resource, section, below)

    def _item(
        self, item: Item, topic: Topic, section: Section | None, above: tuple[int, ...]
    ) -> None:
        span = item.span or topic.span
        start, leaf = span.start, not item.items
        list_id = topic.list_id
        self._add(Mention(item.text, "part", span, start, above, section, list_id, leaf=leaf))
        for child in item.items:
            self._item(child, topic, section, (*above, span.start))

    def _resource(
        self, resource: Resource, section: Section | None, above: tuple[int, ...]
    ) -> None:
        if resource.role != "entry":
            return
        title, span, url = resource.title, resource.span, _canonical(resource.url)
        start, list_id = span.start, resource.list_id
        self._add(Mention(title, "resource", span, start, above, section, list_id, url, leaf=True))


def _canonical(url: str | None) -> str | None:
    return canonical_url(url) if url else None


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
