"""Cards are complete, and every check has one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import asdict

from roadmaplint import data
from roadmaplint.core.plan import FILE, NETWORK, PROJECT
from roadmaplint.core.plugins import (
    RuleFolder,
    check_modules,
    discover,
    profile_package,
    shipped_cards,
    with_folder,
)
from roadmaplint.core.registry import RuleSet, load
from roadmaplint.core.rule_doc import CardFile
from roadmaplint.core.rule_meta import GROUPS, Entry

ROOT = Path(__file__).parents[2]
FOUND = discover(shipped_cards())
#: Names that begin with "no-" and are smells all the same.
SMELLS = {"no-roadmap-content", "no-break-space"}
SECTIONS = ["Why", "Bad", "Good", "Fix safety", "When to turn it off"]


def faults(entry: Entry, file: CardFile) -> Iterator[str]:
    """What a card lacks, a sentence each."""
    card = file.card
    if [title for title in file.sections if title] != SECTIONS or not all(file.sections.values()):
        yield f"its sections are not {', '.join(SECTIONS)}, each with a text"
    if entry.subject in {*FILE, *PROJECT, *NETWORK}:
        if not any(example.expected for example in file.examples):
            yield "no bad example"
        if not any(example.expected is None for example in file.examples):
            yield "no good example"
    elif file.examples:
        yield "examples of an event, which has no text to show"
    if any(example.fixed is not None for example in file.examples) != (card.fix is not None):
        yield "a repair is promised and not shown, or shown and not promised"
    if card.touches and card.fix is None:
        yield "it touches something and repairs nothing"
    named = {name.replace("-", "_") for name, _ in card.options}
    if named != set(asdict(load(entry).options())):
        yield "its options are not those of the check"
    if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", card.name):
        yield "its name is not in kebab case"
    if card.name.startswith("no-") and card.name not in SMELLS:
        yield "its name is not the smell but the cure"
    if not card.summary.endswith("."):
        yield "its summary is no sentence"


def test_cards_are_complete() -> None:
    pairs = zip(FOUND.entries, FOUND.cards, strict=True)
    found = [f"{one.card.name}: {fault}" for one, file in pairs for fault in faults(one, file)]
    assert found == []


def test_names_and_codes_are_there_once() -> None:
    assert FOUND.problems == ()
    assert len({entry.card.name for entry in FOUND.entries}) == len(FOUND.entries)
    assert len({entry.card.code for entry in FOUND.entries}) == len(FOUND.entries)


def test_every_check_has_a_card() -> None:
    checks = check_modules("roadmaplint.rules")
    own = {e.card.name: e.module for e in FOUND.entries if not e.folder}
    assert checks == own


@pytest.mark.parametrize("folder", data.profile_folders())
def test_a_profile_is_a_folder_of_rules_as_anybody_writes_them(folder: str) -> None:
    own = RuleFolder(folder, "profile", profile_package(folder), data.rule_folder(folder))
    rules = with_folder(RuleSet([]), own)
    assert set(rules.by_name) == {e.card.name for e in FOUND.entries if e.folder == folder}


def test_the_table_of_codes_is_complete() -> None:
    """Every code up to the last one of its group has a rule or is retired; none is used twice."""
    table = tomllib.loads((ROOT / "rules/codes.toml").read_text("utf-8"))
    assert list(table) == list(GROUPS)
    for group, prefix in GROUPS.items():
        assert list(table[group]) == [f"{prefix}{n:03}" for n in range(1, len(table[group]) + 1)]
    said = {code: name for codes in table.values() for code, name in codes.items()}
    living = {code: name for code, name in said.items() if name != "retired"}
    assert living == {entry.card.code: entry.card.name for entry in FOUND.entries}
