"""Examines the files of a run: those that are remembered are not read by a rule again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from roadmaplint.app.analyses import Analyses
from roadmaplint.app.memory import Memory
from roadmaplint.app.pool import mapped, will_fork
from roadmaplint.app.work import died, examine_anew, load_everything
from roadmaplint.app.workspace import Workspace
from roadmaplint.core.linter import FileAnalysis
from roadmaplint.files import witness
from roadmaplint.files.discover import FoundFile
from roadmaplint.files.read import FileProblem, read, size_of
from roadmaplint.text.decode import digest_of


def examined(files: Sequence[FoundFile], workspace: Workspace, processes: int | None) -> Analyses:
    """The analysis of every file."""
    memory = Memory(workspace)
    found = Analyses()
    left = []
    for file in files:
        known = None if memory.is_empty else _recalled(file, workspace, memory)
        if known is None:
            left.append(file)
        else:
            found.put(known)
    sizes = [size_of(file.location) for file in left]
    if will_fork(processes, sum(sizes), len(left)):
        load_everything(workspace)
    lost = partial(died, workspace=workspace)
    anew = mapped(examine_anew, left, workspace, processes, sum(sizes), sizes=sizes, lost=lost)
    for file, analysis in zip(left, anew, strict=True):
        memory.keep(analysis)
        found.put(analysis)
        witness.saw_content(file.location, analysis.digest)
    memory.flush()
    return found


def _recalled(file: FoundFile, workspace: Workspace, memory: Memory) -> FileAnalysis | None:
    try:
        data = read(file.location, workspace.settings.root)
    except FileProblem:
        return None  # said when it is examined
    return memory.recall(file.path, digest_of(data))
