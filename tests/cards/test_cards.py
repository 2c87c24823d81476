"""Every example of every card does what the card says."""

from __future__ import annotations

import pytest

from roadmaplint.core.plugins import discover, shipped_cards
from roadmaplint.core.registry import RuleSet
from roadmaplint.core.rule_doc import CardFile, Example
from roadmaplint.testing import Harness

FOUND = discover(shipped_cards())
RULES = RuleSet(FOUND.entries)
EXAMPLES = [(file, example) for file in FOUND.cards for example in file.examples]
REPAIRING = [file for file in FOUND.cards if file.card.fix is not None]
#: What is always seen; bytes and whitespace are seen only where nothing else changed.
ASPECTS = frozenset({"outline", "links", "text"})


def test_every_card_can_be_read_and_has_its_check() -> None:
    assert FOUND.problems == ()


@pytest.mark.parametrize(
    ("file", "example"), EXAMPLES, ids=[f"{f.card.name}-{e.line}" for f, e in EXAMPLES]
)
def test_example(file: CardFile, example: Example) -> None:
    Harness(file, RULES).verify(example)


@pytest.mark.parametrize("file", FOUND.cards, ids=[file.card.name for file in FOUND.cards])
def test_card_names_the_best_fix_of_its_examples(file: CardFile) -> None:
    assert Harness(file, RULES).best_fix() == file.card.fix


@pytest.mark.parametrize("file", REPAIRING, ids=[file.card.name for file in REPAIRING])
def test_card_names_what_the_fixes_of_its_examples_touch(file: CardFile) -> None:
    harness = Harness(file, RULES)
    fixed = (example for example in file.examples if example.fixed is not None)
    touched = frozenset().union(*(harness.verify(example) for example in fixed))
    assert touched & ASPECTS == file.card.touches & ASPECTS
    assert touched <= file.card.touches
