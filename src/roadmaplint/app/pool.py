"""Many files at once: processes where they pay, results always in the order of the work."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from roadmaplint.app.workspace import Workspace

J = TypeVar("J")
R = TypeVar("R")

#: Bytes of text below which starting processes costs more than it saves.
_PAYS_FORKED = 300_000
_PAYS_SPAWNED = 2_000_000
#: A chunk of work: at most so many jobs and bytes, so that no process waits long for the last one.
_JOBS = 64
_BYTES = 256_000


def mapped(  # noqa: PLR0913 - four of these are what the work is, three how it is shared
    work: Callable[[J, Workspace], R],
    jobs: Sequence[J],
    workspace: Workspace,
    processes: int | None,
    size: int,
    *,
    sizes: Sequence[int] | None = None,
    lost: Callable[[J], R] | None = None,
) -> Iterator[R]:
    """`work(job, workspace)` for every job, in order. `size` is the amount of text in bytes.

    `processes` None decides by the amount; 1 stays in this process. `sizes` are those of the jobs.
    A job whose process dies twice has the result `lost(job)`; without it RuntimeError is raised.
    """
    count = min(_wanted(processes, size), len(jobs))
    if count <= 1:
        for job in jobs:
            yield work(job, workspace)
        return
    from roadmaplint.app.workers import Workers

    with Workers(work, jobs, workspace, count) as workers:
        results = workers.run(chunks(sizes or [size // len(jobs)] * len(jobs), count))
        waiting: dict[int, tuple[R | None, bool]] = {}
        place = 0
        for number, result, died in results:
            waiting[number] = (result, died)
            while place in waiting:
                done, gone = waiting.pop(place)
                yield _last(lost, jobs[place]) if gone else done  # type: ignore[misc]
                place += 1


def will_fork(processes: int | None, size: int, jobs: int) -> bool:
    """True if `mapped` would start processes that share what is loaded here already."""
    return sys.platform.startswith("linux") and min(_wanted(processes, size), jobs) > 1


def chunks(sizes: Sequence[int], count: int) -> list[list[int]]:
    """The jobs by number in chunks of like size for `count` processes, those of large ones first.

    Chunks keep the order of the jobs apart from that, so that results can be handed on early.
    """
    limit = min(_BYTES, sum(sizes) // (count * 4) + 1)
    most = min(_JOBS, len(sizes) // (count * 4) + 1)
    made: list[tuple[int, list[int]]] = []
    current: list[int] = []
    weight = 0
    for number, size in enumerate(sizes):
        if size >= limit:
            made.append((size, [number]))
            continue
        if current and (weight + size > limit or len(current) >= most):
            made.append((0, current))
            current, weight = [], 0
        current.append(number)
        weight += size
    if current:
        made.append((0, current))
    made.sort(key=lambda pair: -pair[0])  # stable: the small ones stay in order
    return [chunk for _, chunk in made]


def _last(lost: Callable[[J], R] | None, job: J) -> R:
    if lost is None:
        raise RuntimeError("a process that did a part of the work has died")
    return lost(job)


def _wanted(processes: int | None, size: int) -> int:
    if processes:
        return processes
    forks = sys.platform.startswith("linux")
    if size < (_PAYS_FORKED if forks else _PAYS_SPAWNED):
        return 1
    return _processors()


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
