"""Shipped knowledge for rules, read once when a rule first needs it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from roadmaplint import data
from roadmaplint.roadmap.concepts import extended, load_vocabulary, parse_pack
from roadmaplint.roadmap.keys import Vocabulary

#: Packs are few and the same for all files of a run.
_KEPT = 8


@lru_cache(_KEPT)
def vocabulary(packs: tuple[str, ...] = ()) -> Vocabulary:
    """Concepts with their names and acronyms (rules/packs/concepts.toml, compiled).

    `packs` are the texts of the project's own packs, later ones on top. Raises ValueError where
    they contradict each other.
    """
    if not packs:
        return load_vocabulary(data.pack_text("concepts.json"))
    return extended(vocabulary(), (one for text in packs for one in parse_pack(text)))


@lru_cache(_KEPT)
def names(packs: tuple[str, ...] = ()) -> Mapping[str, str]:
    """Names as their makers write them, by case-folded form (rules/packs/terms.toml)."""
    texts = (data.pack_text("terms.toml"), *packs)
    found = (name for text in texts for name in tomllib.loads(text).get("names", []))
    return {name.casefold(): name for name in found}


class Retired(Struct, frozen=True):
    """A product that was closed, renamed or replaced: see rules/packs/retired.toml."""

    since: str
    what: str
    use: str
    source: str


@lru_cache(_KEPT)
def retired(packs: tuple[str, ...] = ()) -> Mapping[str, Retired]:
    """Retired products by the names that lists give them (rules/packs/retired.toml)."""
    texts = (data.pack_text("retired.toml"), *packs)
    return {
        name: Retired(entry["since"], entry["what"], entry.get("use", ""), entry["source"])
        for text in texts
        for entry in tomllib.loads(text).get("retired", [])
        for name in entry["names"]
    }
