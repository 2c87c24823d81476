"""The work on one file: read, analyse or remember, repair, write."""

from __future__ import annotations

from msgspec import Struct

from roadmaplint.app.workspace import Workspace
from roadmaplint.core.finding import Safety
from roadmaplint.core.linter import FileAnalysis, analyse
from roadmaplint.core.project import announce
from roadmaplint.core.subjects import TOP, Crash, Unreadable
from roadmaplint.files.discover import FoundFile
from roadmaplint.files.read import FileProblem, read
from roadmaplint.roadmap.project_index import FileTree
from roadmaplint.text.decode import decode, digest_of, encode
from roadmaplint.text.source import Source

#: Rules on one file never ask which other files exist; those on the project do.
_NO_TREE = FileTree((), complete=False)


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


def examine(file: FoundFile, workspace: Workspace) -> FileAnalysis:
    """Read a file and run its rules; a file that cannot be read becomes one diagnostic."""
    try:
        data = read(file.location, workspace.settings.root)
    except FileProblem as problem:
        return unreadable(file.path, str(problem), workspace)
    return examine_bytes(data, file.path, workspace)


def examine_bytes(data: bytes, path: str, workspace: Workspace) -> FileAnalysis:
    """Run the rules on the bytes of a file, or remember what they said of the same bytes."""
    from roadmaplint.app.memory import Memory

    memory = Memory(workspace)
    known = memory.recall(path, digest_of(data))
    if known is None:
        known = _analysed(data, path, workspace)
        memory.keep(known)
    return known


def examine_anew(file: FoundFile, workspace: Workspace) -> FileAnalysis:
    """Read a file and run its rules; the memory is neither asked nor told."""
    try:
        data = read(file.location, workspace.settings.root)
    except FileProblem as problem:
        return unreadable(file.path, str(problem), workspace)
    return _analysed(data, file.path, workspace)


def load_everything(workspace: Workspace) -> None:
    """Load parser and rules now, so that processes started after this share them."""
    _analysed(b"# A\n", "README.md", workspace)


def _analysed(data: bytes, path: str, workspace: Workspace) -> FileAnalysis:
    plan = workspace.plan_at(path)
    is_roadmap = workspace.settings.is_roadmap(path)
    source = decode(data, path)
    return analyse(source, plan, _NO_TREE, is_roadmap=is_roadmap, today=workspace.today)


def died(file: FoundFile, workspace: Workspace) -> FileAnalysis:
    """The analysis of a file that a process died of: one diagnostic, an error in any case."""
    from roadmaplint.core.resolve import crash

    event = Crash(file.path, TOP, "the process", "it ended without an answer, perhaps for memory")
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
        return analyse(revised, plan, _NO_TREE, is_roadmap=is_roadmap, today=workspace.today)

    known = set(alone.diagnostics)
    late = tuple(d for d in whole.diagnostics if d not in known)
    done = fix(source, again, workspace.rules, threshold, first=alone, late=late)
    note = f"these rules undo each other: {', '.join(done.cycle)}" if done.cycle else ""
    return Repaired(done.analysis, len(done.applied), source, done.source, note)
