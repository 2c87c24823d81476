"""Web links of a run: asked once, judged by the rules on verdicts, listed on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct, field

from roadmaplint.app.linkconfig import Given, link_settings
from roadmaplint.app.pages import asked, document_of, is_web, line_of
from roadmaplint.app.scope import Scope
from roadmaplint.app.silence import Silence
from roadmaplint.app.workspace import Workspace
from roadmaplint.core.diagnostic import Diagnostic
from roadmaplint.core.linter import FileAnalysis, Unparsable, check_links, conclude
from roadmaplint.core.plan import NETWORK
from roadmaplint.core.subjects import CheckedLink, Verdict
from roadmaplint.files.read import FileProblem
from roadmaplint.links import INTERRUPTED, LinkRequest, NoNetwork, Progress, Resolution, resolve
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.roadmap.project_index import FileTree
from roadmaplint.text.source import Source

_NO_TREE = FileTree((), complete=False)


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
            silence = Silence(analysis, self.workspace.plan_at(path))
            chosen[path] = self.choose(document, silence)
            done[path] = silence.noted()
        if not self._has_asked:
            self.ask(link for links in chosen.values() for link in links)
        for path, links in chosen.items():
            done[path] = self._concluded(done[path], self._checked(links), read_source)
        return done

    def choose(self, document: Document, silence: Silence) -> list[Link]:
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
                late = check_links(source, plan, _NO_TREE, links, is_roadmap=is_roadmap)
            ran, today = plan.rules_in(NETWORK), self.workspace.today
            return conclude(analysis, late, plan, ran, lambda: read_source(path), today)
        except FileProblem:
            return analysis  # gone meanwhile

    def _checked(self, links: Iterable[Link]) -> list[CheckedLink]:
        pairs = ((link, self.verdicts.get(asked(link))) for link in links)
        return [CheckedLink(link, verdict) for link, verdict in pairs if verdict is not None]


__all__ = ["NoNetwork", "Progress", "Web"]
