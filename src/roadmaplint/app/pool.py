"""Many files at once: processes where they pay, results always in the order of the work."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from typing import TypeVar

from roadmaplint.app.workspace import Workspace

J = TypeVar("J")
R = TypeVar("R")

#: Bytes of text below which starting processes costs more than it saves.
_PAYS_FORKED = 300_000
_PAYS_SPAWNED = 2_000_000
_workspace: Workspace | None = None


def mapped(
    work: Callable[[J, Workspace], R],
    jobs: Sequence[J],
    workspace: Workspace,
    processes: int | None,
    size: int,
) -> Iterator[R]:
    """`work(job, workspace)` for every job, in order. `size` is the amount of text in bytes.

    `processes` None decides by the amount; 1 stays in this process.
    """
    count = min(_wanted(processes, size), len(jobs))
    if count <= 1:
        for job in jobs:
            yield work(job, workspace)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(count, initializer=_begin, initargs=(workspace,)) as pool:
        chunk = max(1, min(32, len(jobs) // (count * 4)))
        try:
            yield from pool.map(_one, repeat(work), jobs, chunksize=chunk)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


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


def _begin(workspace: Workspace) -> None:
    import signal

    global _workspace  # noqa: PLW0603 - one workspace per process
    _workspace = workspace
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends us


def _one(work: Callable[[J, Workspace], R], job: J) -> R:
    assert _workspace is not None
    return work(job, _workspace)
