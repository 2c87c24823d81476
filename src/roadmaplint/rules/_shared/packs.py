"""Shipped knowledge for rules, read once when a rule first needs it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from roadmaplint import data
from roadmaplint.roadmap.concepts import load_vocabulary
from roadmaplint.roadmap.keys import Vocabulary


@cache
def vocabulary() -> Vocabulary:
    """Concepts with their names and acronyms (rules/packs/concepts.toml, compiled)."""
    return load_vocabulary(data.pack_text("concepts.json"))


@cache
def names() -> Mapping[str, str]:
    """Names as their makers write them, by case-folded form (rules/packs/terms.toml)."""
    table = tomllib.loads(data.pack_text("terms.toml"))
    return {name.casefold(): name for name in table["names"]}


class Retired(NamedTuple):
    """A product that was closed, renamed or replaced: see rules/packs/retired.toml."""

    since: str
    what: str
    use: str
    source: str


@cache
def retired() -> Mapping[str, Retired]:
    """Retired products by the names that lists give them (rules/packs/retired.toml)."""
    table = tomllib.loads(data.pack_text("retired.toml"))
    return {
        name: Retired(entry["since"], entry["what"], entry["use"], entry["source"])
        for entry in table["retired"]
        for name in entry["names"]
    }
