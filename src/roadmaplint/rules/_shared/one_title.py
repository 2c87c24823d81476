"""Entries with one title and two addresses that are surely one resource."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from roadmaplint.roadmap.keys import is_series, topic_key
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.terms import AND, ORDER_WORDS
from roadmaplint.rules._shared.occurrences import Occurrence, is_nameless, occurrences, squeezed
from roadmaplint.rules._shared.packs import vocabulary
from roadmaplint.text.lazy import lazy

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
