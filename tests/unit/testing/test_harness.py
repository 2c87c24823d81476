"""The harness finds cards that do not do what they say."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from roadmaplint.core.finding import Safety
from roadmaplint.core.plugins import discover, shipped_cards
from roadmaplint.core.registry import RuleSet
from roadmaplint.core.rule_doc import CardFile, Example
from roadmaplint.testing import ExampleError, Harness, touched_by
from roadmaplint.text.decode import decode

FOUND = discover((path, text) for path, text in shipped_cards() if "/meta/" in path)
RULES = RuleSet(discover(shipped_cards()).entries)
FILES = {file.card.name: file for file in FOUND.cards}
UNUSED = FILES["unused-suppression"]


def harness(file: CardFile = UNUSED) -> Harness:
    return Harness(file, RULES)


def first_bad(file: CardFile = UNUSED) -> Example:
    return next(example for example in file.examples if example.expected)


def test_an_example_that_is_right() -> None:
    assert harness().verify(first_bad()) == frozenset()
    assert harness().best_fix() is Safety.SAFE


def test_a_finding_that_is_not_expected() -> None:
    with pytest.raises(ExampleError, match=r"unused-suppression\.md:\d+: it gives"):
        harness().verify(replace(first_bad(), expected=None, fixed=None))


def test_a_finding_that_is_missing() -> None:
    example = first_bad()
    file = example.files[0]._replace(text="# Guide\n")
    with pytest.raises(ExampleError, match="nothing"):
        harness().verify(replace(example, files=(file,)))


@pytest.mark.parametrize(
    "wrong", [{"start": (9, 1)}, {"end": (9, 1)}, {"message": "moon"}, {"path": "other.md"}]
)
def test_an_expectation_that_is_wrong(wrong: dict[str, object]) -> None:
    example = first_bad()
    assert example.expected is not None
    expected = (example.expected[0]._replace(**wrong),)  # type: ignore[arg-type]
    with pytest.raises(ExampleError):
        harness().verify(replace(example, expected=expected))


def test_a_repaired_text_that_is_wrong() -> None:
    with pytest.raises(ExampleError, match="the repaired text is"):
        harness().verify(replace(first_bad(), fixed="# Guide\n"))


def test_a_repair_that_is_not_shown() -> None:
    with pytest.raises(ExampleError, match="add a fixed block"):
        harness().verify(replace(first_bad(), fixed=None))


@pytest.mark.parametrize(
    ("before", "after", "touched"),
    [
        (b"# A\n", b"# A\n", set()),
        (b"# A\r\n", b"# A\n", {"bytes"}),
        (b"\xef\xbb\xbf# A\n", b"# A\n", {"bytes"}),
        (b"a  b \n", b"a b\n", {"whitespace"}),
        (b"# A\n", b"## A\n", {"outline"}),
        (b"a\n", b"b\n", {"text"}),
        (b"[a](b)\n", b"[a](c)\n", {"links"}),
        (b"#A\n", b"# A\n", {"outline", "text"}),
        (b"* a\n", b"- a\n", set()),
    ],
)
def test_what_a_repair_touches(before: bytes, after: bytes, touched: set[str]) -> None:
    assert set(touched_by(decode(before, "a.md"), decode(after, "a.md"))) == touched
