"""Who may send a request now: one queue a host, and one limit over all hosts."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from msgspec import Struct

from roadmaplint.links.schedule.rate_limit import RateLimit, Reaction


class _Waiter(Struct, frozen=True):
    """One in a queue; `turn` becomes True when it has come, False if it is not wanted any more."""

    turn: asyncio.Future[bool]
    is_wanted: Callable[[], bool]


class Scheduler:
    """All queues together: at most `max_active` requests at once, the longest queue first."""

    def __init__(self, max_active: int, new_limit: Callable[[str, int], RateLimit]) -> None:
        self._max_active = max(1, max_active)
        self._new_limit = new_limit
        self._queues: dict[str, HostQueue] = {}
        self._blocked: set[HostQueue] = set()
        self.active = 0

    def queue(self, site: str, links: int = 1) -> HostQueue:
        """The queue of a site; `links` is how many are expected when it is new."""
        queue = self._queues.get(site)
        if queue is None:
            queue = self._queues[site] = HostQueue(self, self._new_limit(site, links))
        return queue

    def is_full(self, queue: HostQueue) -> bool:
        """True if nothing may start now; the queue is then continued as soon as it can."""
        if self.active < self._max_active:
            return False
        self._blocked.add(queue)
        return True

    def finish(self) -> None:
        """One request less is under way; the longest blocked queues continue."""
        self.active -= 1
        while self._blocked and self.active < self._max_active:
            queue = max(self._blocked, key=len)
            self._blocked.discard(queue)
            queue.advance()


class HostQueue:
    """The queue of one host: first come, first served; who comes back later goes to its end."""

    def __init__(self, scheduler: Scheduler, limit: RateLimit) -> None:
        self._scheduler = scheduler
        self._limit = limit
        self._loop = asyncio.get_running_loop()
        self._waiters: deque[_Waiter] = deque()
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        """How many wait for a turn."""
        return len(self._waiters)

    async def enter(
        self,
        wait: float = 0.0,
        *,
        urgent: bool = False,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> bool:
        """Returns True when a request may start, at the earliest after `wait` seconds.

        An urgent one goes to the head of the queue: others wait for what it finds out. `is_wanted`
        is called when the turn has come; False from it is returned, and nothing may start.
        """
        if wait > 0:
            await asyncio.sleep(wait)
        waiter = _Waiter(self._loop.create_future(), is_wanted)
        if urgent:
            self._waiters.appendleft(waiter)
        else:
            self._waiters.append(waiter)
        self.advance()
        try:
            return await waiter.turn
        except asyncio.CancelledError:
            if waiter.turn.done() and not waiter.turn.cancelled() and waiter.turn.result():
                self.leave("other")
            raise

    def leave(self, reaction: Reaction) -> None:
        """The request has ended; a host with more to do may come before this one."""
        self._limit.finish(reaction)
        self._scheduler.finish()
        self.advance()

    def hold(self, seconds: float) -> None:
        """Nobody asks this host for so long."""
        self._limit.hold(self._loop.time() + seconds)

    def advance(self) -> None:
        """Starts what may start, and sets the timer for what may later."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        now = self._loop.time()
        while self._waiters:
            turn = self._waiters[0].turn
            if turn.done() or not self._waiters[0].is_wanted():
                self._waiters.popleft()
                if not turn.done():
                    turn.set_result(False)
                continue
            wait = self._limit.wait(now)
            if wait is None or (wait <= 0 and self._scheduler.is_full(self)):
                return
            if wait > 0:
                self._timer = self._loop.call_at(now + wait + 0.001, self.advance)
                return
            self._limit.start(now)
            self._scheduler.active += 1
            self._waiters.popleft().turn.set_result(True)
