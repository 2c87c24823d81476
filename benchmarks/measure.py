"""Measures commands: wall time, processor time and peak memory of all their processes together."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

#: Seconds between two looks at the memory, as parts of the time that has passed: a look costs the
#: process a little time, and short runs want more of them.
_SHARE, _LEAST, _MOST = 0.1, 0.002, 0.05


class Figures(NamedTuple):
    """Seconds of wall and processor time, memory in MiB, and whether it ended in time."""

    wall: float
    cpu: float
    memory: float
    ended: bool = True


class Entry(NamedTuple):
    """A command to measure: `words` in `folder`, after `before` (say, dropping a cache)."""

    name: str
    words: tuple[str, ...]
    folder: Path
    before: Callable[[], None] = lambda: None


class Patience(NamedTuple):
    """How often a command runs at most, when it is ended, and when it is not started again.

    `limit` and `budget` are seconds, of one run and of all runs together.
    """

    rounds: int
    limit: float
    budget: float


def measured(words: Sequence[str], folder: Path, limit: float) -> Figures:
    """Run a command with its output thrown away; it is ended after `limit` seconds."""
    begun = time.perf_counter()
    child = subprocess.Popen(  # noqa: S603 - our own list of words, no shell
        words,
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    peak, looked, ended = 0.0, begun, True
    while True:
        pid, _, usage = os.wait4(child.pid, os.WNOHANG)
        now = time.perf_counter()
        if pid:
            break
        if now - begun > limit:
            os.killpg(child.pid, 9)
            _, _, usage = os.wait4(child.pid, 0)
            ended = False
            break
        if now - looked > min(max(_LEAST, _SHARE * (now - begun)), _MOST):
            peak, looked = max(peak, _memory(child.pid)), now
        time.sleep(0.0005 if now - begun < 1 else _LEAST)
    child.returncode = 0
    return Figures(now - begun, usage.ru_utime + usage.ru_stime, peak, ended)


def compared(entries: Sequence[Entry], patience: Patience) -> dict[str, list[Figures]]:
    """Every command in turn, round by round, until its rounds or its budget are used up."""
    found: dict[str, list[Figures]] = {entry.name: [] for entry in entries}
    for _ in range(patience.rounds):
        for entry in entries:
            runs = found[entry.name]
            used = sum(run.wall for run in runs)
            if not runs or (runs[-1].ended and used + runs[-1].wall < patience.budget):
                entry.before()
                runs.append(measured(entry.words, entry.folder, patience.limit))
    return found


def ratio(ours: Sequence[Figures], theirs: Sequence[Figures]) -> float:
    """The median of the ratios of wall times, run by run: how many times as long they take."""
    return median(b.wall / a.wall for a, b in zip(ours, theirs, strict=False))


def drop(folder: Path) -> Callable[[], None]:
    """What deletes a cache before a run."""
    return lambda: shutil.rmtree(folder, ignore_errors=True)


def _environment() -> dict[str, str]:
    """That of this process, but installed programs find their modules compiled."""
    return {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _memory(process: int) -> float:
    """The proportional memory of a process and those it has started, where the system tells."""
    total, waiting = 0, [str(process)]
    while waiting:
        number = waiting.pop()
        try:
            text = Path(f"/proc/{number}/smaps_rollup").read_text("ascii")
            total += next(int(line.split()[1]) for line in text.split("\n") if line[:4] == "Pss:")
            waiting += Path(f"/proc/{number}/task/{number}/children").read_text("ascii").split()
        except (OSError, StopIteration):
            continue
    return total / 1024
