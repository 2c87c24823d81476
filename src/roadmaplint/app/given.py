"""One text that is on no disk: checked and repaired in memory."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from roadmaplint.app.check import Task, has_work
from roadmaplint.app.whole import look_at_whole
from roadmaplint.app.work import Repaired, examine_bytes, repair_source
from roadmaplint.app.workspace import Workspace
from roadmaplint.core.linter import FileAnalysis
from roadmaplint.text.decode import decode
from roadmaplint.text.glob import Globs
from roadmaplint.text.source import Source


class Checked(Struct, frozen=True):
    """What was found in a text, after any repair; `source` is the text then."""

    analysis: FileAnalysis
    source: Source
    repairs: Mapping[str, Repaired]


def check_given(data: bytes, path: str, workspace: Workspace, task: Task) -> Checked:
    """Analyse a text under the name `path`, and repair it if the task asks; excludes hold."""
    source = decode(data, path)
    settings = workspace.settings
    if not settings.no_exclude and Globs(settings.exclude).match(path):
        return Checked(FileAnalysis(path, source.digest, ()), source, {})
    alone = examine_bytes(data, path, workspace)
    whole = _whole(alone, source, workspace)
    if task.threshold is None or not has_work(whole, task.threshold):
        return Checked(whole, source, {})
    done = repair_source(source, alone, whole, workspace, task.threshold)
    return Checked(_whole(done.analysis, done.after, workspace), done.after, {path: done})


def _whole(analysis: FileAnalysis, source: Source, workspace: Workspace) -> FileAnalysis:
    found = look_at_whole({analysis.path: analysis}, workspace, lambda _: source)
    return found[analysis.path]
