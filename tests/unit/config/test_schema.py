"""The published schemas follow the rules' options and agree with the loader."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from typing import Any

import jsonschema
import pytest

from roadmaplint import data
from roadmaplint.config.layers import DEFAULT_PROFILE
from roadmaplint.config.profiles import profile_layers
from roadmaplint.config.schema import config_schema, profile_schema
from roadmaplint.config.validation import options_schema
from roadmaplint.core.registry import RuleSet, load, shipped


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return shipped()


@pytest.fixture(scope="module")
def options(rules: RuleSet) -> dict[str, type]:
    return {name: load(entry).options for name, entry in rules.by_name.items()}


@dataclass(frozen=True)
class Odd:
    """An option of a type that no file can hold."""

    thing: bytes = b""


@dataclass(frozen=True)
class Lists:
    """Options whose types have parts."""

    tags: frozenset[str] = frozenset({"b", "a"})
    limit: int | None = None
    either: int | str = 1


def test_options_become_schemas() -> None:
    assert options_schema(Lists, {"limit": "The most."}) == {
        "tags": {"type": "array", "items": {"type": "string"}, "default": ["a", "b"]},
        "limit": {"type": "integer", "description": "The most."},
        "either": {"anyOf": [{"type": "integer"}, {"type": "string"}], "default": 1},
    }
    with pytest.raises(TypeError):
        options_schema(Odd)


def test_every_shipped_rule_has_options_that_a_file_can_hold(
    rules: RuleSet, options: dict[str, type]
) -> None:
    cards = {name: entry.card for name, entry in rules.by_name.items()}
    for make in (config_schema, profile_schema):
        schema = make(cards, options)
        jsonschema.Draft202012Validator.check_schema(schema)
        assert set(schema["$defs"]["rules"]["properties"]) - {"local"} == set(cards)
        json.dumps(schema)


def _known(table: dict[str, Any], rules: RuleSet) -> dict[str, Any]:
    named = table.get("rules", {})
    return {**table, "rules": {name: one for name, one in named.items() if name in rules.by_name}}


@pytest.mark.parametrize("name", data.profile_names())
def test_every_profile_fits_the_rules(name: str, rules: RuleSet, options: dict[str, type]) -> None:
    table = tomllib.loads(data.profile_text(name))
    cards = {rule: entry.card for rule, entry in rules.by_name.items()}
    jsonschema.validate(_known(table, rules), profile_schema(cards, options))
    assert table["description"]
    if name != DEFAULT_PROFILE:
        assert profile_layers(name)[-1].file == name


def test_the_default_profile_says_nothing_so_that_it_need_not_be_read() -> None:
    assert set(tomllib.loads(data.profile_text(DEFAULT_PROFILE))) == {"description"}
    assert profile_layers(DEFAULT_PROFILE) == ()
