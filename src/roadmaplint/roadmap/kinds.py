"""Guess what kind of thing a resource is: from its label, section, host, title."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from roadmaplint.roadmap.nodes import ResourceType, Role
from roadmaplint.roadmap.phrases import PhraseTable, fold, phrases
from roadmaplint.roadmap.resourcewords import ENDINGS, FREE, GENERIC_TEXTS, HOSTS, WORDS
from roadmaplint.text.lazy import lazy

_DOCS = lazy(r"/(?:docs?|documentation|reference|manual)(?:/|\Z)")
_HOST = lazy(r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?([^/?#:]+)([^?#]*)", re.IGNORECASE)
_SECTIONS: dict[str, ResourceType] = {
    "books": "book",
    "courses": "course",
    "certification": "certification",
}
#: Title words that say more than the host.
_STRONG = ("roadmap", "docs", "book", "playlist", "podcast", "dataset")


@lru_cache(maxsize=1)
def _words() -> PhraseTable:
    """Kinds by word."""
    return PhraseTable(WORDS)


@lru_cache(maxsize=1)
def _hosts() -> dict[str, ResourceType]:
    """Kinds by host."""
    return {
        host: cast("ResourceType", kind) for kind, spec in HOSTS.items() for host in spec.split()
    }


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    """Link texts that say nothing of their own."""
    return frozenset(fold(word) for word in phrases(GENERIC_TEXTS))


@lru_cache(maxsize=1)
def _free() -> frozenset[str]:
    """Words for free of charge."""
    return frozenset(fold(word) for word in phrases(FREE))


def is_generic(text: str) -> bool:
    """True for a link text like `pdf` or `[html]`."""
    return fold(text.strip(" []()")) in _generic()


def is_free(text: str) -> bool:
    """True if a text says that something costs nothing."""
    return any(word in _free() for word in re.findall(r"[^\W\d_]+", fold(text)))


def named_kind(text: str) -> ResourceType | None:
    """The kind that a short label names, as in `Course` or `official`."""
    found = set(_words().within(text))
    return next((cast("ResourceType", kind) for kind in WORDS if kind in found), None)


def kind_of(url: str | None, title: str, label: str, role: Role) -> ResourceType:
    """The kind of a resource; `label` stands before it, `role` is its section's."""
    if label and (kind := named_kind(label)):
        return kind
    if role in _SECTIONS:
        return _SECTIONS[role]
    said = set(_words().within(title[:120]))
    for kind_name in _STRONG:
        if kind_name in said:
            return cast("ResourceType", kind_name)
    return _by_address(url or "") or _first(said) or "other"


def _first(said: set[str]) -> ResourceType | None:
    """The first kind among those a title speaks of."""
    return next((cast("ResourceType", kind) for kind in WORDS if kind in said), None)


def _by_address(url: str) -> ResourceType | None:
    """What the host and the path of an address say."""
    match = _HOST.match(url)
    if match is None:
        ending = url.partition("#")[0].rpartition(".")[2].casefold()
        return cast("ResourceType | None", ENDINGS.get(ending))
    host, path = match[1].casefold().removeprefix("www."), match[2]
    if "youtube.com" in host and "list=" in url:
        return "playlist"
    hosts = _hosts()
    if (kind := hosts.get(host)) is not None:
        return kind
    parent = host.partition(".")[2]
    if (kind := hosts.get(parent)) is not None and not parent.startswith("amazon."):
        return kind
    ending = path.rpartition(".")[2].casefold() if "." in path else ""
    if ending in ENDINGS:
        return cast("ResourceType", ENDINGS[ending])
    return "docs" if _DOCS.search(path) else None
