"""Lints the files of a run, or recalls their results from the cache, and repairs them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct

from roadmaplint.core.finding import Safety
from roadmaplint.core.linter import FileAnalysis, analyse
from roadmaplint.core.parallel import map_jobs, will_fork
from roadmaplint.core.project import announce
from roadmaplint.core.subjects import FILE_START, Crash, Unreadable
from roadmaplint.files.discover import FoundFile
from roadmaplint.files.read import FileProblem, read
from roadmaplint.run.cache import RunCache
from roadmaplint.run.workspace import Workspace
from roadmaplint.text.decode import decode, digest_of, encode
from roadmaplint.text.source import Source


def lint_files(
    files: Sequence[FoundFile], workspace: Workspace, processes: int | None
) -> dict[str, FileAnalysis]:
    """The analysis of every file, by path in the order of the files.

    Files whose status or bytes are those of an earlier run are recalled from the cache.
    """
    cache = RunCache(workspace)
    found: dict[str, FileAnalysis | None] = {}
    for file in files:
        found[file.path] = None if cache.is_empty else _recall(file, workspace, cache)
    left = [file for file in files if found[file.path] is None]
    now = time.time_ns()
    statuses = [_status(file) for file in left]
    sizes = [status.st_size if status else 0 for status in statuses]
    if will_fork(processes, sizes):
        _lint(b"# A\n", "README.md", workspace)  # parser and rules are loaded before the fork
    lost = partial(lost_process, workspace=workspace)
    linted = map_jobs(_lint_file_anew, left, workspace, processes, sizes, lost)
    for file, status, analysis in zip(left, statuses, linted, strict=True):
        cache.keep(analysis)
        found[file.path] = analysis
        if status is not None and analysis.digest:
            cache.note_status(file.location, status, analysis.digest, now)
    cache.flush()
    return {path: analysis for path, analysis in found.items() if analysis is not None}


def _recall(file: FoundFile, workspace: Workspace, cache: RunCache) -> FileAnalysis | None:
    known = cache.recall_unchanged(file.path, file.location)
    if known is not None:
        return known
    now, status = time.time_ns(), _status(file)
    try:
        digest = digest_of(read(file.location, workspace.settings.root))
    except FileProblem:
        return None  # said when it is linted
    known = cache.recall(file.path, digest)
    if known is not None and status is not None:
        cache.note_status(file.location, status, digest, now)
    return known


def _status(file: FoundFile) -> os.stat_result | None:
    try:
        return os.lstat(file.location)
    except (OSError, ValueError):
        return None


class Repaired(Struct, frozen=True):
    """What a repair made of a file.

    `analysis` is that of the text after the repair, `count` the repairs in it. `before` and
    `after` are the texts. `note` says why a repair was not written, or what went wrong in it.
    """

    analysis: FileAnalysis
    count: int
    before: Source
    after: Source
    note: str = ""


def lint_file(file: FoundFile, workspace: Workspace) -> FileAnalysis:
    """Read a file and run its rules; a file that cannot be read becomes one diagnostic."""
    return _read_and(lint_bytes, file, workspace)


def lint_bytes(data: bytes, path: str, workspace: Workspace) -> FileAnalysis:
    """Run the rules on the bytes of a file, or recall what they said of the same bytes."""
    cache = RunCache(workspace)
    known = cache.recall(path, digest_of(data))
    if known is None:
        known = _lint(data, path, workspace)
        cache.keep(known)
    return known


def _lint_file_anew(file: FoundFile, workspace: Workspace) -> FileAnalysis:
    """The same for worker processes, which neither ask nor fill the cache."""
    return _read_and(_lint, file, workspace)


def _read_and(
    lint: Callable[[bytes, str, Workspace], FileAnalysis], file: FoundFile, workspace: Workspace
) -> FileAnalysis:
    try:
        data = read(file.location, workspace.settings.root)
    except FileProblem as problem:
        return unreadable(file.path, str(problem), workspace)
    return lint(data, file.path, workspace)


def _lint(data: bytes, path: str, workspace: Workspace) -> FileAnalysis:
    return lint_source(decode(data, path), workspace)


def lint_source(source: Source, workspace: Workspace) -> FileAnalysis:
    """Run the rules that need one file only."""
    plan, is_roadmap = workspace.plan_at(source.path), workspace.settings.is_roadmap(source.path)
    return analyse(source, plan, is_roadmap=is_roadmap, today=workspace.today)


def lost_process(file: FoundFile, workspace: Workspace) -> FileAnalysis:
    """The analysis of a file that a process died of: one diagnostic, an error in any case."""
    from roadmaplint.core.resolve import crash

    event = Crash(
        file.path, FILE_START, "the process", "it ended without an answer, perhaps for memory"
    )
    return FileAnalysis(file.path, "", (crash(event, workspace.rules, ""),))


def unreadable(path: str, reason: str, workspace: Workspace) -> FileAnalysis:
    """The analysis of a file that cannot be read: one diagnostic, if the rule is on."""
    found = announce((Unreadable(path, reason),), workspace.plan_at(path))
    return FileAnalysis(path, "", found)


def repair(
    file: FoundFile,
    alone: FileAnalysis,
    whole: FileAnalysis,
    workspace: Workspace,
    threshold: Safety,
    *,
    save: bool,
) -> Repaired | None:
    """Apply the fixes of an analysed file and, with `save`, write it; None if nothing changes.

    `alone` is the analysis of the file by itself, `whole` the one to which the rules on the whole
    project have added; the result is again an analysis of the file by itself.
    """
    try:
        data = read(file.location, workspace.settings.root)
    except FileProblem:
        return None  # reported when it was examined
    source = decode(data, file.path)
    if source.digest != whole.digest:
        return Repaired(alone, 0, source, source, "changed while it was checked; left alone")
    done = repair_source(source, alone, whole, workspace, threshold)
    if done.after.digest == source.digest or not save:
        return done
    from roadmaplint.files.write import replace as write

    after = encode(done.after.text, done.after.encoding)
    try:
        write(file.location, after, source.digest, workspace.settings.root)
    except FileProblem as problem:
        return Repaired(alone, 0, source, source, f"not written: {problem}")
    return done


def repair_source(
    source: Source,
    alone: FileAnalysis,
    whole: FileAnalysis,
    workspace: Workspace,
    threshold: Safety,
) -> Repaired:
    """Apply the fixes of an analysed text."""
    from roadmaplint.core.fixer import fix

    known = set(alone.diagnostics)
    late = tuple(d for d in whole.diagnostics if d not in known)
    done = fix(
        source,
        partial(lint_source, workspace=workspace),
        workspace.rules,
        threshold,
        first=alone,
        late=late,
    )
    note = f"these rules undo each other: {', '.join(done.cycle)}" if done.cycle else ""
    return Repaired(done.analysis, len(done.applied), source, done.source, note)
