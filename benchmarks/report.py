"""The page of figures: the goals first, then a table for every kind of work."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.measure import Figures, ratio
from benchmarks.tools import BARE, OURS

_NOTES = Path(__file__).with_name("notes.md")
#: Processor seconds for a text, and their part of those for an empty file, below which growth is
#: noise.
_NOISE, _PART = 0.05, 0.3


class Table(NamedTuple):
    """Figures of one kind of work by program; all are compared with ours."""

    title: str
    note: str
    runs: Mapping[str, Sequence[Figures]]

    def lines(self) -> Iterator[str]:
        """The rows, a program each."""
        yield f"| program | times {OURS} | wall s | processor s | memory MiB |"
        yield "| --- | ---: | ---: | ---: | ---: |"
        base = self.runs[OURS]
        for name, runs in self.runs.items():
            over = "" if runs[-1].ended else "> "
            wall, cpu = median(r.wall for r in runs), median(r.cpu for r in runs)
            peak = max(run.memory for run in runs)
            share = f"{over}{ratio(base, runs):.2f}"
            memory = f"{peak:.0f}" if peak else "–"  # over before it could be seen
            yield f"| {name} | {share} | {over}{wall:.3f} | {over}{cpu:.3f} | {memory} |"


class Growth(NamedTuple):
    """Figures for an empty file, for a text and for the same of twice the size."""

    empty: Figures
    once: Figures
    twice: Figures

    def __str__(self) -> str:
        if not self.once.ended:
            return f"> {self.once.wall:.0f}"
        if not self.twice.ended:
            return f"{self.once.cpu:.2f}, more than {self.twice.wall / self.once.wall:.0f} ×"
        first = self.once.cpu - self.empty.cpu
        if first < max(_NOISE, _PART * self.empty.cpu):
            return f"{self.once.cpu:.2f}, –"
        return f"{self.once.cpu:.2f}, {(self.twice.cpu - self.empty.cpu) / first:.1f} ×"


class GrowthTable(NamedTuple):
    """How programs fare with one kind of text after the other."""

    title: str
    note: str
    rows: Mapping[str, Mapping[str, Growth]]

    def lines(self) -> Iterator[str]:
        """The rows, a text each."""
        names = next(iter(self.rows.values()))
        yield f"| text | {' | '.join(names)} |"
        yield f"| --- |{' ---: |' * len(names)}"
        for kind, row in self.rows.items():
            yield f"| {kind} | {' | '.join(map(str, row.values()))} |"


class Goal(NamedTuple):
    """We take at most so many times as long as a program for the work of a table."""

    table: str
    peer: str
    most: float


GOALS = (
    Goal("One file, unchanged", BARE.name, 2.5),
    Goal("One file, unchanged", "rumdl", 3.0),
    Goal("300 files, unchanged", "rumdl", 0.35),
    Goal("10,000 files, unchanged", "rumdl", 0.1),
    Goal("One file, cold", "pymarkdown", 0.25),
    Goal("One file, cold", "markdownlint-cli2", 0.25),
    Goal("One file, cold", "rumdl", 8.0),
    Goal("Real files, cold", "pymarkdown", 0.1),
    Goal("Real files, cold", "markdownlint-cli2", 0.1),
    Goal("Real files, cold", "rumdl", 2.5),
)
#: MiB for all processes together; processor seconds for each hard text and for the links.
_MEMORY, _SLOWEST, _ASKING = 150.0, 5.0, 3.0


def page(tables: Sequence[Table | GrowthTable], left_out: Sequence[str]) -> str:
    """The whole page in Markdown; `left_out` are programs that are not installed."""
    system = f"{platform.system()}, Python {platform.python_version()}"
    most = max((len(r) for t in tables if isinstance(t, Table) for r in t.runs.values()), default=1)
    lines = [
        "# Benchmarks",
        "",
        "Made by `python -m benchmarks`; figures are of one run on one machine,"
        f" {os.cpu_count()} processors, {system}. Programs ran in turn, one to {most} times each; a"
        " ratio is the median of the ratios of wall times, run by run, so it survives a busy"
        " machine better than the times themselves. Processor seconds are those of all processes,"
        " memory is the peak of all processes together, pages that they share counted once. The"
        " programs have different rules: a linter that says less is not slower for it. `>` marks a"
        " run that was ended.",
        "",
    ]
    if left_out:
        lines += [f"Not installed here, so left out: {', '.join(left_out)}.", ""]
    goals = list(_goals(tables))
    if goals:
        lines += ["## Goals", "", "| work | measure | found | goal |"]
        lines += ["| --- | --- | ---: | ---: |", *goals, ""]
    for table in tables:
        lines += [f"## {table.title}", "", table.note, "", *table.lines(), ""]
    return "\n".join(lines) + "\n" + _NOTES.read_text("utf-8")


def _goals(tables: Sequence[Table | GrowthTable]) -> Iterator[str]:
    runs = {table.title: table.runs for table in tables if isinstance(table, Table)}
    for goal in GOALS:
        theirs = runs.get(goal.table, {}).get(goal.peer)
        if theirs:
            under = "" if theirs[-1].ended else "< "
            share = f"{under}{ratio(theirs, runs[goal.table][OURS]):.2f} ×"
            yield f"| {goal.table} | time of {goal.peer} | {share} | ≤ {goal.most:.2f} × |"
    for title, by_name in runs.items():
        if title == "10,000 files, cold" and by_name[OURS][-1].ended:
            peak = max(run.memory for run in by_name[OURS])
            yield f"| {title} | memory, MiB | {peak:.0f} | ≤ {_MEMORY:.0f} |"
        if title == "Links":
            cpu = median(run.cpu for run in by_name[OURS])
            yield f"| {title} | processor seconds | {cpu:.1f} | ≤ {_ASKING:.1f} |"
    for table in tables:
        if isinstance(table, GrowthTable):
            slowest = max(row[OURS].once.cpu for row in table.rows.values())
            yield f"| {table.title} | processor seconds at most | {slowest:.1f} | < {_SLOWEST:g} |"
