"""Checks a set of links: each address once, from the cache, from GitHub's API or over the web."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterable
from contextlib import aclosing
from hashlib import blake2b
from typing import TYPE_CHECKING

from msgspec.structs import replace

from roadmaplint.core.subjects import Outcome, Verdict
from roadmaplint.links import INTERRUPTED, Clock, LinkRequest, Report, Resolution
from roadmaplint.links.cache import CachedVerdict, LinkCache, add_history, lifetime
from roadmaplint.links.exclusions import Prefilter
from roadmaplint.links.settings import LinkSettings
from roadmaplint.links.url import parse

if TYPE_CHECKING:  # httpx is loaded only when something is requested
    from roadmaplint.links.http.address import Lookup
    from roadmaplint.links.http.client import HttpClient
    from roadmaplint.links.session import Job, Session

#: Outcomes of links that reach their content, and of those that an archived copy may replace.
_ALIVE: frozenset[Outcome] = frozenset({"ok", "moved", "redirected", "upgradable"})
_GONE: frozenset[Outcome] = frozenset({"dead", "gone-soft"})
#: Failed requests leave cycles behind that hold pages; the process collects more rarely.
_COLLECT_AFTER = 20_000
_MANY_HOSTS = 10
_SILENT_SHARE = 0.3

#: A page and a fragment of it.
Place = tuple[str, str | None]


class LinkChecker:
    """One run over a set of links. `lookup` stands in for the name server."""

    def __init__(
        self,
        settings: LinkSettings,
        cache: LinkCache | None,
        clock: Clock,
        lookup: Lookup | None = None,
    ) -> None:
        self._settings = settings
        self._cache = cache
        self._clock = clock
        self._lookup = lookup
        self._own_headers = [(parse(o).origin, pairs) for o, pairs in settings.headers.items()]
        self._verdicts: dict[str, Verdict] = {}
        self._written: dict[Place, list[str]] = {}
        self._jobs: dict[str, Job] = {}
        self._cached: dict[str, CachedVerdict] = {}
        self._notices: list[str] = []

    def resolve(self, requests: Iterable[LinkRequest], progress: Report | None) -> Resolution:
        """The verdicts of all requests; raises NoNetwork."""
        prefilter = Prefilter(self._settings)
        for request in requests:
            self._add(request, prefilter)
        self._recall()
        stopped = self._run(progress) if self._jobs else ""
        self._leave_unchecked(stopped or "not reached")
        sites = {job.url.site for job in self._jobs.values()}
        if self._cache is not None:
            self._cache.flush()
            if self._cache.notice:
                self._notices.insert(0, self._cache.notice)
        return Resolution(dict(self._verdicts), stopped, tuple(self._notices), len(sites))

    def _add(self, request: LinkRequest, prefilter: Prefilter) -> None:
        """Judges a request as written, or makes it part of a job."""
        from roadmaplint.links.session import Job

        written = request.target
        if written in self._verdicts:
            return
        found = prefilter.read(written, self._clock())
        if isinstance(found, Verdict):
            self._verdicts[written] = found
            return
        place = (found.key, found.fragment)
        job = self._jobs.setdefault(found.key, Job(found.with_fragment(None)))
        if place not in self._written:
            job.fragments.append(found.fragment)
        spellings = self._written.setdefault(place, [])
        if written not in spellings:
            spellings.append(written)
        if request.text and request.text not in job.texts:
            job.texts.append(request.text)

    def _recall(self) -> None:
        """Serves what the cache still holds; the rest keeps its entries for history."""
        for job in self._jobs.values():
            job.fragments.sort(key=lambda fragment: (fragment is not None, fragment or ""))
            job.texts.sort()
        if self._cache is None:
            return
        self._cached = self._cache.recall(self._cache_key(*place) for place in self._written)
        now, age = self._clock(), self._settings.max_cache_age
        for page, job in list(self._jobs.items()):
            known = {f: self._cached.get(self._cache_key(page, f)) for f in job.fragments}
            job.cached = {f: one for f, one in known.items() if one and not one.holds(now, age)}
            job.fragments = []
            for fragment, one in known.items():
                if one is None or fragment in job.cached:
                    job.fragments.append(fragment)
                else:
                    self._settle((page, fragment), replace(one.verdict, cached=True))
            if not job.fragments:
                del self._jobs[page]

    def _run(self, progress: Report | None) -> str:
        """Runs the event loop; returns why it stopped early, if it did."""
        threshold = gc.get_threshold()
        gc.set_threshold(_COLLECT_AFTER, *threshold[1:])
        try:
            return asyncio.run(self._check(progress))
        except KeyboardInterrupt:
            return INTERRUPTED
        finally:
            gc.set_threshold(*threshold)

    async def _check(self, progress: Report | None) -> str:
        from roadmaplint.links.http.client import HttpClient

        async with aclosing(HttpClient(self._settings, self._lookup)) as client:
            try:
                async with asyncio.timeout(self._settings.max_time):
                    await self._ask_github(client)
                    await self._check_pages(client, progress)
            except TimeoutError:
                return f"the time of {self._settings.max_time:g} s was over"
        return ""

    async def _ask_github(self, client: HttpClient) -> None:
        """Settles repositories by GitHub's API, where a token is there; the others are pages."""
        if not self._settings.github_token:
            return
        from roadmaplint.links.services import GitHubApi

        api = GitHubApi(client, self._settings)
        pages = {page: job for page, job in self._jobs.items() if job.fragments == [None]}
        found = await api.look_up([job.url for job in pages.values()])
        if api.problem:
            self._notices.append(
                f"GitHub's API was of no use: {api.problem}; pages are asked instead"
            )
        for page, (name, repository) in found.items():
            job = self._jobs.pop(page)
            self._finish(job, None, api.verdict(job.url, name, repository, self._clock()), "", "")

    async def _check_pages(self, client: HttpClient, progress: Report | None) -> None:
        from roadmaplint.links.session import Session

        jobs = list(self._jobs.values())
        session = Session(jobs, self._settings, client, self._clock, self._finish)
        try:
            await session.run(progress)
            await self._ask_archive(session)
        finally:
            silent, hosts = len(session.fetcher.silent), len({job.url.site for job in jobs})
            if hosts >= _MANY_HOSTS and silent > hosts * _SILENT_SHARE:
                self._notices.insert(
                    0, f"{silent} of {hosts} hosts did not answer: check your network connection"
                )

    async def _ask_archive(self, session: Session) -> None:
        """Looks for copies of what is gone, where that is wanted."""
        if not self._settings.archive_api:
            return
        from roadmaplint.links.services import Archive, with_copy

        archive = Archive(session.fetcher, self._settings)
        for written, verdict in list(self._verdicts.items()):
            if verdict.outcome in _GONE:
                copy = await archive.copy_of(verdict.url)
                if copy is not None:
                    self._verdicts[written] = with_copy(verdict, copy)
        if archive.problem:
            self._notices.append(f"the archive was not of much use: {archive.problem}")

    def _finish(
        self, job: Job, fragment: str | None, verdict: Verdict, etag: str, modified: str
    ) -> None:
        """Takes a verdict as it arrives: history, cache, every spelling of the link."""
        key = self._cache_key(job.url.key, fragment)
        before = self._cached.get(key)
        verdict = add_history(verdict, before)
        if self._cache is not None and verdict.outcome not in {"unchecked", "refused-target"}:
            good = (before.good_checks if before else 0) + 1 if verdict.outcome in _ALIVE else 0
            until = verdict.checked_at + lifetime(verdict, good, key)
            self._cache.store(CachedVerdict(key, verdict, until, etag, modified, good))
        self._settle((job.url.key, fragment), verdict)

    def _settle(self, place: Place, verdict: Verdict) -> None:
        self._verdicts.update(dict.fromkeys(self._written[place], verdict))

    def _leave_unchecked(self, reason: str) -> None:
        now = self._clock()
        for page, job in self._jobs.items():
            for fragment in job.fragments:
                url = job.url.with_fragment(fragment).full
                verdict = Verdict(url, "unchecked", reason, checked_at=now)
                for written in self._written[page, fragment]:
                    self._verdicts.setdefault(written, verdict)

    def _cache_key(self, page: str, fragment: str | None) -> str:
        """The page, the anchor, and a digest of the headers that are the origin's own."""
        key = f"{page}#{fragment}" if fragment else page
        origin = "/".join(page.split("/", 3)[:3])
        own = [
            f"{n}:{v}" for o, pairs in self._own_headers if o == origin for n, v in pairs.items()
        ]
        if not own:
            return key
        return f"{blake2b(repr(sorted(own)).encode(), digest_size=8).hexdigest()} {key}"
