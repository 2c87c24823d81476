"""Asking one address until its answer is final: turns, retries, and each address once a run."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from roadmaplint.links import evidence, policy
from roadmaplint.links.answer import Answer, Ask
from roadmaplint.links.domains import site
from roadmaplint.links.headers import BROWSER, own_headers, plain
from roadmaplint.links.lanes import Board, Lane
from roadmaplint.links.limiter import Circuit, HostLimiter, Reaction
from roadmaplint.links.page import Page
from roadmaplint.links.settings import HostSettings, LinkSettings
from roadmaplint.links.target import Target

_SHORT_BODY = 192 * 1024
_MOST_KEPT = 24 << 20
_PROBE_WAIT = 1.0
_NETWORK = frozenset({"timeout", "refused", "reset", "later"})
#: Problems that only a network that works can have.
_CONTACT = frozenset({"refused", "reset", "read-timeout", "certificate", "tls", "not-http"})


class Door(Protocol):
    """What the asker needs of the network."""

    def ask(self, ask: Ask) -> Awaitable[Answer]:
        """The answer to one question; problems are answers too."""


class Reply(Struct, frozen=True):
    """The answer that counts, how often was asked, and the bot wall that was seen, if any."""

    answer: Answer
    tries: int
    wall: str | None = None


class _Server(Struct):
    """One host and port: whether it answers at all."""

    circuit: Circuit
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    last: Answer = field(default_factory=Answer)

    def wake(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()


class Asker:
    """Asks for pages on behalf of all links of a run."""

    def __init__(self, door: Door, settings: LinkSettings, now: Callable[[], float]) -> None:
        self._door = door
        self._settings = settings
        self._now = now
        self.board = Board(settings.concurrency, self._limiter)
        self._servers: dict[tuple[str, int], _Server] = {}
        self._closed: dict[str, Answer] = {}
        self._memo: OrderedDict[tuple[str, str], asyncio.Future[Reply]] = OrderedDict()
        self._kept = 0
        self._secrets = own_headers(settings.headers)
        #: Host keys whose connections are worth keeping.
        self.busy_hosts: set[str] = set()
        #: Hosts that said nothing, with why; and whether any host said anything.
        self.silent: dict[str, Answer] = {}
        self.heard = False

    async def reply(
        self, target: Target, *, cookie: str = "", anchors: bool = False, again: bool = False
    ) -> Reply:
        """The final answer for an address; the same question is asked once a run.

        `anchors` wants the whole page, `again` asks even if the answer is known.
        """
        key = (target.key, cookie)
        known = self._memo.get(key)
        if known is not None and not again:
            self._memo.move_to_end(key)
            reply = await asyncio.shield(known)
            if not anchors or reply.answer.complete or len(reply.answer.body) != _SHORT_BODY:
                return reply
        limit = self._settings.max_body if anchors else min(_SHORT_BODY, self._settings.max_body)
        task = asyncio.ensure_future(self._settle(target, cookie, limit))
        self._memo[key] = task
        reply = await asyncio.shield(task)
        self._keep(reply)
        return reply

    async def glance(self, target: Target) -> Answer:
        """One look without retries, for what nobody has linked to; a good one is remembered."""
        known = self._memo.get((target.key, ""))
        if known is not None:
            return (await asyncio.shield(known)).answer
        ask = self._question(target, "", _SHORT_BODY, browser=False)
        answer = await self._one(self.board.lane(target.host_key), ask, urgent=True)
        if answer.status is not None and 200 <= answer.status < 300:
            reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
            reply.set_result(Reply(answer, 1))
            self._memo[target.key, ""] = reply
            self._keep(reply.result())
        return answer

    async def fetch(self, ask: Ask) -> Answer:
        """One request in its turn, without retries."""
        return await self._one(self.board.lane(ask.target.host_key), ask)

    async def unchanged(self, target: Target, validators: tuple[tuple[str, str], ...]) -> bool:
        """True if the page still is what a validator of an earlier answer says."""
        ask = self._question(target, "", 1, browser=False)
        ask = replace(ask, headers=(*ask.headers, *validators), body=1)
        answer = await self._one(self.board.lane(target.host_key), ask)
        return answer.status == 304

    async def blind_look(self, target: Target) -> Answer:
        """What a server says whose certificate failed: without verification, without secrets."""
        ask = Ask(target, plain(self._settings.user_agent), 0, 1.0, fresh=True, verify=False)
        return await self._one(self.board.lane(target.host_key), ask)

    async def _settle(self, target: Target, cookie: str, limit: int) -> Reply:
        server = self._server(target)
        lane = self.board.lane(target.host_key)
        ask = self._question(target, cookie, limit, browser=False)
        answers: list[Answer] = []
        wait = 0.0
        while True:
            if not await self._turn(server, lane, target, wait, is_first=not answers):
                return _counting(answers or [_shared(server.last)], None)
            answer = await self._exchange(lane, ask)
            answers.append(answer)
            self._note(server, target, answer)
            wall = _wall(answer)
            retry = policy.next_try(answers, self._settings, self._now(), walled=bool(wall))
            spent = sum(answer.seconds for answer in answers)
            if retry is None or spent > self._settings.link_time:
                return _counting(answers, wall)
            if retry.host_wait:
                lane.hold(retry.host_wait)
            wait = retry.wait
            ask = self._question(target, cookie, limit, browser=retry.browser, fresh=retry.fresh)

    async def _turn(
        self, server: _Server, lane: Lane, target: Target, wait: float, *, is_first: bool
    ) -> bool:
        """Waits for a turn; False if the server was given up before it came."""
        circuit, clock = server.circuit, asyncio.get_running_loop().time

        def wanted() -> bool:
            if is_first:
                return circuit.admits(target.key, clock())
            return not circuit.is_given_up

        while not await lane.enter(wait, wanted=wanted):
            if circuit.is_given_up:
                return False
            await server.changed.wait()
        return True

    async def _one(self, lane: Lane, ask: Ask, *, urgent: bool = False) -> Answer:
        """One request in its turn, whatever is known of the server."""
        await lane.enter(urgent=urgent)
        return await self._exchange(lane, ask)

    async def _exchange(self, lane: Lane, ask: Ask) -> Answer:
        """The request itself; the turn for it has come and ends with it."""
        key = ask.target.host_key
        reaction: Reaction = "other"
        try:
            closed = self._closed.get(key)
            if closed is not None:
                return closed
            if not ask.fresh and key not in self.busy_hosts:
                ask = replace(ask, fresh=True)
            answer = await self._door.ask(ask)
            reaction = _reaction(answer)
            seconds = policy.closes_host(answer, self._settings, self._now())
            if seconds is not None:
                words = f"429 Too Many Requests; the host asks to wait {seconds:.0f} s"
                self._closed[key] = replace(answer, body=b"", detail=words)
            return answer
        finally:
            lane.leave(reaction)

    def _server(self, target: Target) -> _Server:
        place = (target.host, target.port)
        if place not in self._servers:
            self._servers[place] = _Server(Circuit(_PROBE_WAIT * self._settings.backoff))
        return self._servers[place]

    def _note(self, server: _Server, target: Target, answer: Answer) -> None:
        """What an answer says of its server, and of the network."""
        kind = policy.class_of(answer)
        if answer.problem is None:
            server.circuit.answered()
        elif kind in _NETWORK:
            server.last = answer
            loop = asyncio.get_running_loop()
            was_open = server.circuit.is_open
            server.circuit.failed(target.key, kind, loop.time())
            if server.circuit.is_open and not was_open:
                loop.call_later(_PROBE_WAIT * self._settings.backoff + 0.01, server.wake)
        if answer.problem is None or answer.problem in _CONTACT:
            self.heard = True
        elif answer.problem not in {"refused-target", "internal"}:
            self.silent[target.host] = answer
        server.wake()

    def _question(
        self, target: Target, cookie: str, limit: int, *, browser: bool, fresh: bool = False
    ) -> Ask:
        headers = dict(BROWSER if browser else plain(self._settings.user_agent))
        own = self._secrets.get(target.origin, {})
        lower = {name.lower() for name in own}
        headers = {name: value for name, value in headers.items() if name.lower() not in lower}
        if cookie:
            headers["Cookie"] = cookie
        pairs = (*headers.items(), *own.items())
        return Ask(target, pairs, limit, self._settings.body_timeout, fresh=fresh)

    def _limiter(self, key: str, links: int) -> HostLimiter:
        host = next(
            (h for name, h in self._settings.hosts.items() if site(name) == key), HostSettings()
        )
        most = host.concurrency or self._settings.host_concurrency
        interval = self._settings.interval if host.interval is None else host.interval
        return HostLimiter(most, interval, links)

    def _keep(self, reply: Reply) -> None:
        """Forgets the oldest pages when too much is held."""
        self._kept += len(reply.answer.body)
        for key, task in list(self._memo.items()) if self._kept > _MOST_KEPT else ():
            if task.done() and not task.cancelled() and task.exception() is None:
                size = len(task.result().answer.body)
                if size:
                    del self._memo[key]
                    self._kept -= size
            if self._kept <= _MOST_KEPT // 2:
                break


def _counting(answers: list[Answer], wall: str | None) -> Reply:
    """The reply of several tries: the last one with a status, which says more than silence."""
    spoken = [answer for answer in answers if answer.problem is None]
    return Reply(spoken[-1] if spoken else answers[-1], len(answers), wall)


def _shared(answer: Answer) -> Answer:
    return replace(answer, detail=f"the server answers nobody: {answer.detail}")


def _wall(answer: Answer) -> str | None:
    if answer.problem is not None or (answer.status or 0) < 400:
        return None
    page = Page.read(answer.body, answer.headers.get("content-type", "")) if answer.body else None
    return evidence.wall(answer, page)


def _reaction(answer: Answer) -> Reaction:
    kind = policy.class_of(answer)
    if kind == "busy" or (kind == "unavailable" and "retry-after" in answer.headers):
        return "pushed-back"
    if kind == "reset":
        return "broken"
    return "good" if answer.problem is None and kind != "unavailable" else "other"
