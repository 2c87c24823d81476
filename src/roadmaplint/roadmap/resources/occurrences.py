"""Every link to a resource, grouped by what it leads to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from roadmaplint.lexicon import words
from roadmaplint.roadmap.memoize import shared
from roadmaplint.roadmap.nodes import Content, Document, Resource, Section, Topic
from roadmaplint.roadmap.phrases import contains_word
from roadmaplint.roadmap.resources.titles import is_nameless, squeeze
from roadmaplint.roadmap.topics.keys import is_series, topic_key
from roadmaplint.roadmap.topics.tokens import AND, ORDER_WORDS
from roadmaplint.roadmap.topics.vocabulary import vocabulary
from roadmaplint.roadmap.urls import canonical_url, host_matches, host_of
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source

_SPONSORS = lazy(r"//(?:www\.)?github\.com/(?:sponsors/|[^/]+/?\Z)", re.IGNORECASE)
#: Longer texts around a link are sentences, not names.
_MAX_OWNER = 80
#: What stands before the link of `- [ ] **Course**: [Title](…)`.
_LABEL = lazy(r"\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?([^\[\]:]{1,40}:[*_]*\s*)?\Z")
_MAX_LABEL = 80
#: Entries of one line that are looked at; more make no difference.
_MAX_ENTRIES = 50


class Occurrence(NamedTuple):
    """One link.

    `name` is its title, or the name of its row or item where the title says nothing. `listed` if
    it stands in a list item or table row and not in running text, `labelled` if nothing but a
    label stands before it in its item: `Course: [Title](…)`, which is then its `label`. `tasked` if
    the words before it ask to do something there: `Complete one of [Puzzles](…)`.
    """

    resource: Resource
    url: str
    name: str
    section: Section | None
    listed: bool
    labelled: bool = False
    label: str = ""
    tasked: bool = False

    @property
    def is_entry(self) -> bool:
        """True if the link leads its item, or is the link of a row that has a name."""
        return self.resource.role == "entry" or self.name != self.resource.title.strip()

    @property
    def leads(self) -> bool:
        """True if the item is about the link: an entry, or a link behind a label."""
        return self.is_entry or self.labelled

    @property
    def place(self) -> str:
        """The title of the section that holds the link, empty at the top."""
        return self.section.title if self.section else ""


@shared
def occurrences(document: Document) -> tuple[Occurrence, ...]:
    """Links to resources in document order; accounts, chats and prerequisites are left out."""
    by_place: dict[int, Occurrence] = {}
    for one in _content(document.root, None):
        by_place.setdefault(one.resource.span.start, one)
    return tuple(_with_label(by_place[place], document.source) for place in sorted(by_place))


def _with_label(one: Occurrence, source: Source) -> Occurrence:
    start = one.resource.span.start
    before = source.text[max(0, start - _MAX_LABEL) : start].rpartition("\n")[2]
    match = _LABEL.match(before) if one.listed else None
    label = (match[1] or "").strip(" :*_").casefold() if match else ""
    tasked = contains_word(before, "link_text.task_before")
    if match is None and not tasked:
        return one
    return Occurrence(*one[:5], match is not None, label, tasked)


@shared
def groups(document: Document) -> tuple[tuple[Occurrence, ...], ...]:
    """Links to one thing that stand more than once, in document order of the first."""
    by_url: dict[str, list[Occurrence]] = {}
    for one in occurrences(document):
        by_url.setdefault(one.url, []).append(one)
    return tuple(tuple(group) for group in by_url.values() if len(group) > 1)


def describes_another(document: Document, one: Occurrence) -> bool:
    """True for a link in the description of another entry, on the same line."""
    if one.leads or not one.listed:
        return False
    line = document.source.line_span(document.source.line_at(one.resource.span.start))
    found = occurrences(document)
    first = bisect_left(found, line.start, key=_start)
    last = bisect_left(found, one.resource.span.start, lo=first, key=_start)
    return any(other.is_entry for other in found[first : min(last, first + _MAX_ENTRIES)])


def _start(one: Occurrence) -> int:
    return one.resource.span.start


def _content(node: Content, section: Section | None) -> Iterator[Occurrence]:
    for resource in node.resources:
        yield from _kept(resource, "", section, resource.list_id is not None)
    for topic in node.topics:
        yield from _topic(topic, section)
    for child in node.sections:
        if child.role not in {"meta", "prerequisites", "toc"}:
            yield from _content(child, child)


def _topic(topic: Topic, section: Section | None) -> Iterator[Occurrence]:
    for resource in topic.resources:
        row = topic.text if topic.origin == "table-row" else ""
        yield from _kept(resource, row, section, True)
    for child in topic.topics:
        yield from _topic(child, section)


def _kept(
    resource: Resource, owner: str, section: Section | None, listed: bool
) -> Iterator[Occurrence]:
    if resource.url is None or resource.role in {"prerequisite", "discussion"}:
        return
    url = canonical_url(resource.url)
    title = resource.title.strip()
    if url is None or not title or (resource.role != "entry" and _is_social(resource.url)):
        return
    name = owner if owner and len(owner) <= _MAX_OWNER and is_nameless(title) else title
    yield Occurrence(resource, url, name, section, listed)


def _is_social(url: str) -> bool:
    host = host_of(url)
    social = any(host_matches(host, known) for known in words("url.social"))
    return social or _SPONSORS.search(url) is not None


#: Paths of front pages.
_EDITIONS = frozenset({"stable", "latest", "current", "main", "master", "en", "docs", "home"})
#: Words of a title that hardly two resources share.
_TITLE, _LONG_TITLE = 3, 5
#: Longer texts behind a link describe it, shorter ones tell it from others.
_TAIL_WORDS = 6
#: Files of one repository are many things with one name.
_HOSTS_OF_CODE = ("github", "gitlab", "bitbucket", "gist.")
_DASH = lazy(r"\s+[-–—:]\s")
_REPOSITORY = lazy(r"\Agithub:([^/]+)/([^/]+)\Z")
#: The language of a page among the parts of its path.
_LOCALE = lazy(r"/[a-z]{2}-[a-z]{2}(?=/|\Z)", re.IGNORECASE)
_MAX_TAIL = 80


def by_title(document: Document) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Entries with one title and two addresses that are surely one resource.

    One address continues the other or differs in its language, both lie in one folder of one site
    or are a repository and its site, one list says the same of both, or the title is five words
    long and more. Titles of three addresses, and titles that are told apart by what stands behind
    them (other authors, languages, publishers), are left out.
    """
    pairs = [
        pair for pair in _of_one_title(document) if not _told_apart(document.source.text, *pair)
    ]
    places = Counter(first.resource.span for first, _ in pairs)
    yield from (pair for pair in pairs if places[pair[0].resource.span] == 1)


