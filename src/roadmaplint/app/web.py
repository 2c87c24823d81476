"""Web links of a run: asked once, judged by the rules on verdicts, listed on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from roadmaplint.app.linkconfig import link_settings
from roadmaplint.app.workspace import Workspace
from roadmaplint.engine.analyse import check_links, conclude
from roadmaplint.engine.analysis import FileAnalysis
from roadmaplint.engine.plan import NETWORK
from roadmaplint.files.read import FileProblem
from roadmaplint.links import LinkRequest, NoNetwork, Progress, Resolution, resolve
from roadmaplint.lint.verdict import CheckedLink, Verdict
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.roadmap.project import FileTree
from roadmaplint.roadmap.targets import classify, written_as
from roadmaplint.text.source import Source

_NO_TREE = FileTree((), complete=False)


@dataclass
class Web:
    """Asks the web for the links of a run, every address once.

    `clock` gives seconds since the epoch; `environ` fills variables in configured headers.
    """

    workspace: Workspace
    clock: Callable[[], float]
    environ: Mapping[str, str]
    progress: Callable[[Progress], None] | None = None
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    stopped: str = ""

    def ask(self, links: Iterable[Link]) -> None:
        """Get a verdict for every web link that has none yet. Raises NoNetwork, UsageError."""
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

    def _resolve(self, requests: Sequence[LinkRequest]) -> Resolution:
        settings = link_settings(self.workspace.settings.links, self.environ)
        if not self.workspace.settings.cache:
            return resolve(requests, settings, None, self.clock, self.progress)
        from roadmaplint.links.cache import LinkCache

        with LinkCache(self.workspace.settings.cache_dir / "links.sqlite") as cache:
            found = resolve(requests, settings, cache, self.clock, self.progress)
            if cache.notice:
                self.notes.append(cache.notice)
        return found

    def judge(
        self, analyses: Mapping[str, FileAnalysis], read_source: Callable[[str], Source]
    ) -> dict[str, FileAnalysis]:
        """Add what the rules on verdicts say of each file's links; asks first."""
        documents = {}
        for path in analyses:
            try:
                documents[path] = document_of(read_source(path), self.workspace)
            except FileProblem:
                continue  # reported when it was examined
        if not self.verdicts:
            self.ask(link for document in documents.values() for link in document.links)
        done = dict(analyses)
        for path, document in documents.items():
            plan = self.workspace.plan_at(path)
            late = check_links(
                document.source,
                plan,
                _NO_TREE,
                self.checked(document),
                is_roadmap=document.is_roadmap,
            )
            ran = plan.rules_in(NETWORK)
            text = _given(document.source)
            done[path] = conclude(analyses[path], late, plan, ran, text, self.workspace.today)
        return done

    def checked(self, document: Document) -> list[CheckedLink]:
        """The web links of a document that have a verdict."""
        return [
            CheckedLink(link, self.verdicts[asked(link)])
            for link in document.links
            if is_web(link) and asked(link) in self.verdicts
        ]


def _given(source: Source) -> Callable[[], Source]:
    return lambda: source


def is_web(link: Link) -> bool:
    """True for links that lead out onto the web."""
    return (link.target[:4].lower() == "www." and link.form == "bare") or (
        classify(link.target, "").kind == "web"
    )


def asked(link: Link) -> str:
    """The address to ask: Markdown's escapes resolved, a scheme before a bare `www.`."""
    address = written_as(link.target)
    return f"http://{address}" if address[:4].lower() == "www." else address


def document_of(source: Source, workspace: Workspace) -> Document:
    """The typed tree of a source."""
    from roadmaplint.markdown.parser import parse
    from roadmaplint.roadmap.build import build

    return build(source, parse(source), workspace.settings.is_roadmap(source.path))


__all__ = ["NoNetwork", "Progress", "Web", "asked", "document_of", "is_web"]
