"""Topics: symbols of a whole project, found by a part of their name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice

from lsprotocol import types

from roadmaplint.roadmap.project_index import DocumentFacts, TopicFact
from roadmaplint.server.addresses import uri_of
from roadmaplint.server.checking import Compared
from roadmaplint.server.convert import Texts

_MOST = 300
_Found = tuple[str, types.SymbolKind, TopicFact]


def symbols(compared: Compared, query: str, texts: Texts) -> list[types.SymbolInformation]:
    """Topics, resources and headings whose name holds every word of a query, at most 300."""
    words = query.casefold().split()
    found = islice(_matching(compared, words), _MOST)
    return [symbol for hit in found for symbol in _symbol(hit, compared.root, texts)]


def _matching(compared: Compared, words: list[str]) -> Iterator[_Found]:
    for path, facts in sorted(compared.facts.items()):
        for kind, fact in _named(facts):
            name = fact.text.casefold()
            if fact.text.strip() and all(word in name for word in words):
                yield path, kind, fact


def _named(facts: DocumentFacts) -> Iterator[tuple[types.SymbolKind, TopicFact]]:
    for topic in facts.topics:
        yield types.SymbolKind.Field, topic
    for heading in facts.headings:
        yield types.SymbolKind.Namespace, TopicFact(heading.text, None, (), heading.location)
    for resource in facts.resources:
        yield types.SymbolKind.Key, resource


def _symbol(found: _Found, root: str, texts: Texts) -> Iterator[types.SymbolInformation]:
    path, kind, fact = found
    absolute = os.path.normpath(os.path.join(root, path))
    places = texts.at(absolute, root)
    if places is not None:
        yield types.SymbolInformation(
            location=types.Location(uri_of(absolute), places.range(fact.location)),
            name=" ".join(fact.text.split())[:120],
            kind=kind,
            container_name=" › ".join(fact.trail) or path,
        )
