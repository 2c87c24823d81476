"""One run over the web: hosts side by side, the links of each in turn, verdicts as they arrive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from roadmaplint.core.finding import Safety
from roadmaplint.core.subjects import Rewrite, Verdict
from roadmaplint.links import NoNetwork, Progress, Report
from roadmaplint.links.cache import CachedVerdict
from roadmaplint.links.http import Response
from roadmaplint.links.http.address import has_route
from roadmaplint.links.http.client import HttpClient
from roadmaplint.links.judge.classify import Classification, classify, confirms, make_verdict
from roadmaplint.links.judge.page import Page
from roadmaplint.links.judge.redirects import RedirectChain, follow
from roadmaplint.links.judge.soft_404 import sibling_of
from roadmaplint.links.schedule.fetcher import Fetcher
from roadmaplint.links.settings import LinkSettings
from roadmaplint.links.url import Url

_PROGRESS_SECONDS = 1.0
_WATCH_SECONDS = 0.1
_SILENT_TO_DOUBT = 3
_EXISTS = "example.com"


class Job(Struct):
    """One page that links point to: its fragments, what its links are called, what is cached."""

    url: Url
    fragments: list[str | None] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    cached: Mapping[str | None, CachedVerdict] = field(default_factory=dict)


#: Takes a verdict with the page's ETag and Last-Modified.
Done = Callable[[Job, str | None, Verdict, str, str], None]


class Session:
    """Checks jobs; `done` is called for every verdict."""

    def __init__(
        self,
        jobs: list[Job],
        settings: LinkSettings,
        client: HttpClient,
        now: Callable[[], float],
        done: Done,
    ) -> None:
        self._settings = settings
        self._client = client
        self._now = now
        self._done = done
        self.fetcher = Fetcher(client, settings, now)
        self._sites: dict[str, list[Job]] = {}
        for job in jobs:
            self._sites.setdefault(job.url.site, []).append(job)
        self._active = asyncio.Semaphore(max(1, settings.concurrency * 2))
        self._speaks_https: dict[str, asyncio.Future[bool]] = {}
        self._watcher: asyncio.Task[None] | None = None
        self._links = self._finished_sites = 0
        self._all_links = len(jobs)

    async def run(self, report: Report | None) -> None:
        """Checks everything; raises NoNetwork if nothing outside can be reached."""
        if not self._sites:
            return
        ticker = asyncio.create_task(self._tick(report)) if report else None
        order = sorted(self._sites.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        try:
            async with asyncio.TaskGroup() as group:
                self._watcher = group.create_task(self._watch())
                for site, jobs in order:
                    await self._active.acquire()
                    group.create_task(self._check_site(site, jobs))
        except* NoNetwork as group_of_one:
            raise _first(group_of_one) from None
        finally:
            if ticker:
                ticker.cancel()
        await self._doubt_network(at_end=True)
        if report:
            report(self._progress())

    def _progress(self) -> Progress:
        return Progress(self._links, self._all_links, self._finished_sites, len(self._sites))

    async def _tick(self, report: Report) -> None:
        while True:
            report(self._progress())
            await asyncio.sleep(_PROGRESS_SECONDS)

    async def _watch(self) -> None:
        """Ends the run early where nothing can be reached; ends itself at the first response."""
        while not self.fetcher.heard:
            await asyncio.sleep(_WATCH_SECONDS)
            await self._doubt_network(at_end=False)

    async def _check_site(self, site: str, jobs: list[Job]) -> None:
        """All links of one site, with kept connections while they last."""
        self.fetcher.busy_sites.add(site)
        self.fetcher.scheduler.queue(site, len(jobs))
        try:
            async with asyncio.TaskGroup() as group:
                for job in jobs:
                    group.create_task(self._check_safely(job))
        finally:
            self.fetcher.busy_sites.discard(site)
            self._finished_sites += 1
            if self._watcher is not None and self._finished_sites == len(self._sites):
                self._watcher.cancel()
            self._active.release()
            await self._client.release(site)

    async def _check_safely(self, job: Job) -> None:
        """A fault in one link leaves that link unchecked and nothing else."""
        try:
            await self._check(job)
        except Exception as error:  # noqa: BLE001
            reason = f"this link could not be judged: {type(error).__name__}: {error}"[:300]
            for fragment in job.fragments:
                asked = job.url.with_fragment(fragment).full
                verdict = Verdict(asked, "unchecked", reason, checked_at=self._now())
                self._done(job, fragment, verdict, "", "")
        self._links += 1

    async def _check(self, job: Job) -> None:
        if await self._revalidate(job):
            return
        settings = self._settings
        anchors = settings.anchors and any(job.fragments)
        chain = await self._follow(job.url, anchors=anchors)
        found = classify(chain, tuple(job.texts), settings)
        if found.outcome == "insecure" and chain.response.problem == "certificate":
            response = await self.fetcher.fetch_unverified(chain.final)
            if response.status in {404, 410}:
                found = Classification("dead", f"{response.status}, and {found.reason}")
        if found.doubt is not None:
            sibling = await self._follow(sibling_of(job.url), anchors=False)
            if confirms(found.doubt, chain, sibling):
                found = Classification("gone-soft", found.doubt.reason)
        twin = await self._https_twin(chain, found)
        headers = chain.response.headers if not chain.steps else {}
        etag, modified = headers.get("etag", "")[:500], headers.get("last-modified", "")[:100]
        for fragment in job.fragments:
            verdict = make_verdict(chain, found, fragment, settings, self._now())
            if twin is not None and verdict.outcome == "ok":
                new = Rewrite(twin.with_fragment(fragment).full, Safety.SAFE)
                verdict = replace(
                    verdict, outcome="upgradable", reason="https works too", final=new.url,
                    rewrite=new,
                )  # fmt: skip
            self._done(job, fragment, verdict, etag, modified)

    async def _follow(self, url: Url, *, anchors: bool) -> RedirectChain:
        most = self._settings.max_redirects
        return await follow(self.fetcher, url, anchors=anchors, max_redirects=most)

    async def _revalidate(self, job: Job) -> bool:
        """True if the server says that all that was cached of this page still holds."""
        cached = [job.cached.get(fragment) for fragment in job.fragments]
        validators = {(one.etag, one.modified) if one and one.verdict.outcome == "ok" else ("", "")
                      for one in cached}  # fmt: skip
        if len(validators) != 1:
            return False
        etag, modified = validators.pop()
        both = (("If-None-Match", etag), ("If-Modified-Since", modified))
        headers = tuple(pair for pair in both if pair[1])
        if not headers or not await self.fetcher.is_unchanged(job.url, headers):
            return False
        for fragment, one in zip(job.fragments, cached, strict=True):
            if one is not None:
                verdict = replace(one.verdict, checked_at=self._now(), cached=False)
                self._done(job, fragment, verdict, etag, modified)
        return True

    async def _https_twin(self, chain: RedirectChain, found: Classification) -> Url | None:
        """The https address of a plain http page, if it was seen to be the same page."""
        asked, plain = chain.asked, chain.response
        wanted = self._settings.upgrades and found.outcome == "ok" and not chain.steps
        if not wanted or asked.scheme != "http" or asked.port != 80:
            return None
        twin = replace(asked, scheme="https", port=443)
        secure = await self._https_response(twin)
        if secure is None or secure.status != plain.status:
            return None
        kind = secure.headers.get("content-type")
        if kind != plain.headers.get("content-type"):
            return None
        if chain.page is None:
            lengths = [r.headers.get("content-length") for r in (plain, secure)]
            return twin if lengths[0] == lengths[1] else None
        page = Page.read(secure.body, kind or "")
        return twin if page.title == chain.page.title and page.refresh is None else None

    async def _https_response(self, twin: Url) -> Response | None:
        """What the https server of a host says; one that does not work is asked only once."""
        known = self._speaks_https.get(twin.host)
        if known is not None:
            return await self.fetcher.glance(twin) if await asyncio.shield(known) else None
        decided = self._speaks_https[twin.host] = asyncio.get_running_loop().create_future()
        works = False
        try:
            response = await self.fetcher.glance(twin)
            works = response.problem is None
        finally:
            decided.set_result(works)
        return response if works else None

    async def _doubt_network(self, *, at_end: bool) -> None:
        """Raises NoNetwork where silence is the machine's fault, not the links'."""
        silent = self.fetcher.silent
        if self.fetcher.heard or not silent:
            return
        problems = {response.problem for response in silent.values()}
        detail = next(iter(silent.values())).detail
        if problems == {"proxy"}:
            raise NoNetwork(detail)
        unreachable = problems <= {"name-later", "no-route", "unreachable"}
        if unreachable and not has_route():
            raise NoNetwork(f"there is no network ({detail})")
        if not at_end:
            return
        if problems <= {"name-later", "no-route"}:
            raise NoNetwork(f"there is no network ({detail})")
        if problems <= {"no-name", "name-later"} and not await self._client.can_resolve(_EXISTS):
            raise NoNetwork("no name can be looked up, not even one that always exists")
        if problems <= {"connect-timeout", "unreachable"} and len(silent) >= _SILENT_TO_DOUBT:
            raise NoNetwork("no host could be reached; a firewall may be in the way")


def _first(group: BaseExceptionGroup[NoNetwork]) -> NoNetwork:
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
