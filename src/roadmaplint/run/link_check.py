"""Checks the web links of a run: which are asked, what the web says, what rules make of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from roadmaplint.core.finding import Diagnostic
from roadmaplint.core.linter import FileAnalysis, Unparsable, check_links, conclude
from roadmaplint.core.plan import NETWORK, Plan
from roadmaplint.core.subjects import CheckedLink, Verdict
from roadmaplint.core.suppressions import SuppressionIndex
from roadmaplint.errors import UsageError
from roadmaplint.files.read import FileProblem
from roadmaplint.links import INTERRUPTED, LinkRequest, NoNetwork, Progress, Resolution, resolve
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.run.documents import asked, document_of, is_web, line_of
from roadmaplint.run.git_changes import Changes
from roadmaplint.run.link_config import Given, link_settings
from roadmaplint.run.workspace import Workspace
from roadmaplint.text.source import Source


class Shard(NamedTuple):
    """One of `of` parts, from 1; a host is always in the same part."""

    number: int
    of: int


class Scope(Struct, frozen=True):
    """What a run looks at. Without a shard and without changes that is everything."""

    changes: Changes | None = None
    shard: Shard | None = None

    def holds(self, path: str, link: Link) -> bool:
        """True if a link of a file belongs to the run."""
        if self.changes is not None and not self.changes.has_added(path, link):
            return False
        return self.shard is None or _part(link, self.shard.of) == self.shard.number


def _part(link: Link, parts: int) -> int:
    """The shard of a link; what has no host is in the first one."""
    from roadmaplint.links.url import parse, shard_of

    url = parse(asked(link)) if is_web(link) else None
    return 1 if url is None or url.kind != "web" else shard_of(url.site, parts) + 1


def shard_from(text: str) -> Shard:
    """Read `2/5`. Raises UsageError for anything else."""
    first, slash, second = text.partition("/")
    numbers = (first, second)
    if slash and all(n.isascii() and n.isdigit() and len(n) < 6 for n in numbers):
        shard = Shard(int(first), int(second))
        if 1 <= shard.number <= shard.of:
            return shard
    raise UsageError(f'--shard "{text}" is not a part such as 2/5')


#: The rule for whose sake the web is asked: where it is silent, nobody waits for an answer.
_FIRST = "dead-link"


class LinkSuppressions:
    """The directives of one file, as far as they speak of web links."""

    def __init__(self, analysis: FileAnalysis, plan: Plan) -> None:
        """Take the directives of an analysis and the rules that are switched on."""
        self._analysis = analysis
        self._rules = plan.rules_in(NETWORK)
        self._index = SuppressionIndex(analysis.suppressions)

    def reason(self, line: int) -> str:
        """Why a link on this line is not asked; an empty text if it may be.

        Directives that say so count as used: whether they are still needed nobody can tell.
        """
        if not self._analysis.suppressions:
            return ""
        owners = {rule: self._index.owner(rule, line) for rule in {*self._rules, _FIRST}}
        if owners[_FIRST] is None and any(owners[rule] is None for rule in self._rules):
            return ""
        found = {owner for owner in owners.values() if owner is not None}
        if not found:
            return ""
        for rule, owner in owners.items():
            if owner is not None:
                self._index.used[owner].add(rule)
        reasons = (self._analysis.suppressions[owner].reason for owner in sorted(found))
        words = next((reason for reason in reasons if reason), "")
        return f"a comment silences it: {words}" if words else "a comment silences it"

    def noted(self) -> FileAnalysis:
        """The analysis, with the directives that kept a link from being asked as used."""
        known = self._analysis.used
        if not any(self._index.used):
            return self._analysis
        before = known or tuple(frozenset[str]() for _ in self._index.used)
        pairs = zip(before, self._index.used, strict=True)
        return replace(self._analysis, used=tuple(old | new for old, new in pairs))


class Web(Struct):
    """Asks the web for the links of a run, every address once.

    `clock` gives seconds since the epoch; `environ` fills variables in configured headers. With
    `isolated` no ignore file is read. `stopped` says why a run ended early.
    """

    workspace: Workspace
    clock: Callable[[], float]
    environ: Mapping[str, str]
    progress: Callable[[Progress], None] | None = None
    scope: Scope = field(default_factory=Scope)
    isolated: bool = False
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    stopped: str = ""
    _has_asked: bool = False

    @property
    def interrupted(self) -> bool:
        """True if somebody pressed Ctrl-C while the web was asked."""
        return self.stopped == INTERRUPTED

    def ask(self, links: Iterable[Link]) -> None:
        """Get a verdict for every web link that has none yet. Raises NoNetwork, UsageError."""
        self._has_asked = True
        wanted = dict.fromkeys(
            LinkRequest(asked(link), link.text)
            for link in links
            if is_web(link) and asked(link) not in self.verdicts
        )
        if not wanted:
            return
        found = self._resolve(tuple(wanted))
        self.verdicts.update(found.verdicts)
        self.notes += found.notices
        if found.stopped:
            self.stopped = found.stopped

    def given(self) -> Given:
        """The settings of the link checker. Raises UsageError."""
        return link_settings(self.workspace, self.environ, ignore_file=not self.isolated)

    def _resolve(self, requests: Sequence[LinkRequest]) -> Resolution:
        settings, notes = self.given()
        self.notes += notes
        if not self.workspace.settings.cache:
            return resolve(requests, settings, None, self.clock, self.progress)
        from roadmaplint.files.cache import claim_folder
        from roadmaplint.links.cache import LinkCache

        folder = self.workspace.settings.cache_dir
        claim_folder(folder)
        with LinkCache(folder / "links.sqlite") as cache:
            found = resolve(requests, settings, cache, self.clock, self.progress)
            if cache.notice and cache.notice not in found.notices:
                self.notes.append(cache.notice)
        return found

    def judge(
        self, analyses: Mapping[str, FileAnalysis], read_source: Callable[[str], Source]
    ) -> dict[str, FileAnalysis]:
        """Add what the rules on verdicts say of each file's links; asks first."""
        done = dict(analyses)
        chosen: dict[str, list[Link]] = {}
        for path, analysis in analyses.items():
            if not self.workspace.plan_at(path).rules_in(NETWORK):
                continue
            try:
                document = document_of(read_source(path), self.workspace)
            except (FileProblem, Unparsable):
                continue  # reported when it was examined
            silence = LinkSuppressions(analysis, self.workspace.plan_at(path))
            chosen[path] = self.choose(document, silence)
            done[path] = silence.noted()
        if not self._has_asked:
            self.ask(link for links in chosen.values() for link in links)
        for path, links in chosen.items():
            done[path] = self._concluded(done[path], self._checked(links), read_source)
        return done

    def choose(self, document: Document, silence: LinkSuppressions) -> list[Link]:
        """The web links of a document that are to be asked."""
        path = document.source.path
        return [
            link
            for link in document.links
            if is_web(link)
            and self.scope.holds(path, link)
            and not silence.reason(line_of(link, document))
        ]

    def _concluded(
        self,
        analysis: FileAnalysis,
        links: Sequence[CheckedLink],
        read_source: Callable[[str], Source],
    ) -> FileAnalysis:
        path = analysis.path
        plan = self.workspace.plan_at(path)
        late: tuple[Diagnostic, ...] = ()
        try:
            if links:
                source = read_source(path)
                if source.digest != analysis.digest:
                    return analysis  # changed meanwhile: the places of its links are not known
                is_roadmap = self.workspace.settings.is_roadmap(path)
                late = check_links(source, plan, links, is_roadmap=is_roadmap)
            ran, today = plan.rules_in(NETWORK), self.workspace.today
            return conclude(analysis, late, plan, ran, lambda: read_source(path), today)
        except FileProblem:
            return analysis  # gone meanwhile

    def _checked(self, links: Iterable[Link]) -> list[CheckedLink]:
        pairs = ((link, self.verdicts.get(asked(link))) for link in links)
        return [CheckedLink(link, verdict) for link, verdict in pairs if verdict is not None]


__all__ = ["NoNetwork", "Progress", "Web"]
