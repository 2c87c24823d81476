"""Twice the text is about twice the work: counted in calls, so that no clock is asked.

A step of the work is the parser, the builder, the facts, every rule by itself, or the fixer. What
is compared is the growth between three sizes: work that does not grow falls out, work that grows
with the square of the text would grow four times as much from the second to the third.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from types import FrameType

import pytest
from benchmarks.inputs import PATHOLOGICAL

from roadmaplint.core.finding import Safety
from roadmaplint.core.linter import FileContext, _Run
from roadmaplint.core.plan import TEXT, TREE
from roadmaplint.roadmap.project_index import facts_of
from roadmaplint.run.lint_files import lint_source, repair_source
from roadmaplint.run.request import Overrides
from roadmaplint.run.workspace import Workspace, open_workspace
from roadmaplint.text.decode import decode

SIZES = (48, 96, 192)
#: Linear is 2, with a logarithm a little more, quadratic 4.
MOST = 2.9
#: Growth of so few calls says nothing.
FEW = 600


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """All rules that exist, as nobody would ever run them."""
    return open_workspace([], Overrides(isolated=True, select=["all"]), {}, date(2024, 5, 1))


@contextmanager
def counting(step: str, counts: Counter[str]) -> Iterator[None]:
    """Add the calls that are made inside to a step's count."""
    made = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal made
        made += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(None)
        counts[step] += made


def work(text: str, workspace: Workspace) -> Counter[str]:
    """The calls of each step of one analysis."""
    counts: Counter[str] = Counter()
    source = decode(text.encode(), "README.md")
    plan, reading = workspace.plan_at(source.path), FileContext(source, is_roadmap=True)
    steps: dict[str, Callable[[], object]] = {
        "the parser": lambda: reading.markdown,
        "the builder": reading.document,
        "the facts": lambda: facts_of(reading.document()),
    }
    for name, step in steps.items():
        with counting(name, counts):
            step()
    run = _Run(reading, plan)
    for kind in (*TEXT, *TREE):
        for bound in plan.on(kind):
            with counting(bound.card.name, counts):
                list(run.rule(bound, kind))
    return counts


def repairs(text: str, workspace: Workspace) -> Counter[str]:
    """The calls of the repair of a text."""
    counts: Counter[str] = Counter()
    data = text.encode()
    source = decode(data, "README.md")
    alone = lint_source(source, workspace)
    with counting("the fixer", counts):
        repair_source(source, alone, alone, workspace, Safety.UNSAFE)
    return counts


def too_steep(measure: Callable[[str], Counter[str]], make: Callable[[int], str]) -> list[str]:
    measure(make(SIZES[0]))  # imports and caches
    small, middle, large = (measure(make(size)) for size in SIZES)
    found = []
    for step, count in large.items():
        first, second = middle[step] - small[step], count - middle[step]
        if second > FEW and second > MOST * max(first, FEW / 4):
            found.append(f"{step}: {small[step]}, {middle[step]}, {count} calls")
    return found


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_work_grows_with_the_text(name: str, workspace: Workspace) -> None:
    assert too_steep(lambda text: work(text, workspace), PATHOLOGICAL[name]) == []


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_repairs_grow_with_the_text(name: str, workspace: Workspace) -> None:
    assert too_steep(lambda text: repairs(text, workspace), PATHOLOGICAL[name]) == []


def test_the_measure_sees_what_is_quadratic() -> None:
    def squares(text: str) -> Counter[str]:
        counts: Counter[str] = Counter()
        with counting("squares", counts):
            for _ in text:
                for letter in text:
                    letter.upper()
        return counts

    assert len(too_steep(squares, lambda n: "a" * n)) == 1
