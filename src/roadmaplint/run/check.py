"""Checks a run: lint files, look at the project, repair, and gather what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field

from roadmaplint.core.finding import IN_ORDER, Diagnostic, Safety
from roadmaplint.core.linter import FileAnalysis
from roadmaplint.core.parallel import map_jobs
from roadmaplint.files.discover import FoundFile
from roadmaplint.files.read import read, size_of
from roadmaplint.run.lint_files import (
    Repaired,
    lint_bytes,
    lint_files,
    repair,
    repair_source,
)
from roadmaplint.run.project_pass import check_project_files
from roadmaplint.run.request import CheckRequest
from roadmaplint.run.workspace import Workspace
from roadmaplint.text.decode import decode
from roadmaplint.text.glob import Globs
from roadmaplint.text.source import Source


class Outcome(Struct, frozen=True, dict=True):
    """What a run found: analyses by path after any repair, and the repairs by path."""

    analyses: Mapping[str, FileAnalysis]
    repairs: Mapping[str, Repaired] = field(default_factory=dict)

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything that was found, in the order of reports."""
        found = (d for analysis in self.analyses.values() for d in analysis.diagnostics)
        return tuple(sorted(found, key=IN_ORDER))

    @property
    def changes(self) -> list[tuple[str, Source, Source]]:
        """Path, text before and text after of every repaired file."""
        return [
            (path, done.before, done.after)
            for path, done in sorted(self.repairs.items())
            if done.before.digest != done.after.digest
        ]


#: Adds to analyses what only the web can tell; the second argument reads a file's text.
Judge = Callable[[Mapping[str, FileAnalysis], Callable[[str], Source]], Mapping[str, FileAnalysis]]


def check(
    files: Sequence[FoundFile],
    workspace: Workspace,
    request: CheckRequest,
    judge: Judge | None = None,
) -> Outcome:
    """Lint the files and repair them as asked; `judge` adds what it knows of their links."""
    first = lint_files(files, workspace, request.jobs)
    places = {file.path: file.location for file in files}

    def text(path: str) -> Source:
        return decode(read(places[path], workspace.settings.root), path)

    def whole(read_source: Callable[[str], Source]) -> Mapping[str, FileAnalysis]:
        found = check_project_files(first, workspace, read_source)
        return judge(found, read_source) if judge else found

    analyses = whole(text)
    if request.fix is None:
        return Outcome(analyses)
    jobs = [
        _Job(file, first[file.path], analyses[file.path], request.fix, request.write)
        for file in files
        if has_work(analyses[file.path], request.fix)
    ]
    repairs = _repairs(jobs, workspace, request.jobs)
    if not repairs:
        return Outcome(analyses)
    for done in repairs.values():
        first[done.analysis.path] = done.analysis

    def repaired(path: str) -> Source:
        return repairs[path].after if path in repairs else text(path)

    return Outcome(whole(repaired), repairs)


def _repairs(
    jobs: Sequence[_Job], workspace: Workspace, processes: int | None
) -> dict[str, Repaired]:
    sizes = [size_of(job.file.location) for job in jobs]
    results = map_jobs(_repair, jobs, workspace, processes, sizes, lambda _job: None)
    return {
        job.file.path: done for job, done in zip(jobs, results, strict=True) if done is not None
    }


def has_work(analysis: FileAnalysis, threshold: Safety) -> bool:
    """True if a diagnostic has a fix that reaches the threshold."""
    return any(d.fix is not None and d.fix.safety >= threshold for d in analysis.diagnostics)


class _Job(Struct, frozen=True):
    file: FoundFile
    alone: FileAnalysis
    whole: FileAnalysis
    threshold: Safety
    save: bool


def _repair(job: _Job, workspace: Workspace) -> Repaired | None:
    return repair(job.file, job.alone, job.whole, workspace, job.threshold, save=job.save)


class Checked(Struct, frozen=True):
    """What was found in a text, after any repair; `source` is the text then."""

    analysis: FileAnalysis
    source: Source
    repairs: Mapping[str, Repaired]


def check_given(data: bytes, path: str, workspace: Workspace, request: CheckRequest) -> Checked:
    """Analyse a text under the name `path`, and repair it if the request asks; excludes hold."""
    source = decode(data, path)
    settings = workspace.settings
    if not settings.no_exclude and Globs(settings.exclude).match(path):
        return Checked(FileAnalysis(path, source.digest, ()), source, {})
    alone = lint_bytes(data, path, workspace)
    whole = _whole(alone, source, workspace)
    if request.fix is None or not has_work(whole, request.fix):
        return Checked(whole, source, {})
    done = repair_source(source, alone, whole, workspace, request.fix)
    return Checked(_whole(done.analysis, done.after, workspace), done.after, {path: done})


def _whole(analysis: FileAnalysis, source: Source, workspace: Workspace) -> FileAnalysis:
    found = check_project_files({analysis.path: analysis}, workspace, lambda _: source)
    return found[analysis.path]
