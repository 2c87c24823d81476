"""Who may send a request now: one queue a host, and one limit over all hosts."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush

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
            queue = max(self._blocked, key=lambda queue: queue.length)
            self._blocked.discard(queue)
            queue.advance()


class HostQueue:
    """The queue of one host: first come, first served; who comes back later goes to its end."""

    def __init__(self, scheduler: Scheduler, limit: RateLimit) -> None:
        self._scheduler = scheduler
        self._limit = limit
        self._loop = asyncio.get_running_loop()
        self._ready: deque[_Waiter] = deque()
        self._later: list[tuple[float, int, _Waiter]] = []
        self._order = 0
        self._timer: asyncio.TimerHandle | None = None
        #: How many wait for a turn.
        self.length = 0

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
        waiter = _Waiter(self._loop.create_future(), is_wanted)
        self.length += 1
        if wait > 0:
            self._order += 1
            heappush(self._later, (self._loop.time() + wait, self._order, waiter))
        elif urgent:
            self._ready.appendleft(waiter)
        else:
            self._ready.append(waiter)
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
        now = self._loop.time()
        while self._later and self._later[0][0] <= now:
            self._ready.append(heappop(self._later)[2])
        moments = [self._later[0][0]] if self._later else []
        while self._ready:
            waiter = self._ready[0]
            if waiter.turn.done() or not waiter.is_wanted():
                self._drop_first(starts=False)
                continue
            wait = self._limit.wait(now)
            if wait is None or (wait <= 0 and self._scheduler.is_full(self)):
                break
            if wait > 0:
                moments.append(now + wait)
                break
            self._limit.start(now)
            self._scheduler.active += 1
            self._drop_first(starts=True)
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_at(min(moments) + 0.001, self.advance) if moments else None

    def _drop_first(self, *, starts: bool) -> None:
        turn = self._ready.popleft().turn
        self.length -= 1
        if not turn.done():
            turn.set_result(starts)
