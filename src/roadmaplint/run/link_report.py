"""Lists every link of a run with its verdict, and merges the lists of several runs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast, get_args

from msgspec import Struct
from msgspec.structs import replace

from roadmaplint.core.finding import IN_ORDER, Diagnostic, Severity
from roadmaplint.core.linter import FileAnalysis, FileContext, Unparsable, gather
from roadmaplint.core.plan import NETWORK, Plan
from roadmaplint.core.subjects import Hop, Outcome, Verdict
from roadmaplint.errors import UsageError
from roadmaplint.files.discover import FoundFile
from roadmaplint.files.read import FileProblem, read
from roadmaplint.links import severity
from roadmaplint.report.model import LinkResult
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.roadmap.targets import classify
from roadmaplint.run.documents import asked, is_web, line_of
from roadmaplint.run.link_check import LinkSuppressions, Web
from roadmaplint.run.project_pass import check_project_files
from roadmaplint.run.workspace import Limited, Workspace
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


def check_all_links(files: Sequence[FoundFile], workspace: Workspace, web: Web) -> list[LinkResult]:
    """Every link in the order of the text. Raises NoNetwork and UsageError."""
    pages = _pages(files, workspace, web)
    web.ask(link for page in pages for n, link in enumerate(page.links) if n in page.asked)
    found = _results(pages, workspace, web)
    known = _known(pages, workspace, web) if workspace.settings.baseline else frozenset()
    return [_forgiven(result) if (result.path, result.location) in known else result
            for result in found]  # fmt: skip


def list_links(files: Sequence[FoundFile], workspace: Workspace, web: Web) -> list[LinkResult]:
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
        reading = FileContext(decode(data, file.path), workspace.settings.is_roadmap(file.path))
        document = reading.document()
    except (FileProblem, Unparsable):
        return None
    plan = workspace.plan_at(file.path)
    analysis = gather(reading, plan, workspace.today)
    silence = LinkSuppressions(analysis, plan)
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
    for path, analysis in check_project_files(analyses, small, text).items():
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
    from roadmaplint.run.baseline import baselined

    sources = {page.document.source.path: page.document.source for page in pages}

    def text(path: str) -> Source:
        return sources[path]

    analyses: Mapping[str, FileAnalysis] = {
        page.document.source.path: page.analysis for page in pages
    }
    analyses = check_project_files(analyses, Limited(workspace, _OFFLINE), text)
    judged = web.judge(analyses, text)
    return frozenset((d.path, d.location) for d in baselined(_all(judged.values()), workspace))


def _all(analyses: Iterable[FileAnalysis]) -> list[Diagnostic]:
    return sorted((d for a in analyses for d in a.diagnostics), key=IN_ORDER)


def _forgiven(result: LinkResult) -> LinkResult:
    reason = f"{result.verdict.reason}; known to the baseline"
    return replace(result, verdict=replace(result.verdict, reason=reason), severity=None)


_LARGEST = 256 * 1024 * 1024
_OUTCOMES = frozenset(get_args(Outcome))
#: Outcomes that say less than any other of the same link.
_NOTHING = ("unchecked", "skipped")
_PLACE = ("line", "column", "end_line", "end_column")


def merge_reports(files: Sequence[str]) -> list[LinkResult]:
    """The links of all reports in the order of the text, each place once.

    Where two reports speak of one place, the first that was checked counts. Raises UsageError for
    what cannot be read or is no report.
    """
    if not files:
        raise UsageError("merge needs the JSON reports of `links`")
    found: dict[tuple[str, Location, str], LinkResult] = {}
    for file in files:
        for result in _report(file):
            key = (result.path, result.location, result.target)
            old = found.get(key)
            if old is None or old.verdict.outcome in _NOTHING:
                found[key] = result
    return [found[key] for key in sorted(found)]


def _report(file: str) -> list[LinkResult]:
    try:
        data = json.loads(read(os.fspath(file), limit=_LARGEST))
    except FileProblem as problem:
        raise UsageError(f"{file} {problem}") from problem
    except (ValueError, RecursionError) as problem:
        raise UsageError(f"{file} is no JSON: {problem}") from problem
    if not isinstance(data, dict) or not isinstance(data.get("links"), list):
        raise UsageError(f"{file} is no JSON report of `links`")
    if data.get("version") != 1:
        raise UsageError(f"{file}: a report of version {data.get('version')!r} cannot be read")
    try:
        return [_result(row) for row in data["links"]]
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise UsageError(f"{file} holds a link that cannot be read: {problem!r}") from problem


def _result(row: Mapping[str, Any]) -> LinkResult:
    level = row["severity"]
    place = row["location"]
    return LinkResult(
        str(row["path"]),
        Location(*(int(place[key]) for key in _PLACE)),
        str(row["target"]),
        str(row["url"]),
        _verdict(row),
        None if level is None else Severity[str(level).upper()],
    )


def _verdict(row: Mapping[str, Any]) -> Verdict:
    outcome = row["verdict"]
    if outcome not in _OUTCOMES:
        raise ValueError(f"unknown verdict {outcome!r}")
    status, final = row["status"], row["final_url"]
    return Verdict(
        str(row["url"]),
        cast("Outcome", outcome),
        str(row["reason"]),
        status=None if status is None else int(status),
        final=None if final is None else str(final),
        hops=tuple(Hop(int(hop["status"]), str(hop["url"])) for hop in row["hops"]),
        cached=bool(row["cached"]),
    )
