"""Watching without waiting: looks and pauses are given, not taken."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.run.watch import PAUSE, SETTLE, Look, Watcher


class World:
    """A list of looks and the pauses between them; a look takes as long as it is told to."""

    def __init__(self, *looks: Look, cost: float = 0.0) -> None:
        self.looks: Iterator[Look] = iter(looks)
        self.pauses: list[float] = []
        self.now = 0.0
        self.cost = cost

    def look(self) -> Look:
        self.now += self.cost
        return next(self.looks)

    def clock(self) -> float:
        return self.now

    def watcher(self) -> Watcher:
        return Watcher(self.look, self.pauses.append, self.clock)


A: Look = {"a": (1, 1, 1)}
LATER: Look = {"a": (2, 1, 1)}
BOTH: Look = {"a": (2, 1, 1), "b": (1, 1, 2)}
GONE: Look = {"a": None}


def test_a_change_is_told_once_it_has_come_to_rest() -> None:
    world = World(A, A, A, LATER, BOTH, BOTH, BOTH)
    watcher = world.watcher()
    assert watcher.wait() == {"a", "b"}
    assert world.pauses == [PAUSE, PAUSE, SETTLE, SETTLE]


def test_files_that_vanish_and_appear_are_changes() -> None:
    world = World(A, GONE, GONE, BOTH, BOTH)
    watcher = world.watcher()
    assert watcher.wait() == {"a"}
    assert watcher.wait() == {"a", "b"}


def test_what_is_undone_at_once_is_no_change() -> None:
    world = World(A, LATER, A, A, A, GONE, GONE)
    assert world.watcher().wait() == {"a"}
    assert world.pauses == [SETTLE, SETTLE, PAUSE, SETTLE]


def test_changes_during_a_round_begin_the_next() -> None:
    watcher = World(A, LATER, LATER, BOTH, BOTH).watcher()
    assert watcher.wait() == {"a"}
    assert watcher.wait() == {"b"}


def test_own_changes_are_accepted() -> None:
    watcher = World(A, LATER, LATER, BOTH, BOTH).watcher()
    watcher.accept()
    assert watcher.wait() == {"b"}


def test_pauses_grow_with_the_cost_of_a_look() -> None:
    world = World(A, A, LATER, LATER, cost=1.0)
    world.watcher().wait()
    assert world.pauses == [10.0, SETTLE]


def test_what_never_rests_is_checked_all_the_same() -> None:
    restless: list[Look] = [{"a": (number, 1, 1)} for number in range(100)]
    world = World(*restless)
    assert world.watcher().wait() == {"a"}
    assert len(world.pauses) < 50
