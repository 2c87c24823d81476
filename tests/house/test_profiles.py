"""Every profile names rules that exist and options that its rules have, with values they take."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import asdict

from roadmaplint import data
from roadmaplint.config.profiles import RuleNames
from roadmaplint.config.schema import profile_schema
from roadmaplint.config.validation import key_of, problems
from roadmaplint.core.registry import load, shipped

RULES = shipped()
CARDS = {name: entry.card for name, entry in RULES.by_name.items()}
OPTIONS = {name: load(entry).options for name, entry in RULES.by_name.items()}
PROFILES = {name: tomllib.loads(data.profile_text(name)) for name in data.profile_names()}
MEANT = RuleNames(CARDS)


def tables(profile: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield profile
    yield from profile.get("overrides", [])


def settings(profile: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for table in tables(profile):
        for rule, values in table.get("rules", {}).items():
            yield from ((rule, key) for key in values)


@pytest.mark.parametrize("name", PROFILES)
def test_every_option_is_one_of_its_rule(name: str) -> None:
    for rule, key in settings(PROFILES[name]):
        assert rule in CARDS
        known = {key_of(field) for field in asdict(OPTIONS[rule]())}
        assert key == "severity" or key.replace("_", "-") in known, f"{rule}.{key}"


@pytest.mark.parametrize("name", PROFILES)
def test_every_value_is_one_that_its_option_takes(name: str) -> None:
    assert list(problems(profile_schema(CARDS, OPTIONS), PROFILES[name])) == []


@pytest.mark.parametrize("name", PROFILES)
def test_every_word_of_a_selection_means_a_rule(name: str) -> None:
    words = MEANT.words
    known = {word.casefold() for word in words}
    known |= {alias.casefold() for card in CARDS.values() for alias in card.aliases}
    foreign = {"md"} if name == "markdownlint" else set()
    for table in tables(PROFILES[name]):
        for key in ("select", "extend-select", "ignore", "fixable", "unfixable"):
            for word in table.get(key, []):
                assert word.casefold() in known or word[:2].casefold() in foreign, word


def test_no_profile_is_empty_but_the_default_one() -> None:
    bare = {name for name, profile in PROFILES.items() if not list(settings(profile))}
    assert bare <= {"roadmap"}
