"""Examines the files of a run: those that are remembered are not read by a rule again."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from functools import partial

from roadmaplint.app.analyses import Analyses
from roadmaplint.app.memory import Memory
from roadmaplint.app.pool import mapped, will_fork
from roadmaplint.app.work import died, examine_anew, load_everything
from roadmaplint.app.workspace import Workspace
from roadmaplint.core.linter import FileAnalysis
from roadmaplint.files.discover import FoundFile
from roadmaplint.files.read import FileProblem, read
from roadmaplint.text.decode import digest_of


def examined(files: Sequence[FoundFile], workspace: Workspace, processes: int | None) -> Analyses:
    """The analysis of every file."""
    memory = Memory(workspace)
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
    if will_fork(processes, sum(sizes), len(left)):
        load_everything(workspace)
    lost = partial(died, workspace=workspace)
    anew = mapped(examine_anew, left, workspace, processes, sum(sizes), sizes=sizes, lost=lost)
    for file, status, analysis in zip(left, statuses, anew, strict=True):
        memory.keep(analysis)
        found.put(analysis)
        if status is not None and analysis.digest:
            memory.note_status(file.location, status, analysis.digest, now)
    memory.flush()
    return found


def _recall(file: FoundFile, workspace: Workspace, memory: Memory) -> FileAnalysis | None:
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
