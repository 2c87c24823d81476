from __future__ import annotations

import gc

import pytest

from roadmaplint.core.linter import collector_paused


def test_the_collector_rests_inside_and_works_again_after() -> None:
    assert gc.isenabled()
    with collector_paused():
        assert not gc.isenabled()
        with collector_paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_wakes_it() -> None:
    with pytest.raises(ValueError, match="x"), collector_paused():
        raise ValueError("x")
    assert gc.isenabled()


def test_what_is_left_is_not_searched_at_once() -> None:
    begun: list[str] = []

    def note(phase: str, _info: dict[str, int]) -> None:
        begun.append(phase)

    gc.callbacks.append(note)
    try:
        with collector_paused():
            left = [[number] for number in range(2 * gc.get_threshold()[0])]
        more = [[number] for number in range(10)]
    finally:
        gc.callbacks.remove(note)
    assert not begun
    assert len(left) > len(more)
