"""Every link of a run with its verdict: web, files and anchors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from roadmaplint.app.limited import Limited
from roadmaplint.app.pages import asked, is_web, line_of
from roadmaplint.app.silence import Silence
from roadmaplint.app.web import Web
from roadmaplint.app.whole import look_at_whole
from roadmaplint.app.workspace import Workspace
from roadmaplint.core.diagnostic import IN_ORDER, Diagnostic
from roadmaplint.core.linter import FileAnalysis, Reading, Unparsable, gather
from roadmaplint.core.plan import NETWORK, Plan
from roadmaplint.core.subjects import Outcome, Verdict
from roadmaplint.files.discover import FoundFile
from roadmaplint.files.read import FileProblem, read
from roadmaplint.links import severity
from roadmaplint.report.model import LinkResult
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.roadmap.targets import classify
from roadmaplint.text.decode import decode
from roadmaplint.text.source import Location, Source

#: What the offline rules say, as verdicts.
_OFFLINE: Mapping[str, Outcome] = {
    "missing-file": "dead",
    "wrong-case-path": "dead",
    "missing-anchor": "anchor-missing",
}
_QUIET = {"ok", "redirected", "skipped", "anchor-unknown"}

_Place = tuple[str, Location]


class _Page(Struct, frozen=True):
    """One file: its tree, its directives, the links that are listed, those that are asked."""

    document: Document
    analysis: FileAnalysis
    links: tuple[Link, ...]
    asked: frozenset[int]
    why_not: Mapping[int, str]


def all_links(files: Sequence[FoundFile], workspace: Workspace, web: Web) -> list[LinkResult]:
    """Every link in the order of the text. Raises NoNetwork and UsageError."""
    pages = _pages(files, workspace, web)
    web.ask(link for page in pages for n, link in enumerate(page.links) if n in page.asked)
    found = _results(pages, workspace, web)
    known = _known(pages, workspace, web) if workspace.settings.baseline else frozenset()
    return [_forgiven(result) if (result.path, result.location) in known else result
            for result in found]  # fmt: skip


def listed_links(files: Sequence[FoundFile], workspace: Workspace, web: Web) -> list[LinkResult]:
    """Every link with what can be said offline; those that would be asked are unchecked."""
    from roadmaplint.links.exclusions import Prefilter

    settings, notes = web.given()
    web.notes += notes
    prefilter = Prefilter(settings)
    pages = _pages(files, workspace, web)
    for page in pages:
        for n in page.asked:
            address = asked(page.links[n])
            found = prefilter.read(address, 0.0)
            if not isinstance(found, Verdict):
                found = Verdict(found.full, "unchecked", "not asked, only listed")
            web.verdicts[address] = found
    return _results(pages, workspace, web)


def _pages(files: Sequence[FoundFile], workspace: Workspace, web: Web) -> list[_Page]:
    found = (_page(file, workspace, web) for file in files)
    return [page for page in found if page is not None]


def _page(file: FoundFile, workspace: Workspace, web: Web) -> _Page | None:
    try:
        data = read(file.location, workspace.settings.root)
        reading = Reading(decode(data, file.path), workspace.settings.is_roadmap(file.path))
        document = reading.document()
    except (FileProblem, Unparsable):
        return None
    plan = workspace.plan_at(file.path)
    analysis = gather(reading, plan, workspace.today)
    silence = Silence(analysis, plan)
    links = tuple(link for link in document.links if web.scope.holds(file.path, link))
    off = _is_off(plan, workspace)
    why_not = {
        n: reason
        for n, link in enumerate(links)
        if is_web(link) and (reason := off or silence.reason(line_of(link, document)))
    }
    chosen = frozenset(n for n, link in enumerate(links) if is_web(link) and n not in why_not)
    return _Page(document, silence.noted(), links, chosen, why_not)


def _is_off(plan: Plan, workspace: Workspace) -> str:
    """Why the links of a file are of no interest although those of the project are."""
    if plan.rules_in(NETWORK) or not workspace.plan_at("").rules_in(NETWORK):
        return ""
    return "the rules on web links are off for this file"


def _results(pages: Sequence[_Page], workspace: Workspace, web: Web) -> list[LinkResult]:
    offline = _offline(pages, workspace)
    return [
        _web_result(page, n, web) if is_web(link) else _local_result(page.document, link, offline)
        for page in pages
        for n, link in enumerate(page.links)
    ]


def _offline(pages: Sequence[_Page], workspace: Workspace) -> dict[_Place, tuple[Diagnostic, bool]]:
    """What the rules on files and anchors say, by place, and whether a directive silences it."""
    small = Limited(workspace, _OFFLINE)
    sources = {page.document.source.path: page.document.source for page in pages}

    def text(path: str) -> Source:
        return sources[path]

    analyses = {page.document.source.path: page.analysis for page in pages}
    found: dict[_Place, tuple[Diagnostic, bool]] = {}
    for path, analysis in look_at_whole(analyses, small, text).items():
        found |= {(path, d.location): (d, True) for d in analysis.suppressed if d.rule in _OFFLINE}
        found |= {
            (path, d.location): (d, False) for d in analysis.diagnostics if d.rule in _OFFLINE
        }
    return found


def _web_result(page: _Page, n: int, web: Web) -> LinkResult:
    link, source = page.links[n], page.document.source
    place = source.location(link.target_span or link.span)
    address = asked(link)
    if n in page.why_not:
        verdict = Verdict(address, "skipped", page.why_not[n])
    else:
        verdict = web.verdicts[address]
    level = None if verdict.outcome in _QUIET else severity(verdict)
    return LinkResult(source.path, place, link.target, verdict.url, verdict, level)


def _local_result(
    document: Document, link: Link, offline: Mapping[_Place, tuple[Diagnostic, bool]]
) -> LinkResult:
    path = document.source.path
    place = document.source.location(link.target_span or link.span)
    found, silenced = offline.get((path, place), (None, False))
    if found is not None and not silenced:
        verdict = Verdict(link.target, _OFFLINE[found.rule], found.message)
        return LinkResult(path, place, link.target, link.target, verdict, found.severity)
    kind = classify(link.target, path).kind
    outcome: Outcome = "ok" if kind in {"anchor", "file"} and not silenced else "skipped"
    reason = "it is there" if outcome == "ok" else "not a web address, a file or an anchor"
    verdict = Verdict(link.target, outcome, "a comment silences it" if silenced else reason)
    return LinkResult(path, place, link.target, link.target, verdict, None)


def _known(pages: Sequence[_Page], workspace: Workspace, web: Web) -> frozenset[_Place]:
    """Where the baseline knows of something wrong with a link."""
    from roadmaplint.app.known import known_in

    sources = {page.document.source.path: page.document.source for page in pages}

    def text(path: str) -> Source:
        return sources[path]

    analyses: Mapping[str, FileAnalysis] = {
        page.document.source.path: page.analysis for page in pages
    }
    analyses = look_at_whole(analyses, Limited(workspace, _OFFLINE), text)
    judged = web.judge(analyses, text)
    return frozenset((d.path, d.location) for d in known_in(_all(judged.values()), workspace))


def _all(analyses: Iterable[FileAnalysis]) -> list[Diagnostic]:
    return sorted((d for a in analyses for d in a.diagnostics), key=IN_ORDER)


def _forgiven(result: LinkResult) -> LinkResult:
    reason = f"{result.verdict.reason}; known to the baseline"
    return replace(result, verdict=replace(result.verdict, reason=reason), severity=None)
