"""Runs work in several processes where that pays; results come in the order of the jobs."""

from __future__ import annotations

import gc
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:  # most runs stay in one process
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

J = TypeVar("J")  # a job
R = TypeVar("R")  # its result
C = TypeVar("C")  # what all jobs share

#: Bytes of text below which starting processes costs more than it saves.
_PAYS_FORKED = 300_000
_PAYS_SPAWNED = 2_000_000
#: A chunk of work: at most so many jobs and bytes, so that no process waits long for the last one.
_JOBS = 64
_BYTES = 256_000
#: Seconds that a process has to end when it is told to.
_PATIENCE = 2.0
#: So many chunks a forked process does before a fresh one takes its place, because what it
#: remembers of words and addresses grows with every text. To start one takes milliseconds.
_CHUNKS_A_PROCESS = 4


def map_jobs(
    work: Callable[[J, C], R],
    jobs: Sequence[J],
    context: C,
    processes: int | None,
    sizes: Sequence[int],
    lost: Callable[[J], R] | None = None,
) -> Iterator[R]:
    """`work(job, context)` for every job, in order. `sizes` are bytes of text, one for each job.

    `processes` None decides by the amount of text; 1 stays in this process. A job whose process
    dies twice has the result `lost(job)`; without `lost` RuntimeError is raised. What the work
    raises is raised here.
    """
    count = _process_count(processes, sizes)
    if count <= 1:
        for job in jobs:
            yield work(job, context)
        return
    with _Workers(work, jobs, context, count) as workers:
        done: dict[int, tuple[R | None, bool]] = {}
        place = 0
        for number, result, died in workers.run(chunks(sizes, count)):
            done[number] = (result, died)
            while place in done:
                found, is_lost = done.pop(place)
                if not is_lost:
                    yield found  # type: ignore[misc]
                elif lost is not None:
                    yield lost(jobs[place])
                else:
                    raise RuntimeError("a process that did a part of the work has died")
                place += 1


def will_fork(processes: int | None, sizes: Sequence[int]) -> bool:
    """True if `map_jobs` would start processes that share what is loaded here already."""
    return _can_fork() and _process_count(processes, sizes) > 1


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


def _can_fork() -> bool:
    return sys.platform.startswith("linux")


def _process_count(processes: int | None, sizes: Sequence[int]) -> int:
    if not processes:
        if sum(sizes) < (_PAYS_FORKED if _can_fork() else _PAYS_SPAWNED):
            return 1
        affinity = getattr(os, "sched_getaffinity", None)
        processes = len(affinity(0)) if affinity else os.cpu_count() or 1
    return min(processes, len(sizes))


def _is_single_threaded() -> bool:
    import threading

    return threading.active_count() == 1


class _Task(NamedTuple):
    """What a process is at, and how many chunks it has done `before`."""

    process: BaseProcess
    chunk: list[int]
    before: int = 0


class _Workers(Generic[J, R, C]):
    """Processes for one kind of work on one list of jobs; one that dies loses one job only."""

    def __init__(
        self, work: Callable[[J, C], R], jobs: Sequence[J], context: C, count: int
    ) -> None:
        """Start nothing yet; `count` processes at most."""
        from multiprocessing import get_context

        self._work, self._jobs, self._shared, self._count = work, jobs, context, count
        self._forks = _can_fork() and _is_single_threaded()
        self._context: Any = get_context("fork" if self._forks else "spawn")
        self._busy: dict[Connection, _Task] = {}

    def __enter__(self) -> _Workers[J, R, C]:
        if self._forks:  # pages that the collector never touches stay shared
            gc.collect()
            gc.freeze()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every process; at once if something went wrong."""
        for pipe, task in self._busy.items():
            pipe.close()
            task.process.terminate()
        for task in self._busy.values():
            task.process.join(_PATIENCE)
            if task.process.is_alive():
                task.process.kill()
                task.process.join()
        self._busy.clear()
        gc.unfreeze()

    def run(self, waiting: Sequence[list[int]]) -> Iterator[tuple[int, R | None, bool]]:
        """Number, result and False for every job as it is done; None and True if it is lost."""
        from multiprocessing.connection import wait

        left = deque(waiting)
        while left or self._busy:
            while left and len(self._busy) < self._count:
                self._start(left.popleft())
            for pipe in wait(list(self._busy)):
                yield from self._take(pipe, left)  # type: ignore[arg-type]

    def _start(self, chunk: list[int]) -> None:
        ours, theirs = self._context.Pipe()
        # A forked process must not hold the parent's ends open, or nobody sees the parent's death.
        inherited = [*self._busy, ours] if self._forks else []
        arguments = (theirs, self._work, self._shared, inherited)
        process = self._context.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        theirs.close()
        self._send(ours, _Task(process, chunk))

    def _send(self, pipe: Connection, task: _Task) -> None:
        self._busy[pipe] = task
        with suppress(OSError):  # dead already: seen when its answer is missing
            pipe.send([self._jobs[number] for number in task.chunk])

    def _take(
        self, pipe: Connection, left: deque[list[int]]
    ) -> Iterator[tuple[int, R | None, bool]]:
        process, chunk, before = self._busy[pipe]
        try:
            results, error = pipe.recv()
        except (EOFError, OSError):
            self._dismiss(pipe)
            if len(chunk) == 1:
                yield chunk[0], None, True
            else:  # one of these: each alone, and first
                left.extendleft([number] for number in reversed(chunk))
            return
        if error is not None:
            raise error
        if left and not (self._forks and before + 1 >= _CHUNKS_A_PROCESS):
            self._send(pipe, _Task(process, left.popleft(), before + 1))
        else:
            self._dismiss(pipe)
        for number, result in zip(chunk, results, strict=True):
            yield number, result, False

    def _dismiss(self, pipe: Connection) -> None:
        """The process ends when it sees the pipe closed, if it has not ended yet."""
        task = self._busy.pop(pipe)
        pipe.close()
        task.process.join()


def _serve(
    pipe: Connection, work: Callable[[J, C], R], context: C, inherited: Sequence[Connection]
) -> None:
    """The life of a process: jobs come, results go, until nobody asks any more."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends us
    for other in inherited:
        other.close()
    while True:
        try:
            jobs = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[list[R], BaseException | None] = [work(j, context) for j in jobs], None
        except Exception as error:  # noqa: BLE001 - raised again by the parent
            answer = [], error
        try:
            pipe.send(answer)
        except OSError:
            return
