"""Rules are found by name, code, alias, group and ALL; wrong names get a hint."""

from __future__ import annotations

import pickle

import pytest
from tests.unit.core.fake_rules import rule_of, word_rule

from roadmaplint.core.registry import BrokenRule, RuleSet, UnknownRule, load, shipped

ALPHA = word_rule("alpha", "stray-alpha", code="TOP101", aliases=("MD024",))
BETA = word_rule("beta", "stray-beta", code="LNK101", group="links", aliases=("MD024", "MD099"))
RULES = RuleSet([ALPHA, BETA])


@pytest.mark.parametrize(
    ("identifier", "names"),
    [
        ("stray-alpha", frozenset({"stray-alpha"})),
        ("Stray-Alpha", frozenset({"stray-alpha"})),
        ("top101", frozenset({"stray-alpha"})),
        ("md024", frozenset({"stray-alpha", "stray-beta"})),
        ("links", frozenset({"stray-beta"})),
        ("ALL", frozenset({"stray-alpha", "stray-beta"})),
        ("layout", frozenset()),
    ],
)
def test_identifier_means(identifier: str, names: frozenset[str]) -> None:
    assert RULES.names(identifier) == names
    assert {entry.card.name for entry in RULES.find(identifier)} == names


@pytest.mark.parametrize(
    ("identifier", "nearest"),
    [("stray-alfa", "stray-alpha"), ("TOP11", "TOP101"), ("linsk", "links"), ("qqqqq", None)],
)
def test_unknown_identifier_says_what_was_meant(identifier: str, nearest: str | None) -> None:
    assert RULES.names(identifier) is None
    with pytest.raises(UnknownRule) as caught:
        RULES.find(identifier)
    assert caught.value.nearest == nearest
    assert identifier in str(caught.value)


def test_a_name_or_code_cannot_be_there_twice() -> None:
    with pytest.raises(ValueError, match="same name or code"):
        RuleSet([ALPHA, ALPHA])
    with pytest.raises(ValueError, match="same name or code"):
        RuleSet([ALPHA, word_rule("gamma", "stray-gamma", code="TOP101")])


def test_a_module_without_a_check_is_broken() -> None:
    with pytest.raises(BrokenRule, match="holds no check named"):
        load(ALPHA._replace(module="roadmaplint.rules"))
    with pytest.raises(BrokenRule, match="cannot be loaded"):
        load(ALPHA._replace(module="roadmaplint.rules.nowhere"))


def test_entries_are_ordered_by_code_and_cross_processes() -> None:
    assert [entry.card.code for entry in RULES.entries] == ["LNK101", "TOP101"]
    assert pickle.loads(pickle.dumps(RULES)).entries == RULES.entries


def test_shipped_rules_have_the_subject_that_the_index_says() -> None:
    rules = shipped()
    for entry in rules.entries:
        assert load(entry).subject.__name__ == entry.subject


def test_checks_are_found_by_their_type() -> None:
    entry = rule_of(load(ALPHA), "stray-delta")
    assert load(entry) is load(ALPHA)
