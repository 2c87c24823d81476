"""A worker: one thread that does one job after the other and keeps nobody from leaving."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

R = TypeVar("R")
_Job = tuple["asyncio.Future[Any]", Callable[[], Any]]


class Worker:
    """Does jobs off the event loop, in order; a job whose future was cancelled is not begun."""

    def __init__(self, name: str) -> None:
        """Start the thread; it ends with the process, even in the middle of a job."""
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._work, name=name, daemon=True).start()

    async def do(self, job: Callable[[], R]) -> R:
        """The result of a job. Raises what the job raises."""
        future: asyncio.Future[R] = self._loop.create_future()
        self._jobs.put((future, job))
        return await future

    def _work(self) -> None:
        while True:
            future, job = self._jobs.get()
            if future.cancelled():
                continue
            try:
                result = job()
            except Exception as problem:  # noqa: BLE001 - it belongs to whoever asked
                self._tell(_fail, future, problem)
            else:
                self._tell(_give, future, result)

    def _tell(self, how: Callable[[asyncio.Future[Any], Any], None], *what: Any) -> None:
        try:
            self._loop.call_soon_threadsafe(how, *what)
        except RuntimeError:
            return  # the loop is closed: nobody waits any more


def _give(future: asyncio.Future[Any], result: Any) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: asyncio.Future[Any], problem: Exception) -> None:
    if not future.done():
        future.set_exception(problem)
