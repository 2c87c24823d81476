"""Shipped knowledge for rules, read once when a rule first needs it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

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
