"""Every link of a run with its verdict: web, files and anchors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from roadmaplint.app.check import Task, check
from roadmaplint.app.web import Web, asked, document_of, is_web
from roadmaplint.app.workspace import Workspace
from roadmaplint.files.discover import FoundFile
from roadmaplint.files.read import FileProblem, read
from roadmaplint.links.verdict import severity
from roadmaplint.lint.diagnostic import Diagnostic
from roadmaplint.lint.verdict import Outcome, Verdict
from roadmaplint.report.model import LinkResult
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.roadmap.targets import classify
from roadmaplint.text.decode import decode
from roadmaplint.text.source import Location

#: What the offline rules say, as verdicts.
_OFFLINE: Mapping[str, Outcome] = {
    "missing-file": "dead",
    "wrong-case-path": "dead",
    "missing-anchor": "anchor-missing",
}
_QUIET = {"ok", "redirected", "skipped", "anchor-unknown"}


def all_links(files: Sequence[FoundFile], workspace: Workspace, web: Web) -> list[LinkResult]:
    """Every link in the order of the text. Raises NoNetwork and UsageError."""
    offline = {
        (d.path, d.location): d
        for d in check(files, workspace, Task()).diagnostics
        if d.rule in _OFFLINE
    }
    documents = [d for d in (_document(file, workspace) for file in files) if d is not None]
    web.ask(link for document in documents for link in document.links)
    return [
        _result(document, link, web, offline) for document in documents for link in document.links
    ]


def _document(file: FoundFile, workspace: Workspace) -> Document | None:
    try:
        data = read(file.location, workspace.settings.root)
    except FileProblem:
        return None
    return document_of(decode(data, file.path), workspace)


def _result(
    document: Document,
    link: Link,
    web: Web,
    offline: Mapping[tuple[str, Location], Diagnostic],
) -> LinkResult:
    path = document.source.path
    place = document.source.location(link.target_span or link.span)
    if is_web(link):
        verdict = web.verdicts[asked(link)]
        url = verdict.url
        level = None if verdict.outcome in _QUIET else severity(verdict)
        return LinkResult(path, place, link.target, url, verdict, level)
    found = offline.get((path, place))
    if found is not None:
        verdict = Verdict(link.target, _OFFLINE[found.rule], found.message)
        return LinkResult(path, place, link.target, link.target, verdict, found.severity)
    kind = classify(link.target, path).kind
    outcome: Outcome = "ok" if kind in {"anchor", "file"} else "skipped"
    reason = "it is there" if outcome == "ok" else "not a web address, a file or an anchor"
    verdict = Verdict(link.target, outcome, reason)
    return LinkResult(path, place, link.target, link.target, verdict, None)