def _told_apart(text: str, *pair: Occurrence) -> bool:
    first, second = (_tail(text, one) for one in pair)
    return first != second and all(0 < len(tail) <= _TAIL_WORDS for tail in (first, second))


def _said_alike(text: str, one: Occurrence, other: Occurrence) -> bool:
    """True for entries of one list with the same description behind a dash."""
    if one.resource.list_id is None or one.resource.list_id != other.resource.list_id:
        return False
    end = one.resource.span.end
    tail = _tail(text, one) if _DASH.match(text, end) else []
    return len(tail) >= _TITLE and tail == _tail(text, other)


def _tail(text: str, one: Occurrence) -> list[str]:
    """The words behind a link on its line."""
    end = one.resource.span.end
    line = text[end : end + _MAX_TAIL].partition("\n")[0]
    return line.strip(" \t\r-–—:*_().,").split()


def _of_one_title(document: Document) -> Iterator[tuple[Occurrence, Occurrence]]:
    lang, known = document.root.language or "en", vocabulary(document.packs)
    titles: dict[str, Occurrence] = {}
    for one in occurrences(document):
        if not one.is_entry or is_nameless(one.name):
            continue
        count, name = 0, squeeze(one.name)
        if len(one.name.split()) >= _TITLE:
            key = topic_key(one.name, known, lang)
            count = sum(word not in ORDER_WORDS and word != AND for word in key.form.split())
            name = key.glued or name
        first = titles.setdefault(name, one) if name else one
        if first is one or first.url == one.url or is_series(one.name) or is_series(first.name):
            continue
        near = _continues(first.url, one.url) or _said_alike(document.source.text, first, one)
        if near or count >= _LONG_TITLE or (count >= _TITLE and _neighbours(first, one)):
            yield first, one


def _neighbours(one: Occurrence, other: Occurrence) -> bool:
    """True for two pages of one folder, and for a repository and the site made of it."""
    folder = one.url.rpartition("/")[0]
    if folder.startswith(_HOSTS_OF_CODE) or other.url.startswith(_HOSTS_OF_CODE):
        return _site(one.url) == _site(other.url)
    return "/" in folder and folder == other.url.rpartition("/")[0]


def _site(url: str) -> str:
    """The project's site that a host makes of a repository, other addresses as they are."""
    return _REPOSITORY.sub(r"\1.github.io/\2", url).casefold()


def _continues(one: str, other: str) -> bool:
    """True if one address lies below the other, or differs in its edition or language alone."""
    if one.startswith(_HOSTS_OF_CODE):
        return False
    short, long = sorted((_LOCALE.sub("", one), _LOCALE.sub("", other)), key=len)
    below = long.removeprefix(short + "/")
    return short == long or (below != long and ("/" in short or below in _EDITIONS))
