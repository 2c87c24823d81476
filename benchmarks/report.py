"""The page of figures: a table for every kind of work, ratios first."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.measure import Figures, ratio

_NOTES = Path(__file__).with_name("notes.md")


@dataclass(frozen=True, slots=True)
class Table:
    """Figures of one kind of work; all are compared with those of `base`."""

    title: str
    note: str
    base: str
    runs: Mapping[str, Sequence[Figures]]


def page(tables: Sequence[Table], rounds: int) -> str:
    """The whole page in Markdown."""
    system = f"{platform.system()}, Python {platform.python_version()}"
    lines = [
        "# Benchmarks",
        "",
        "Made by `python -m benchmarks`; figures are of one run on one machine,"
        f" {os.cpu_count()} processors, {system}. Programs ran in turn, {rounds} times each; a"
        " ratio is the median of the ratios of wall times, run by run, so it survives a busy"
        " machine better than the times themselves. Processor seconds are those of all processes,"
        " memory is the peak of all processes together. The programs have different rules: a"
        " linter that says less is not slower for it. `>` marks a run that was ended.",
        "",
    ]
    for table in tables:
        lines += _table(table)
    return "\n".join(lines) + "\n" + _NOTES.read_text("utf-8")


def _table(table: Table) -> list[str]:
    lines = [f"## {table.title}", "", table.note, ""]
    lines += [
        f"| program | times {table.base} | wall s | processor s | memory MiB |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    base = table.runs[table.base]
    for name, runs in table.runs.items():
        if not runs:
            continue
        over = "" if runs[-1].ended else "> "
        wall, cpu = median(r.wall for r in runs), median(r.cpu for r in runs)
        peak = max(run.memory for run in runs)
        memory = f"{peak:.0f}" if peak else "–"  # over before it could be seen
        share = f"{over}{ratio(base, runs):.2f}"
        lines.append(f"| {name} | {share} | {over}{wall:.3f} | {cpu:.3f} | {memory} |")
    return [*lines, ""]
