"""Lints the files of a run, or recalls their results from the cache, and repairs them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct

from roadmaplint.core.finding import Safety
from roadmaplint.core.linter import FileAnalysis, analyse, pack, unpack
from roadmaplint.core.parallel import map_jobs, will_fork
from roadmaplint.core.project import announce
from roadmaplint.core.subjects import FILE_START, Crash, Unreadable
from roadmaplint.files.discover import FoundFile
from roadmaplint.files.read import FileProblem, read
from roadmaplint.roadmap.project import DocumentFacts
from roadmaplint.run.cache import RunCache
from roadmaplint.run.workspace import Workspace
from roadmaplint.text.decode import decode, digest_of, encode
from roadmaplint.text.source import Source

#: So many are kept as values: what a run on a few files looks at need not be made anew.
_FEW = 4096


class Analyses(Mapping[str, FileAnalysis]):
    """Analyses in the order of their paths; those of many files are made anew at every look."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[str, FileAnalysis | bytes] = {}

    def put(self, analysis: FileAnalysis) -> None:
        """Keep an analysis in the place of an earlier one of the same file."""
        self._kept[analysis.path] = analysis if len(self._kept) < _FEW else pack(analysis)

    def __getitem__(self, path: str) -> FileAnalysis:
        kept = self._kept[path]
        return unpack(kept) if isinstance(kept, bytes) else kept

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._kept))

    def __len__(self) -> int:
        return len(self._kept)


class Facts(Mapping[str, DocumentFacts]):
    """The facts of the files at `paths`, all of which have some; those last asked for are kept."""

    def __init__(self, analyses: Mapping[str, FileAnalysis], paths: Iterable[str]) -> None:
        """Take the analyses; nothing is made of them yet."""
        self._analyses = analyses
        self._paths = dict.fromkeys(paths)
        self._last: DocumentFacts | None = None

    def __getitem__(self, path: str) -> DocumentFacts:
        if path not in self._paths:
            raise KeyError(path)
        if self._last is None or self._last.path != path:
            self._last = self._analyses[path].facts
        assert self._last is not None
        return self._last

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, path: object) -> bool:
        return path in self._paths


def lint_files(files: Sequence[FoundFile], workspace: Workspace, processes: int | None) -> Analyses:
    """The analysis of every file."""
    memory = RunCache(workspace)
    found = Analyses()
    left = []
    for file in files:
        known = None if memory.is_empty else _recall(file, workspace, memory)
        if known is None:
            left.append(file)
        else:
            found.put(known)
    now = time.time_ns()
    statuses = [_status(file) for file in left]
    sizes = [status.st_size if status else 0 for status in statuses]
    if will_fork(processes, sizes):
        preload_rules(workspace)
    lost = partial(lost_process, workspace=workspace)
    anew = map_jobs(lint_file_anew, left, workspace, processes, sizes, lost)
    for file, status, analysis in zip(left, statuses, anew, strict=True):
        memory.keep(analysis)
        found.put(analysis)
        if status is not None and analysis.digest:
            memory.note_status(file.location, status, analysis.digest, now)
    memory.flush()
    return found


def _recall(file: FoundFile, workspace: Workspace, memory: RunCache) -> FileAnalysis | None:
    known = memory.recall_unchanged(file.path, file.location)
    if known is not None:
        return known
    now, status = time.time_ns(), _status(file)
    try:
        digest = digest_of(read(file.location, workspace.settings.root))
    except FileProblem:
        return None  # said when it is examined
    known = memory.recall(file.path, digest)
    if known is not None and status is not None:
        memory.note_status(file.location, status, digest, now)
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
    try:
        data = read(file.location, workspace.settings.root)
    except FileProblem as problem:
        return unreadable(file.path, str(problem), workspace)
    return lint_bytes(data, file.path, workspace)


def lint_bytes(data: bytes, path: str, workspace: Workspace) -> FileAnalysis:
    """Run the rules on the bytes of a file, or remember what they said of the same bytes."""
    from roadmaplint.run.cache import RunCache

    memory = RunCache(workspace)
    known = memory.recall(path, digest_of(data))
    if known is None:
        known = _analysed(data, path, workspace)
        memory.keep(known)
    return known


def lint_file_anew(file: FoundFile, workspace: Workspace) -> FileAnalysis:
    """Read a file and run its rules; the memory is neither asked nor told."""
    try:
        data = read(file.location, workspace.settings.root)
    except FileProblem as problem:
        return unreadable(file.path, str(problem), workspace)
    return _analysed(data, file.path, workspace)


def preload_rules(workspace: Workspace) -> None:
    """Load parser and rules now, so that processes started after this share them."""
    _analysed(b"# A\n", "README.md", workspace)


def _analysed(data: bytes, path: str, workspace: Workspace) -> FileAnalysis:
    plan = workspace.plan_at(path)
    is_roadmap = workspace.settings.is_roadmap(path)
    source = decode(data, path)
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

    plan = workspace.plan_at(source.path)
    is_roadmap = workspace.settings.is_roadmap(source.path)

    def again(revised: Source) -> FileAnalysis:
        return analyse(revised, plan, is_roadmap=is_roadmap, today=workspace.today)

    known = set(alone.diagnostics)
    late = tuple(d for d in whole.diagnostics if d not in known)
    done = fix(source, again, workspace.rules, threshold, first=alone, late=late)
    note = f"these rules undo each other: {', '.join(done.cycle)}" if done.cycle else ""
    return Repaired(done.analysis, len(done.applied), source, done.source, note)
