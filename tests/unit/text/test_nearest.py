"""The nearest name is the one that difflib finds, in less time."""

from __future__ import annotations

from difflib import get_close_matches

from hypothesis import given
from hypothesis import strategies as st

from roadmaplint.text.nearest import nearest

NAMES = st.lists(st.text("abcdeé-ß\U0001f9ed", max_size=8), max_size=8, unique=True)


def test_the_likest_name_is_found() -> None:
    assert nearest("instalation", ["usage", "installation", "install"]) == "installation"
    assert nearest("instalation", ["usage", "licence"]) is None
    assert nearest("", ["usage"]) is None
    assert nearest("usage", []) is None


@given(st.text("abcdeé-ß\U0001f9ed", max_size=8), NAMES, st.sampled_from([0.3, 0.6, 0.7, 1.0]))
def test_nothing_is_missed_by_comparing_less(word: str, names: list[str], cutoff: float) -> None:
    usual = get_close_matches(word, names, 1, cutoff)
    assert nearest(word, names, cutoff=cutoff) == (usual[0] if usual else None)
