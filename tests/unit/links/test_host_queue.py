"""Turns are given in order, within limits, and come back after waits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from roadmaplint.links.schedule.host_queue import Scheduler
from roadmaplint.links.schedule.rate_limit import RateLimit


def scheduler_of(most: int, per_host: int) -> Scheduler:
    return Scheduler(most, lambda _key, _links: RateLimit(per_host, interval=0))


def run(work: Awaitable[None]) -> None:
    async def main() -> None:
        async with asyncio.timeout(10):
            await work

    asyncio.run(main())


def test_the_limits_hold_and_everybody_comes_to_turn() -> None:
    peak = {"all": 0, "a": 0, "b": 0}
    active = {"all": 0, "a": 0, "b": 0}
    done: list[str] = []

    async def one(scheduler: Scheduler, key: str) -> None:
        queue = scheduler.queue(key)
        await queue.enter()
        for name in ("all", key):
            active[name] += 1
            peak[name] = max(peak[name], active[name])
        await asyncio.sleep(0)
        for name in ("all", key):
            active[name] -= 1
        queue.leave("other")
        done.append(key)

    async def main() -> None:
        scheduler = scheduler_of(3, 2)
        await asyncio.gather(*(one(scheduler, "ab"[n % 2]) for n in range(40)))
        assert scheduler.active == 0

    run(main())
    assert len(done) == 40
    assert peak == {"all": 3, "a": 2, "b": 2}


def test_who_waits_goes_behind_and_who_is_urgent_before() -> None:
    order: list[str] = []

    async def main() -> None:
        queue = scheduler_of(10, 1).queue("a")
        await queue.enter()

        async def one(name: str, wait: float, *, urgent: bool = False) -> None:
            await queue.enter(wait, urgent=urgent)
            order.append(name)
            queue.leave("other")

        tasks = [
            asyncio.create_task(one("later", 0.02)),
            asyncio.create_task(one("first", 0)),
            asyncio.create_task(one("second", 0)),
        ]
        await asyncio.sleep(0)
        tasks.append(asyncio.create_task(one("urgent", 0, urgent=True)))
        await asyncio.sleep(0)
        queue.leave("other")
        await asyncio.gather(*tasks)

    run(main())
    assert order == ["urgent", "first", "second", "later"]


def test_who_gives_up_leaves_no_hole() -> None:
    async def main() -> None:
        scheduler = scheduler_of(10, 1)
        queue = scheduler.queue("a")
        await queue.enter()
        waiting = asyncio.create_task(queue.enter())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.sleep(0)
        queue.leave("other")
        await queue.enter()
        assert scheduler.active == 1
        queue.leave("other")

    run(main())


def test_who_is_not_wanted_any_more_is_told_so() -> None:
    async def main() -> None:
        scheduler = scheduler_of(10, 1)
        queue = scheduler.queue("a")
        assert await queue.enter()
        waiting = asyncio.create_task(queue.enter(is_wanted=lambda: False))
        await asyncio.sleep(0)
        queue.leave("other")
        assert await waiting is False
        assert scheduler.active == 0

    run(main())
