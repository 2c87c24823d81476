"""Measures commands: wall time, processor time and peak memory of all their processes together."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds of wall and processor time, memory in MiB, and whether it ended in time."""

    wall: float
    cpu: float
    memory: float
    ended: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """A command to measure: `words` in `folder`, after `before` (say, dropping a cache)."""

    name: str
    words: tuple[str, ...]
    folder: Path
    before: Callable[[], None] = lambda: None


def measured(words: Sequence[str], folder: Path, limit: float) -> Figures:
    """Run a command with its output thrown away; it is ended after `limit` seconds."""
    begun = time.perf_counter()
    child = subprocess.Popen(  # noqa: S603 - our own list of words, no shell
        words,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    peak, pause = 0.0, 0.0005
    while True:
        pid, _, usage = os.wait4(child.pid, os.WNOHANG)
        now = time.perf_counter()
        if pid:
            break
        if now - begun > limit:
            os.killpg(child.pid, 9)
            _, _, usage = os.wait4(child.pid, 0)
            child.returncode = -9
            return Figures(limit, usage.ru_utime + usage.ru_stime, peak, ended=False)
        if now - begun > 0.02:
            peak, pause = max(peak, _memory(child.pid)), 0.02
        time.sleep(pause)
    child.returncode = 0
    return Figures(now - begun, usage.ru_utime + usage.ru_stime, peak)


def compared(entries: Sequence[Entry], rounds: int, limit: float) -> dict[str, list[Figures]]:
    """Every command in turn, `rounds` times; one that took too long is not asked again."""
    found: dict[str, list[Figures]] = {entry.name: [] for entry in entries}
    for _ in range(rounds):
        for entry in entries:
            runs = found[entry.name]
            if runs and not runs[-1].ended:
                continue
            entry.before()
            runs.append(measured(entry.words, entry.folder, limit))
    return found


def ratio(ours: Sequence[Figures], theirs: Sequence[Figures]) -> float:
    """The median of the ratios of wall times, run by run: how many times as long they take."""
    return median(b.wall / a.wall for a, b in zip(ours, theirs, strict=False))


def drop(*folders: Path) -> Callable[[], None]:
    """What deletes caches before a run."""

    def dropping() -> None:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)

    return dropping


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
