"""Turns are given in order, within limits, and come back after waits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from roadmaplint.links.lanes import Board
from roadmaplint.links.limiter import HostLimiter


def board(most: int, per_host: int) -> Board:
    return Board(most, lambda _key, _links: HostLimiter(per_host, interval=0))


def run(work: Awaitable[None]) -> None:
    async def main() -> None:
        async with asyncio.timeout(10):
            await work

    asyncio.run(main())


def test_the_limits_hold_and_everybody_comes_to_turn() -> None:
    peak = {"all": 0, "a": 0, "b": 0}
    active = {"all": 0, "a": 0, "b": 0}
    done: list[str] = []

    async def one(lanes: Board, key: str) -> None:
        lane = lanes.lane(key)
        await lane.enter()
        for name in ("all", key):
            active[name] += 1
            peak[name] = max(peak[name], active[name])
        await asyncio.sleep(0)
        for name in ("all", key):
            active[name] -= 1
        lane.leave("other")
        done.append(key)

    async def main() -> None:
        lanes = board(3, 2)
        await asyncio.gather(*(one(lanes, "ab"[n % 2]) for n in range(40)))
        assert lanes.under_way == 0

    run(main())
    assert len(done) == 40
    assert peak == {"all": 3, "a": 2, "b": 2}


def test_who_waits_goes_behind_and_who_is_urgent_before() -> None:
    order: list[str] = []

    async def main() -> None:
        lane = board(10, 1).lane("a")
        await lane.enter()

        async def one(name: str, wait: float, *, urgent: bool = False) -> None:
            await lane.enter(wait, urgent=urgent)
            order.append(name)
            lane.leave("other")

        tasks = [
            asyncio.create_task(one("later", 0.02)),
            asyncio.create_task(one("first", 0)),
            asyncio.create_task(one("second", 0)),
        ]
        await asyncio.sleep(0)
        tasks.append(asyncio.create_task(one("urgent", 0, urgent=True)))
        await asyncio.sleep(0)
        lane.leave("other")
        await asyncio.gather(*tasks)

    run(main())
    assert order == ["urgent", "first", "second", "later"]


def test_who_gives_up_leaves_no_hole() -> None:
    async def main() -> None:
        lanes = board(10, 1)
        lane = lanes.lane("a")
        await lane.enter()
        waiting = asyncio.create_task(lane.enter())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.sleep(0)
        lane.leave("other")
        await lane.enter()
        assert lanes.under_way == 1
        lane.leave("other")

    run(main())


def test_who_is_not_wanted_any_more_is_told_so() -> None:
    async def main() -> None:
        lanes = board(10, 1)
        lane = lanes.lane("a")
        assert await lane.enter()
        waiting = asyncio.create_task(lane.enter(wanted=lambda: False))
        await asyncio.sleep(0)
        lane.leave("other")
        assert await waiting is False
        assert lanes.under_way == 0

    run(main())
