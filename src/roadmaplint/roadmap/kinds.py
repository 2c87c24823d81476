"""Guess what kind of thing a resource is: from its label, section, host, title."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import cast

from roadmaplint.lexicon import names_by_word
from roadmaplint.roadmap.phrases import fold, folded_words, phrase_table
from roadmaplint.roadmap.values import ResourceType, Role
from roadmaplint.text.lazy import lazy

_DOCS = lazy(r"/(?:docs?|documentation|reference|manual)(?:/|\Z)")
_HOST = lazy(r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?([^/?#:]+)([^?#]*)", re.IGNORECASE)
_SECTIONS: dict[str, ResourceType] = {
    "books": "book",
    "courses": "course",
    "certification": "certification",
}
#: Title words that say more than the host.
_STRONG: tuple[ResourceType, ...] = ("roadmap", "docs", "book", "playlist", "podcast", "dataset")
#: Kinds by a word of a label or title, in the order in which they are tried.
_BY_WORD: tuple[ResourceType, ...] = (
    *("roadmap", "book", "course", "playlist", "video", "podcast", "paper", "docs", "article"),
    *("repo", "dataset", "certification", "community", "platform", "tool"),
)


def is_generic(text: str) -> bool:
    """True for a link text like `pdf` or `[html]`."""
    return fold(text.strip(" []()")) in folded_words("link_text.kind")


def is_free(text: str) -> bool:
    """True if a text says that something costs nothing."""
    return not folded_words("free").isdisjoint(re.findall(r"[^\W\d_]+", fold(text)))


def named_kind(text: str) -> ResourceType | None:
    """The kind that a short label names, as in `Course` or `official`."""
    return _first(set(phrase_table("kind").within(text)))


def kind_of(url: str | None, title: str, label: str, role: Role) -> ResourceType:
    """The kind of a resource; `label` stands before it, `role` is its section's."""
    if label and (kind := named_kind(label)):
        return kind
    if role in _SECTIONS:
        return _SECTIONS[role]
    said = set(phrase_table("kind").within(title[:120]))
    strong = next((kind for kind in _STRONG if kind in said), None)
    return strong or _by_address(url or "") or _first(said) or "other"


def _first(said: Collection[str]) -> ResourceType | None:
    """The first kind among those a title speaks of."""
    return next((kind for kind in _BY_WORD if kind in said), None)


def _by_address(url: str) -> ResourceType | None:
    """What the host and the path of an address say."""
    match = _HOST.match(url)
    if match is None:
        return _by_ending(url.partition("#")[0])
    host, path = match[1].casefold().removeprefix("www."), match[2]
    if "youtube.com" in host and "list=" in url:
        return "playlist"
    kinds = names_by_word("host")
    parent = host.partition(".")[2]
    kind = kinds.get(host) or (None if parent.startswith("amazon.") else kinds.get(parent))
    if kind is not None:
        return cast("ResourceType", kind)
    return _by_ending(path) or ("docs" if _DOCS.search(path) else None)


def _by_ending(path: str) -> ResourceType | None:
    ending = path.rpartition(".")[2].casefold()
    return cast("ResourceType | None", names_by_word("ending").get(ending))
