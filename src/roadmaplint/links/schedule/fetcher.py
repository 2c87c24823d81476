"""Fetches one address until its response is final: turns, retries, and each address once a run."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from roadmaplint.links.http import BROWSER_HEADERS, Request, Response, default_headers
from roadmaplint.links.judge.soft_404 import bot_wall_of
from roadmaplint.links.schedule.host_queue import HostQueue, Scheduler
from roadmaplint.links.schedule.rate_limit import CircuitBreaker, RateLimit, Reaction
from roadmaplint.links.schedule.retry import class_of, closes_host, next_try
from roadmaplint.links.settings import HostSettings, LinkSettings
from roadmaplint.links.url import Url, parse, site_of

if TYPE_CHECKING:  # httpx is loaded only when something is requested
    from roadmaplint.links.http.client import HttpClient

_SHORT_BODY = 192 * 1024
_MAX_MEMORY = 24 << 20
_SECONDS_TO_GIVE_UP = 1.0
_SERVER_FAILURES = frozenset({"timeout", "refused", "reset", "later"})
#: Problems that only a network that works can have.
_CONTACT = frozenset({"refused", "reset", "read-timeout", "certificate", "tls", "not-http"})


class FinalResponse(Struct, frozen=True):
    """The response that counts, how often was asked, and the bot wall that was seen, if any."""

    response: Response
    tries: int
    wall: str | None = None


class _Server(Struct):
    """One host and port: whether it answers at all, and how it failed last."""

    breaker: CircuitBreaker
    last: Response = field(default_factory=Response)


class Fetcher:
    """Fetches pages on behalf of all links of a run."""

    def __init__(
        self, client: HttpClient, settings: LinkSettings, now: Callable[[], float]
    ) -> None:
        self._client = client
        self._settings = settings
        self._now = now
        self.scheduler = Scheduler(settings.concurrency, self._new_limit)
        self._servers: dict[tuple[str, int], _Server] = {}
        self._closed_sites: dict[str, Response] = {}
        self._fetched: OrderedDict[tuple[str, str], asyncio.Future[FinalResponse]] = OrderedDict()
        self._memory = 0
        self._own_headers = _headers_by_origin(settings)
        #: Sites whose connections are worth keeping.
        self.busy_sites: set[str] = set()
        #: Hosts that said nothing, with why; and whether any host said anything.
        self.silent: dict[str, Response] = {}
        self.heard = False

    async def fetch(
        self, url: Url, *, cookie: str = "", anchors: bool = False, again: bool = False
    ) -> FinalResponse:
        """The final response for an address; the same request is sent once a run.

        `anchors` wants the whole page, `again` asks even if the response is known.
        """
        key = (url.key, cookie)
        known = self._fetched.get(key)
        if known is not None and not again:
            self._fetched.move_to_end(key)
            final = await asyncio.shield(known)
            response = final.response
            if not anchors or response.complete or len(response.body) != _SHORT_BODY:
                return final
        limit = self._settings.max_body if anchors else min(_SHORT_BODY, self._settings.max_body)
        task = asyncio.ensure_future(self._settle(url, cookie, limit))
        self._fetched[key] = task
        final = await asyncio.shield(task)
        self._limit_memory(final)
        return final

    async def glance(self, url: Url) -> Response:
        """One request without retries, for what nobody has linked to; a good one is remembered."""
        known = self._fetched.get((url.key, ""))
        if known is not None:
            return (await asyncio.shield(known)).response
        response = await self.send(self._request(url, "", _SHORT_BODY), urgent=True)
        if response.is_success:
            done: asyncio.Future[FinalResponse] = asyncio.get_running_loop().create_future()
            done.set_result(FinalResponse(response, 1))
            self._fetched[url.key, ""] = done
            self._limit_memory(done.result())
        return response

    async def is_unchanged(self, url: Url, validators: tuple[tuple[str, str], ...]) -> bool:
        """True if the page still is what a validator of an earlier response says."""
        request = self._request(url, "", 1)
        response = await self.send(replace(request, headers=(*request.headers, *validators)))
        return response.status == 304

    async def fetch_unverified(self, url: Url) -> Response:
        """What a server says whose certificate failed: without verification, without secrets."""
        headers = default_headers(self._settings.user_agent)
        return await self.send(Request(url, headers, 0, 1.0, fresh=True, verify=False))

    async def send(self, request: Request, *, urgent: bool = False) -> Response:
        """One request in its turn, without retries, whatever is known of the server."""
        queue = self.scheduler.queue(request.url.site)
        await queue.enter(urgent=urgent)
        return await self._send(queue, request)

    async def _settle(self, url: Url, cookie: str, limit: int) -> FinalResponse:
        place = (url.host, url.port)
        if place not in self._servers:
            seconds = _SECONDS_TO_GIVE_UP * self._settings.backoff
            self._servers[place] = _Server(CircuitBreaker(seconds))
        server = self._servers[place]
        queue = self.scheduler.queue(url.site)
        request = self._request(url, cookie, limit)
        responses: list[Response] = []
        wait = 0.0
        while True:
            if not await queue.enter(wait, is_wanted=lambda: not server.breaker.is_open):
                detail = f"the server answers nobody: {server.last.detail}"
                return _final(responses or [replace(server.last, detail=detail)], None)
            response = await self._send(queue, request)
            responses.append(response)
            self._note(server, url, response)
            wall = bot_wall_of(response) if (response.status or 0) >= 400 else None
            retry = next_try(responses, self._settings, self._now(), walled=bool(wall))
            spent = sum(response.seconds for response in responses)
            if retry is None or spent > self._settings.link_time:
                return _final(responses, wall)
            if retry.host_wait:
                queue.hold(retry.host_wait)
            wait = retry.wait
            request = self._request(url, cookie, limit, browser=retry.browser, fresh=retry.fresh)

    async def _send(self, queue: HostQueue, request: Request) -> Response:
        """The request itself; the turn for it has come and ends with it."""
        site = request.url.site
        reaction: Reaction = "other"
        try:
            closed = self._closed_sites.get(site)
            if closed is not None:
                return closed
            if site not in self.busy_sites:
                request = replace(request, fresh=True)
            response = await self._client.send(request)
            reaction = _reaction(response)
            seconds = closes_host(response, self._settings, self._now())
            if seconds is not None:
                detail = f"429 Too Many Requests; the host asks to wait {seconds:.0f} s"
                self._closed_sites[site] = replace(response, body=b"", detail=detail)
            return response
        finally:
            queue.leave(reaction)

    def _note(self, server: _Server, url: Url, response: Response) -> None:
        """What a response says of its server, and of the network."""
        if response.problem is None:
            server.breaker.succeed()
        elif class_of(response) in _SERVER_FAILURES:
            server.last = response
            server.breaker.fail(url.key, asyncio.get_running_loop().time())
        if response.problem is None or response.problem in _CONTACT:
            self.heard = True
        elif response.problem not in {"refused-target", "internal"}:
            self.silent[url.host] = response

    def _request(
        self, url: Url, cookie: str, limit: int, *, browser: bool = False, fresh: bool = False
    ) -> Request:
        general = BROWSER_HEADERS if browser else default_headers(self._settings.user_agent)
        own = self._own_headers.get(url.origin, {})
        replaced = {name.lower() for name in own}
        headers = [pair for pair in general if pair[0].lower() not in replaced]
        if cookie:
            headers.append(("Cookie", cookie))
        return Request(
            url, (*headers, *own.items()), limit, self._settings.body_timeout, fresh=fresh
        )

    def _new_limit(self, site: str, links: int) -> RateLimit:
        settings = self._settings
        hosts = settings.hosts.items()
        host = next((host for name, host in hosts if site_of(name) == site), HostSettings())
        interval = settings.interval if host.interval is None else host.interval
        return RateLimit(host.concurrency or settings.host_concurrency, interval, links)

    def _limit_memory(self, final: FinalResponse) -> None:
        """Forgets the oldest pages when too much is held."""
        self._memory += len(final.response.body)
        for key, task in list(self._fetched.items()) if self._memory > _MAX_MEMORY else ():
            if task.done() and not task.cancelled() and task.exception() is None:
                size = len(task.result().response.body)
                if size:
                    del self._fetched[key]
                    self._memory -= size
            if self._memory <= _MAX_MEMORY // 2:
                break


def _headers_by_origin(settings: LinkSettings) -> dict[str, dict[str, str]]:
    """Configured headers by origin in its one form; values that could not be sent are left out."""
    found: dict[str, dict[str, str]] = {}
    for origin, headers in settings.headers.items():
        url = parse(origin)
        if url.kind == "web":
            found.setdefault(url.origin, {}).update(
                (name, value)
                for name, value in headers.items()
                if name.isascii() and not set(name + value) & set("\r\n\0")
            )
    return found


def _final(responses: list[Response], wall: str | None) -> FinalResponse:
    """The last of several tries with a status, which says more than silence."""
    spoken = [response for response in responses if response.problem is None]
    return FinalResponse(spoken[-1] if spoken else responses[-1], len(responses), wall)


def _reaction(response: Response) -> Reaction:
    kind = class_of(response)
    if kind == "busy" or (kind == "unavailable" and "retry-after" in response.headers):
        return "pushed-back"
    if kind == "reset":
        return "broken"
    return "good" if response.problem is None and kind != "unavailable" else "other"
