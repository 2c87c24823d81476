"""Turns: who may ask now, with one queue a host and one limit over all."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush
from operator import attrgetter

from msgspec import Struct

from roadmaplint.links.limiter import HostLimiter, Reaction

_BACKLOG = attrgetter("backlog")


def _always() -> bool:
    return True


class _Waiter(Struct, frozen=True):
    """Somebody in a queue; `turn` becomes True when it has come, False if it is not wanted."""

    turn: asyncio.Future[bool]
    wanted: Callable[[], bool]


class Board:
    """All lanes together: at most `most` requests at once, the longest queue first."""

    def __init__(self, most: int, limiter: Callable[[str, int], HostLimiter]) -> None:
        self._most = max(1, most)
        self._limiter = limiter
        self._lanes: dict[str, Lane] = {}
        self._hungry: set[Lane] = set()
        self.under_way = 0

    def lane(self, key: str, links: int = 1) -> Lane:
        """The lane of a host key; `links` is how many are expected when it is new."""
        lane = self._lanes.get(key)
        if lane is None:
            lane = self._lanes[key] = Lane(self, self._limiter(key, links))
        return lane

    def is_full(self, lane: Lane) -> bool:
        """True if nothing may start now; the lane is then called as soon as it can."""
        if self.under_way < self._most:
            return False
        self._hungry.add(lane)
        return True

    def feed(self) -> None:
        """Lets the longest waiting queue go on."""
        while self._hungry and self.under_way < self._most:
            lane = max(self._hungry, key=_BACKLOG)
            self._hungry.discard(lane)
            lane.pump()


class Lane:
    """The queue of one host: first come, first served; who comes back later goes to its end."""

    def __init__(self, board: Board, limiter: HostLimiter) -> None:
        self.limiter = limiter
        self._board = board
        self._loop = asyncio.get_running_loop()
        self._ready: deque[_Waiter] = deque()
        self._later: list[tuple[float, int, _Waiter]] = []
        self._order = 0
        #: How many wait for a turn.
        self.backlog = 0
        self._timer: asyncio.TimerHandle | None = None

    async def enter(
        self, wait: float = 0.0, *, urgent: bool = False, wanted: Callable[[], bool] = _always
    ) -> bool:
        """Returns True when a request may start, at the earliest after `wait` seconds.

        An urgent one goes to the head of the queue: others wait for what it finds out. `wanted`
        is asked when the turn has come; False from it is returned, and nothing may start.
        """
        waiter = _Waiter(self._loop.create_future(), wanted)
        self.backlog += 1
        if wait > 0:
            self._order += 1
            heappush(self._later, (self._loop.time() + wait, self._order, waiter))
        elif urgent:
            self._ready.appendleft(waiter)
        else:
            self._ready.append(waiter)
        self.pump()
        try:
            return await waiter.turn
        except asyncio.CancelledError:
            if waiter.turn.done() and not waiter.turn.cancelled() and waiter.turn.result():
                self.leave("other")
            raise

    def leave(self, reaction: Reaction) -> None:
        """The request has ended; a host with more to do may come before this one."""
        self.limiter.finish(reaction)
        self._board.under_way -= 1
        self._board.feed()
        self.pump()

    def hold(self, seconds: float) -> None:
        """Nobody asks this host for so long."""
        self.limiter.hold(self._loop.time() + seconds)

    def pump(self) -> None:
        """Starts what may start, and sets the alarm for what may later."""
        now = self._loop.time()
        while self._later and self._later[0][0] <= now:
            self._ready.append(heappop(self._later)[2])
        alarm = self._later[0][0] if self._later else None
        while self._ready:
            waiter = self._ready[0]
            if waiter.turn.done() or not waiter.wanted():
                self._ready.popleft()
                self.backlog -= 1
                if not waiter.turn.done():
                    waiter.turn.set_result(False)
                continue
            wait = self.limiter.wait(now)
            if wait is None or (wait <= 0 and self._board.is_full(self)):
                break
            if wait > 0:
                alarm = now + wait if alarm is None else min(alarm, now + wait)
                break
            self.limiter.start(now)
            self._board.under_way += 1
            self.backlog -= 1
            self._ready.popleft().turn.set_result(True)
        self._set_alarm(alarm)

    def _set_alarm(self, moment: float | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if moment is not None:
            self._timer = self._loop.call_at(moment + 0.001, self.pump)
