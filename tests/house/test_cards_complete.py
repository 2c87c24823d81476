"""Cards are complete, and every check has one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import asdict

from roadmaplint.core.plan import FILE, NETWORK, PROJECT
from roadmaplint.core.plugins import check_modules, discover, shipped_cards
from roadmaplint.core.registry import load
from roadmaplint.core.rule_doc import CardFile
from roadmaplint.core.rule_meta import Entry

ROOT = Path(__file__).parents[2]
FOUND = discover(shipped_cards())
PAIRS = list(zip(FOUND.entries, FOUND.cards, strict=True))
#: Names that begin with "no-" and are smells all the same.
SMELLS = {"no-roadmap-content", "no-break-space"}
SECTIONS = ["Why", "Bad", "Good", "Fix safety", "When to turn it off"]

each = pytest.mark.parametrize(("entry", "file"), PAIRS, ids=[file.card.name for _, file in PAIRS])


@each
def test_sections(entry: Entry, file: CardFile) -> None:
    assert [title for title in file.sections if title] == SECTIONS
    assert all(file.sections.values())


@each
def test_examples(entry: Entry, file: CardFile) -> None:
    """Rules on texts show both kinds; rules on events of a run have no text to show."""
    if entry.subject not in {*FILE, *PROJECT, *NETWORK}:
        assert file.examples == ()
        return
    assert any(example.expected for example in file.examples)
    assert any(example.expected is None for example in file.examples)


@each
def test_a_rule_that_repairs_shows_a_repair(entry: Entry, file: CardFile) -> None:
    shows = any(example.fixed is not None for example in file.examples)
    assert shows == (file.card.fix is not None)
    assert file.card.fix is not None or not file.card.touches


@each
def test_every_option_has_a_sentence(entry: Entry, file: CardFile) -> None:
    named = {name.replace("-", "_") for name, _ in file.card.options}
    assert named == set(asdict(load(entry).options()))


@each
def test_the_name_is_a_smell(entry: Entry, file: CardFile) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", file.card.name)
    assert not file.card.name.startswith("no-") or file.card.name in SMELLS
    assert file.card.summary.endswith(".")


def test_names_and_codes_are_there_once() -> None:
    assert len({entry.card.name for entry in FOUND.entries}) == len(FOUND.entries)
    assert len({entry.card.code for entry in FOUND.entries}) == len(FOUND.entries)


def test_every_check_has_a_card() -> None:
    checks = {**check_modules("roadmaplint.rules"), **check_modules("roadmaplint.profiles")}
    assert checks == {entry.card.name: entry.module for entry in FOUND.entries}
