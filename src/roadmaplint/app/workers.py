"""Worker processes: each does chunks of work; one that dies loses one job only."""

from __future__ import annotations

import gc
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Generic, NamedTuple, TypeVar

from roadmaplint.app.workspace import Workspace

J = TypeVar("J")
R = TypeVar("R")

#: Seconds that a process has to end when it is told to.
_PATIENCE = 2.0
#: So many chunks a forked process does before a fresh one takes its place, because what it
#: remembers of words and addresses grows with every text. To start one takes milliseconds.
_LIFE = 4


class Workers(Generic[J, R]):
    """Processes for one kind of work on one list of jobs."""

    def __init__(
        self, work: Callable[[J, Workspace], R], jobs: Sequence[J], workspace: Workspace, count: int
    ) -> None:
        """Start nothing yet; `count` processes at most."""
        self._work, self._jobs, self._workspace, self._count = work, jobs, workspace, count
        self._forks = sys.platform.startswith("linux") and _is_single_threaded()
        self._context: Any = get_context("fork" if self._forks else "spawn")
        self._busy: dict[Connection, _Task] = {}

    def __enter__(self) -> Workers[J, R]:
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

    def run(self, chunks: Sequence[list[int]]) -> Iterator[tuple[int, R | None, bool]]:
        """Number, result and False for every job as it is done; None and True if it is lost.

        Raises what the work raises.
        """
        left = deque(chunks)
        while left or self._busy:
            while left and len(self._busy) < self._count:
                self._start(left.popleft())
            for pipe in wait(list(self._busy)):
                assert isinstance(pipe, Connection)
                yield from self._take(pipe, left)

    def _start(self, chunk: list[int]) -> None:
        ours, theirs = self._context.Pipe()
        # A forked process must not hold the parent's ends open, or nobody sees the parent's death.
        inherited = [*self._busy, ours] if self._forks else []
        arguments = (theirs, self._work, self._workspace, inherited)
        process = self._context.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        theirs.close()
        self._hand(ours, _Task(process, chunk))

    def _hand(self, pipe: Connection, task: _Task) -> None:
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
            self._let_go(pipe)
            if len(chunk) == 1:
                yield chunk[0], None, True
            else:  # one of these: each alone, and first
                left.extendleft([number] for number in reversed(chunk))
            return
        if error is not None:
            raise error
        if left and not (self._forks and before + 1 >= _LIFE):
            self._hand(pipe, _Task(process, left.popleft(), before + 1))
        else:
            self._let_go(pipe)
        for number, result in zip(chunk, results, strict=True):
            yield number, result, False

    def _let_go(self, pipe: Connection) -> None:
        """The process ends when it sees the pipe closed, if it has not ended yet."""
        task = self._busy.pop(pipe)
        pipe.close()
        task.process.join()


class _Task(NamedTuple):
    """What a process is at, and how many chunks it has done `before`."""

    process: BaseProcess
    chunk: list[int]
    before: int = 0


def _serve(
    pipe: Connection,
    work: Callable[[J, Workspace], R],
    workspace: Workspace,
    inherited: Sequence[Connection],
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
            answer: tuple[list[R], BaseException | None] = [work(j, workspace) for j in jobs], None
        except Exception as error:  # noqa: BLE001 - raised again by the parent
            answer = [], error
        try:
            pipe.send(answer)
        except OSError:
            return


def _is_single_threaded() -> bool:
    import threading

    return threading.active_count() == 1
