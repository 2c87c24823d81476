"""Patterns that wait."""

import re

import pytest

from roadmaplint.text.lazy import lazy


def test_a_waiting_pattern_finds_what_a_compiled_one_finds() -> None:
    waiting, ready = lazy("(?P<word>b+)", re.IGNORECASE), re.compile("(?P<word>b+)", re.IGNORECASE)
    text = "abBa bb"
    for _ in range(2):  # the second time the method is there
        assert waiting.findall(text) == ready.findall(text) == ["bB", "bb"]
        assert waiting.sub("-", text) == ready.sub("-", text)
    found = waiting.search(text, 3)
    assert found is not None
    assert found.span() == (5, 7)
    assert waiting.match(text) is None
    assert (waiting.pattern, waiting.groupindex) == (ready.pattern, ready.groupindex)


def test_bytes_have_patterns_too() -> None:
    assert lazy(b"[0-9]+").fullmatch(b"42")


def test_a_wrong_pattern_is_found_out_when_it_is_used() -> None:
    wrong = lazy("(")
    with pytest.raises(re.error):
        wrong.match("(")
