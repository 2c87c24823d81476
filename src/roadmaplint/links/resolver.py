"""Resolving links: each address asked once, what is known served from memory."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING

from msgspec.structs import replace

from roadmaplint.core.subjects import Verdict
from roadmaplint.links import policy
from roadmaplint.links.archive import GONE, Archive, Copy, with_copy
from roadmaplint.links.asker import Asker, Door
from roadmaplint.links.cache import LinkCache, Memory, with_history
from roadmaplint.links.dns import Names
from roadmaplint.links.github import Api
from roadmaplint.links.request import INTERRUPTED, Clock, LinkRequest, NoNetwork, Report, Resolution
from roadmaplint.links.run import Job, Run
from roadmaplint.links.settings import LinkSettings
from roadmaplint.links.sorting import Sorting
from roadmaplint.links.target import classify
from roadmaplint.links.verdict import ALIVE

if TYPE_CHECKING:  # httpx is loaded only when something is asked
    from roadmaplint.links.http import Web as Network

#: Answers leave few cycles behind; to look for them often costs an eighth of a run.
_FEW_COLLECTIONS = 20_000
_MANY_HOSTS = 10
_SILENT_SHARE = 0.3


class Resolver:
    """One run over a set of links; `resolve` is the way in."""

    def __init__(self, settings: LinkSettings, cache: LinkCache | None, clock: Clock) -> None:
        self._settings = settings
        self._sorting = Sorting(settings)
        self._cache = cache
        self._clock = clock
        self._verdicts: dict[str, Verdict] = {}
        self._places: dict[tuple[str, str | None], list[str]] = {}
        self._jobs: dict[str, Job] = {}
        self._memories: dict[str, Memory] = {}
        self._silent = 0
        self._more: list[str] = []

    def resolve(
        self, requests: Iterable[LinkRequest], progress: Report | None, names: Names | None = None
    ) -> Resolution:
        """The verdicts of all requests; raises NoNetwork."""
        for request in requests:
            self._take(request)
        self._remember()
        stopped = self._ask(progress, names) if self._jobs else ""
        hosts = {job.target.host_key for job in self._jobs.values()}
        self._leave_unchecked(stopped)
        if self._cache is not None:
            self._cache.flush()
        return Resolution(dict(self._verdicts), stopped, self._notices(len(hosts)), len(hosts))

    def _take(self, request: LinkRequest) -> None:
        """Sorts a request in: judged as written, or a page to be asked."""
        written = request.target
        if written not in self._verdicts:
            found = self._sorting.read(written, self._clock())
            if isinstance(found, Verdict):
                self._verdicts[written] = found
                return
            place = (found.key, found.fragment)
            job = self._jobs.setdefault(found.key, Job(found.at(None)))
            if place not in self._places:
                job.fragments.append(found.fragment)
            self._places.setdefault(place, [])
            if written not in self._places[place]:
                self._places[place].append(written)
            if request.text and request.text not in job.texts:
                job.texts.append(request.text)

    def _remember(self) -> None:
        """Serves what memory still holds; the rest keeps its memories for history."""
        for job in self._jobs.values():
            job.fragments.sort(key=lambda fragment: (fragment is not None, fragment or ""))
            job.texts.sort()
        if self._cache is None:
            return
        keys = [self._key(key, fragment) for key, fragment in self._places]
        self._memories = self._cache.recall(keys)
        now, age = self._clock(), self._settings.max_cache_age
        for key, job in list(self._jobs.items()):
            left = []
            for fragment in job.fragments:
                memory = self._memories.get(self._key(key, fragment))
                if memory is not None and memory.holds(now, age):
                    self._settle(key, fragment, replace(memory.verdict, cached=True))
                else:
                    left.append(fragment)
            job.fragments = left
            found = {f: self._memories.get(self._key(key, f)) for f in left}
            job.known = {f: memory for f, memory in found.items() if memory is not None}
            if not left:
                del self._jobs[key]

    def _ask(self, progress: Report | None, names: Names | None) -> str:
        """Runs the event loop; gives why it stopped early, if it did."""
        before = gc.get_threshold()
        gc.set_threshold(_FEW_COLLECTIONS, *before[1:])
        try:
            return asyncio.run(self._run(progress, names))
        except KeyboardInterrupt:
            return INTERRUPTED
        finally:
            gc.set_threshold(*before)

    async def _run(self, progress: Report | None, names: Names | None) -> str:
        from roadmaplint.links.http import Web

        async with Web(self._settings, names) as web:
            try:
                async with asyncio.timeout(self._settings.max_time):
                    await self._ask_github(web)
                    await self._ask_pages(web, progress)
            except TimeoutError:
                return f"the time of {self._settings.max_time:g} s was over"
        return ""

    async def _ask_github(self, web: Door) -> None:
        """Settles repositories by GitHub's API, where a token is there; the others are pages."""
        if not self._settings.github_token:
            return
        api = Api(self._settings)
        pages = {key: job for key, job in self._jobs.items() if job.fragments == [None]}
        found, problem = await api.look_up(web, [job.target for job in pages.values()])
        if problem:
            self._more.append(f"GitHub's API was of no use: {problem}; pages are asked instead")
        for key, (name, repository) in found.items():
            job = self._jobs.pop(key)
            verdict = api.verdict(job.target, name, repository, self._clock())
            self._finish(job, None, verdict, "", "")

    async def _ask_pages(self, web: Network, progress: Report | None) -> None:
        run = Run(list(self._jobs.values()), self._settings, web, self._clock, self._finish)
        try:
            await run.go(progress)
            await self._ask_archive(run.asker)
        finally:
            self._silent = run.silent_hosts

    async def _ask_archive(self, asker: Asker) -> None:
        """Looks for copies of what is gone, where that is wanted."""
        if not self._settings.archive_api:
            return
        archive = Archive(asker, self._settings)
        copies: dict[str, Copy | None] = {}
        for written, verdict in list(self._verdicts.items()):
            if verdict.outcome in GONE:
                if verdict.url not in copies:
                    copies[verdict.url] = await archive.copy_of(verdict.url)
                copy = copies[verdict.url]
                if copy is not None:
                    self._verdicts[written] = with_copy(verdict, copy)
        if archive.problem:
            self._more.append(f"the archive was not of much use: {archive.problem}")

    def _finish(
        self, job: Job, fragment: str | None, verdict: Verdict, etag: str, modified: str
    ) -> None:
        """Takes a verdict as it arrives: history, memory, every spelling of the link."""
        key = self._key(job.target.key, fragment)
        before = self._memories.get(key)
        verdict = with_history(verdict, before)
        if self._cache is not None and verdict.outcome not in {"unchecked", "refused-target"}:
            good = (before.good_checks if before else 0) + 1 if verdict.outcome in ALIVE else 0
            seconds = policy.lifetime(verdict.outcome, verdict.status, good, key)
            until = verdict.checked_at + seconds if seconds is not None else 0.0
            self._cache.store(Memory(key, verdict, until, etag, modified, good))
        self._settle(job.target.key, fragment, verdict)

    def _settle(self, key: str, fragment: str | None, verdict: Verdict) -> None:
        for written in self._places[key, fragment]:
            self._verdicts[written] = verdict

    def _leave_unchecked(self, stopped: str) -> None:
        now = self._clock()
        for key, job in self._jobs.items():
            for fragment in job.fragments:
                url = job.target.at(fragment).full
                verdict = Verdict(url, "unchecked", stopped or "not reached", checked_at=now)
                for written in self._places[key, fragment]:
                    self._verdicts.setdefault(written, verdict)

    def _notices(self, hosts: int) -> tuple[str, ...]:
        notices = [self._cache.notice] if self._cache is not None and self._cache.notice else []
        if hosts >= _MANY_HOSTS and self._silent > hosts * _SILENT_SHARE:
            notices.append(f"{self._silent} of {hosts} hosts did not answer: is your network well?")
        return (*notices, *self._more)

    def _key(self, key: str, fragment: str | None) -> str:
        """The memory's key: the page, the anchor, and the headers that are its own."""
        own = self._settings.headers
        page = key if not fragment else f"{key}#{fragment}"
        origin = "/".join(key.split("/", 3)[:3])
        mine = [
            f"{n}:{v}"
            for o, pairs in own.items()
            if classify(o).origin == origin
            for n, v in pairs.items()
        ]
        if not mine:
            return page
        return f"{blake2b(repr(sorted(mine)).encode(), digest_size=8).hexdigest()} {page}"


def resolve(
    requests: Iterable[LinkRequest],
    settings: LinkSettings,
    cache: LinkCache | None,
    clock: Clock,
    progress: Report | None = None,
) -> Resolution:
    """The verdict of every link, by its target as written.

    Each address is asked once, whatever the order; `clock` gives seconds since the epoch. Raises
    NoNetwork if nothing outside can be reached. Ctrl-C and `max_time` keep what is known.
    """
    return Resolver(settings, cache, clock).resolve(requests, progress)


__all__ = ["NoNetwork", "Resolver", "resolve"]
