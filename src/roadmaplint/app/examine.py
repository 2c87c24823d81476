"""Examines the files of a run: those that are remembered are not read by a rule again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from roadmaplint.app.memory import Memory
from roadmaplint.app.pool import mapped, will_fork
from roadmaplint.app.work import died, examine_anew, load_everything
from roadmaplint.app.workspace import Workspace
from roadmaplint.engine.analysis import FileAnalysis
from roadmaplint.files import witness
from roadmaplint.files.discover import FoundFile
from roadmaplint.files.read import FileProblem, read, size_of
from roadmaplint.text.decode import digest_of


def examined(
    files: Sequence[FoundFile], workspace: Workspace, processes: int | None
) -> dict[str, FileAnalysis]:
    """The analysis of every file by path, in the order of the files."""
    memory = Memory(workspace)
    sizes = [size_of(file.location) for file in files]
    found: dict[str, FileAnalysis | None] = dict.fromkeys(file.path for file in files)
    if not memory.is_empty:
        for file in files:
            found[file.path] = _recalled(file, workspace, memory)
    left = [place for place, file in enumerate(files) if found[file.path] is None]
    jobs, weights = [files[place] for place in left], [sizes[place] for place in left]
    if will_fork(processes, sum(weights), len(jobs)):
        load_everything(workspace)
    lost = partial(died, workspace=workspace)
    anew = mapped(examine_anew, jobs, workspace, processes, sum(weights), sizes=weights, lost=lost)
    for file, analysis in zip(jobs, anew, strict=True):
        memory.keep(analysis)
        found[file.path] = analysis
    memory.flush()
    done = {path: analysis for path, analysis in found.items() if analysis is not None}
    for file in files:
        witness.saw_content(file.location, done[file.path].digest)
    return done


def _recalled(file: FoundFile, workspace: Workspace, memory: Memory) -> FileAnalysis | None:
    try:
        data = read(file.location, workspace.settings.root)
    except FileProblem:
        return None  # said when it is examined
    return memory.recall(file.path, digest_of(data))
