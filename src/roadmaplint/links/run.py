"""One run: hosts side by side, the links of each in turn, every verdict kept as it arrives."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from roadmaplint.core.finding import Safety
from roadmaplint.core.subjects import Rewrite, Verdict
from roadmaplint.links import chain, home, judge
from roadmaplint.links.answer import Answer
from roadmaplint.links.asker import Asker
from roadmaplint.links.cache import Memory
from roadmaplint.links.chain import Trail
from roadmaplint.links.http import Web
from roadmaplint.links.judge import Opinion
from roadmaplint.links.page import Page
from roadmaplint.links.request import NoNetwork, Progress, Report
from roadmaplint.links.settings import LinkSettings
from roadmaplint.links.target import Target

_TICK = 1.0
_GLANCE = 0.1
_SILENT_TO_DOUBT = 3
_EXISTS = "example.com"


class Job(Struct):
    """One page that links point to: its fragments, what its links are called, what is known."""

    target: Target
    fragments: list[str | None] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    known: Mapping[str | None, Memory] = field(default_factory=dict)


Done = Callable[[Job, str | None, Verdict, str, str], None]


class Run:
    """Checks jobs. `done` is called for every verdict, with the page's ETag and Last-Modified."""

    def __init__(
        self,
        jobs: list[Job],
        settings: LinkSettings,
        web: Web,
        now: Callable[[], float],
        done: Done,
    ) -> None:
        self._settings = settings
        self._web = web
        self._now = now
        self._done = done
        #: Asks whatever else the run wants to know.
        self.asker = self._asker = Asker(web, settings, now)
        self._hosts: dict[str, list[Job]] = {}
        for job in jobs:
            self._hosts.setdefault(job.target.host_key, []).append(job)
        self._active = asyncio.Semaphore(max(1, settings.concurrency * 2))
        self._speaks_https: dict[str, asyncio.Future[bool]] = {}
        self._watcher: asyncio.Task[None] | None = None
        self._links = self._finished_hosts = 0
        self._all_links = len(jobs)

    async def go(self, report: Report | None) -> None:
        """Checks everything; raises NoNetwork if nothing outside can be reached."""
        if not self._hosts:
            return
        aside = [asyncio.create_task(self._tick(report))] if report else []
        order = sorted(self._hosts.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        try:
            async with asyncio.TaskGroup() as group:
                self._watcher = group.create_task(self._watch())
                for key, jobs in order:
                    await self._active.acquire()
                    group.create_task(self._host(key, jobs))
        except* NoNetwork as trouble:
            raise _innermost(trouble) from None
        finally:
            for task in aside:
                task.cancel()
        await self._doubt_network(at_end=True)
        if report:
            report(self._progress())

    @property
    def silent_hosts(self) -> int:
        """How many hosts said nothing at all."""
        return len(self._asker.silent)

    def _progress(self) -> Progress:
        return Progress(self._links, self._all_links, self._finished_hosts, len(self._hosts))

    async def _tick(self, report: Report) -> None:
        while True:
            report(self._progress())
            await asyncio.sleep(_TICK)

    async def _watch(self) -> None:
        """Ends the run early where nothing can be reached; ends itself at the first answer."""
        while not self._asker.heard:
            await asyncio.sleep(_GLANCE)
            await self._doubt_network(at_end=False)

    async def _host(self, key: str, jobs: list[Job]) -> None:
        """All links of one host, with kept connections while they last."""
        self._asker.busy_hosts.add(key)
        self._asker.board.lane(key, len(jobs))
        try:
            async with asyncio.TaskGroup() as group:
                for job in jobs:
                    group.create_task(self._fenced(job))
        finally:
            self._asker.busy_hosts.discard(key)
            self._finished_hosts += 1
            if self._watcher is not None and self._finished_hosts == len(self._hosts):
                self._watcher.cancel()
            self._active.release()
            await self._web.release(key)

    async def _fenced(self, job: Job) -> None:
        """A fault in one link leaves that link unchecked and nothing else."""
        try:
            await self._check(job)
        except Exception as error:  # noqa: BLE001
            reason = f"this link could not be judged: {type(error).__name__}: {error}"[:300]
            for fragment in job.fragments:
                asked = job.target.at(fragment).full
                verdict = Verdict(asked, "unchecked", reason, checked_at=self._now())
                self._done(job, fragment, verdict, "", "")
        self._links += 1

    async def _check(self, job: Job) -> None:
        if await self._renewed(job):
            return
        settings = self._settings
        wants_ids = settings.anchors and any(job.fragments)
        most = settings.max_redirects
        trail = await chain.follow(self._asker, job.target, anchors=wants_ids, most=most)
        thought = judge.opinion(trail, tuple(job.texts), settings)
        if thought.outcome == "insecure" and trail.answer.problem == "certificate":
            thought = await self._second_look(trail, thought)
        if thought.doubt is not None:
            sibling = home.sibling(job.target)
            other = await chain.follow(self._asker, sibling, anchors=False, most=most)
            sure = judge.confirms(thought.doubt, trail, other)
            thought = Opinion(thought.doubt.outcome, thought.doubt.reason) if sure else thought
        twin = await self._twin(trail, thought)
        headers = trail.answer.headers if not trail.steps else {}
        for fragment in job.fragments:
            verdict = judge.verdict(trail, thought, fragment, settings, self._now())
            if twin is not None:
                url = twin.at(fragment).full
                verdict = judge.upgraded(verdict, Rewrite(url, Safety.SAFE))
            etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
            self._done(job, fragment, verdict, etag[:500], modified[:100])

    async def _renewed(self, job: Job) -> bool:
        """True if the server says that all that was remembered of this page still stands."""
        memories = [job.known.get(fragment) for fragment in job.fragments]
        first = memories[0]
        if first is None or not (first.etag or first.modified):
            return False
        same = all(
            m is not None
            and m.verdict.outcome == "ok"
            and (m.etag, m.modified) == (first.etag, first.modified)
            for m in memories
        )
        if not same:
            return False
        validators = [("If-None-Match", first.etag), ("If-Modified-Since", first.modified)]
        pairs = tuple((name, value) for name, value in validators if value)
        if not await self._asker.unchanged(job.target, pairs):
            return False
        for fragment, memory in zip(job.fragments, memories, strict=True):
            if memory is not None:
                verdict = replace(memory.verdict, checked_at=self._now(), cached=False)
                self._done(job, fragment, verdict, memory.etag, memory.modified)
        return True

    async def _second_look(self, trail: Trail, thought: Opinion) -> Opinion:
        answer = await self._asker.blind_look(trail.final)
        if answer.status in {404, 410}:
            return Opinion("dead", f"{answer.status}, and {thought.reason}")
        return thought

    async def _twin(self, trail: Trail, thought: Opinion) -> Target | None:
        """The https address of a plain http page, if it was seen to be the same page."""
        asked = trail.asked
        wanted = self._settings.upgrades and thought.outcome == "ok" and not trail.steps
        if not wanted or asked.scheme != "http" or asked.port != 80:
            return None
        twin = replace(asked, scheme="https", port=443)
        answer = await self._https_answer(twin)
        if answer is None:
            return None
        kind = "content-type"
        if answer.status != trail.answer.status or answer.headers.get(
            kind
        ) != trail.answer.headers.get(kind):
            return None
        if trail.page is None:
            length = "content-length"
            same = answer.headers.get(length) == trail.answer.headers.get(length)
        else:
            page = Page.read(answer.body, answer.headers.get(kind, ""))
            same = page.title == trail.page.title and page.refresh is None
        return twin if same else None

    async def _https_answer(self, twin: Target) -> Answer | None:
        """What the https server of a host says; one that does not work is asked only once."""
        decided = self._speaks_https.get(twin.host)
        if decided is not None:
            return await self._asker.glance(twin) if await asyncio.shield(decided) else None
        decided = self._speaks_https[twin.host] = asyncio.get_running_loop().create_future()
        answer = None
        try:
            answer = await self._asker.glance(twin)
        finally:
            decided.set_result(answer is not None and answer.problem is None)
        return answer if decided.result() else None

    async def _doubt_network(self, *, at_end: bool) -> None:
        """Raises NoNetwork where silence is the machine's fault, not the links'."""
        silent = self._asker.silent
        if self._asker.heard or not silent:
            return
        problems = {answer.problem for answer in silent.values()}
        detail = next(iter(silent.values())).detail
        if problems == {"proxy"}:
            raise NoNetwork(detail)
        if problems <= {"name-later", "no-route", "unreachable"} and not self._web.has_route():
            raise NoNetwork(f"there is no network ({detail})")
        if not at_end:
            return
        if problems <= {"name-later", "no-route"}:
            raise NoNetwork(f"there is no network ({detail})")
        names_fail = problems <= {"no-name", "name-later"} and not await self._web.knows(_EXISTS)
        if names_fail:
            raise NoNetwork("no name can be looked up, not even one that always exists")
        if problems <= {"connect-timeout", "unreachable"} and len(silent) >= _SILENT_TO_DOUBT:
            raise NoNetwork("no host could be reached; a firewall may be in the way")


def _innermost(group: BaseExceptionGroup[NoNetwork]) -> NoNetwork:
    first = group.exceptions[0]
    return _innermost(first) if isinstance(first, BaseExceptionGroup) else first
