"""Names to addresses, each name asked once a run, without holding up the event loop."""

from __future__ import annotations

import asyncio
import socket
import threading

from roadmaplint.links.answer import Problem

_LATER = {socket.EAI_AGAIN}
_AT_ONCE = 32
_MOST_ADDRESSES = 4


class NameFailed(Exception):
    """A name gave no address; `problem` says whether it does not exist or nobody could tell."""

    def __init__(self, problem: Problem, detail: str) -> None:
        super().__init__(detail)
        self.problem: Problem = problem
        self.detail = detail


class Names:
    """The addresses of host names, remembered for one run. Failures may be asked again."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._known: dict[str, asyncio.Future[tuple[str, ...]]] = {}
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def addresses(self, host: str) -> tuple[str, ...]:
        """IPv4 addresses first, then IPv6; raises NameFailed."""
        future = self._known.get(host)
        if future is None:
            future = asyncio.ensure_future(self._ask(host))
            self._known[host] = future
        try:
            return await asyncio.shield(future)
        except NameFailed:
            self._known.pop(host, None)
            raise

    async def _ask(self, host: str) -> tuple[str, ...]:
        async with self._turns:
            try:
                async with asyncio.timeout(self._timeout):
                    return await _look_up(host)
            except TimeoutError:
                raise NameFailed("name-later", "the name server did not answer") from None


async def _look_up(host: str) -> tuple[str, ...]:
    """One look-up in a thread of its own; a slow one never keeps the program from ending."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[tuple[str, ...]] = loop.create_future()

    def settle(found: tuple[str, ...], problem: NameFailed | None) -> None:
        if future.done():
            return
        if problem is None:
            future.set_result(found)
        else:
            future.set_exception(problem)

    def work() -> None:
        found: tuple[str, ...] = ()
        problem = None
        try:
            found = _resolve(host)
        except NameFailed as failed:
            problem = failed
        try:
            loop.call_soon_threadsafe(settle, found, problem)
        except RuntimeError:
            return  # the run is over

    threading.Thread(target=work, name=f"name {host[:40]}", daemon=True).start()
    return await future


def _resolve(host: str) -> tuple[str, ...]:
    try:
        rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        later = error.errno in _LATER
        detail = error.strerror or "the name was not found"
        raise NameFailed("name-later" if later else "no-name", detail) from None
    except (OSError, UnicodeError, ValueError) as error:
        raise NameFailed("no-name", str(error)) from None
    by_family = sorted(rows, key=lambda row: row[0] != socket.AF_INET)
    found = tuple(dict.fromkeys(str(row[4][0]) for row in by_family))[:_MOST_ADDRESSES]
    if not found:
        raise NameFailed("no-name", "the name has no address")
    return found


def has_route() -> bool:
    """True if this machine knows a way to the public internet. Nothing is sent."""
    probes = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
    for family, address in probes:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((address, 53))
                return True
        except OSError:
            continue
    return False
