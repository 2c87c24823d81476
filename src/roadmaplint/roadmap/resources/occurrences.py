"""Every link to a resource, grouped by what it leads to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple

from roadmaplint.roadmap.keys import EMPTY, compatible, is_series, topic_key, weak_key, weakly_equal
from roadmaplint.roadmap.nodes import Content, Document, Resource, Section, Topic
from roadmaplint.roadmap.stems import word_set
from roadmaplint.roadmap.terms import AND, ORDER_WORDS
from roadmaplint.roadmap.topics.packs import vocabulary
from roadmaplint.roadmap.urls import canonical_url, host_of
from roadmaplint.roadmap.views.memoize import shared
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source

Likeness = Literal["same", "close", "other"]

#: Places that a list names again and again: accounts, chats, money. A host is or ends with one.
_SOCIAL = (
    ".twitter.com",
    ".x.com",
    ".facebook.com",
    ".instagram.com",
    ".linkedin.com",
    ".t.me",
    ".telegram.me",
    ".discord.gg",
    ".discord.com",
    ".slack.com",
    ".gitter.im",
    ".whatsapp.com",
    ".patreon.com",
    ".ko-fi.com",
    ".buymeacoffee.com",
    ".opencollective.com",
    ".paypal.com",
    ".paypal.me",
    ".liberapay.com",
    ".shields.io",
)
_SPONSORS = lazy(r"//(?:www\.)?github\.com/(?:sponsors/|[^/]+/?\Z)", re.IGNORECASE)
#: Link texts that name a kind of thing or nothing at all.
_NAMELESS = word_set(
    "here this link links article video videos book paper pdf slide slides code source sources doc"
    " docs documentation website site homepage github repo repository solution solutions tutorial"
    " course demo more chat image img blog post notes wiki wikipedia youtube download web example"
    " examples ссылка здесь тут статья видео книга курс aquí aqui vídeo artículo artigo livro ici"
    " 链接 视频 这里 文章 代码 书 论文 源码 官网"
) | {"home page", "source code", "blog post"}
_SOLUTIONS = lazy(r"(?:\S+ ){0,3}\S+['’]s solutions?\Z", re.IGNORECASE)
#: Longer texts around a link are sentences, not names.
_MAX_OWNER = 80
_UNNAMED = lazy(
    r"(?:https?://|www\.)\S+\Z|(?:spring|fall|autumn|summer|winter)?[\s\d./–-]*\Z", re.IGNORECASE
)
#: What stands before the link of `- [ ] **Course**: [Title](…)`.
_LABEL = lazy(r"\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?([^\[\]:]{1,40}:[*_]*\s*)?\Z")
_TASKS = ("complete", "finish", "solve", "pick", "choose", "select", "submit", "see", " of")
_TASK = lazy(
    r"\b(?:complete|finish|solve|pick|choose|select|submit|see|(?:any|one|some|more) of)\b",
    re.IGNORECASE,
)
_MAX_LABEL = 80
#: Entries of one line that are looked at; more make no difference.
_MAX_ENTRIES = 50
_SQUEEZE = lazy(r"(?:[^\w+#]|_)+")
_SIGNS = {code: None for code in range(128) if not chr(code).isalnum() and chr(code) not in "+#"}


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
    tasked = _asks(before)
    if match is None and not tasked:
        return one
    return Occurrence(*one[:5], match is not None, label, tasked)


def _asks(words: str) -> bool:
    """True if words before a link ask to do something there."""
    folded = words.casefold()
    return any(part in folded for part in _TASKS) and _TASK.search(words) is not None


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
    return f".{host_of(url)}".endswith(_SOCIAL) or _SPONSORS.search(url) is not None


def is_nameless(title: str) -> bool:
    """True for link texts such as `here`, `Article` or `2024`, which name no resource."""
    bare = title.strip(" .,:;!()[]→")
    folded = bare.casefold()
    if folded in _NAMELESS or _UNNAMED.match(bare):
        return True
    return "solution" in folded and _SOLUTIONS.match(bare) is not None


def likeness(one: str, other: str, lang: str = "en", packs: tuple[str, ...] = ()) -> Likeness:
    """How much two titles of one address agree: the same words, nearly the same, or not."""
    if squeezed(one) == squeezed(other) != "":
        return "same"
    words = vocabulary(packs)
    left, right = topic_key(one, words, lang), topic_key(other, words, lang)
    if EMPTY in {left, right}:
        a, b = set(one.casefold().split()), set(other.casefold().split())
    elif left.form == right.form or left.glued == right.glued:
        return "same"
    else:
        a, b = set(left.form.split()), set(right.form.split())
    if weakly_equal(weak_key(one, words, lang), weak_key(other, words, lang)):
        return "close"
    common = len(a & b)
    if common and (a <= b or b <= a or common >= len(a | b) / 2) and compatible(one, other, lang):
        return "close"
    return "other"


def squeezed(text: str) -> str:
    """The letters and digits of a title, in one case."""
    folded = text.casefold()
    return folded.translate(_SIGNS) if folded.isascii() else _SQUEEZE.sub("", folded)


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
    lang, words_known = document.root.language or "en", vocabulary(document.packs)
    titles: dict[str, Occurrence] = {}
    for one in occurrences(document):
        if not one.is_entry or is_nameless(one.name):
            continue
        words, name = 0, squeezed(one.name)
        if len(one.name.split()) >= _TITLE:
            key = topic_key(one.name, words_known, lang)
            words = sum(word not in ORDER_WORDS and word != AND for word in key.form.split())
            name = key.glued or name
        first = titles.setdefault(name, one) if name else one
        if first is one or first.url == one.url or is_series(one.name) or is_series(first.name):
            continue
        near = _continues(first.url, one.url) or _said_alike(document.source.text, first, one)
        if near or words >= _LONG_TITLE or (words >= _TITLE and _neighbours(first, one)):
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
