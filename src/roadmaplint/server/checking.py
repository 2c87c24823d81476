"""Checking: what the offline rules say of a buffer, and what a repair would make of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cached_property

from msgspec import Struct

from roadmaplint.core.finding import IN_ORDER, Diagnostic, Safety
from roadmaplint.core.fixer import rebase
from roadmaplint.core.linter import FileAnalysis
from roadmaplint.errors import UsageError
from roadmaplint.files.discover import discover
from roadmaplint.files.read import FileProblem, read
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.project_index import DocumentFacts, FileTree
from roadmaplint.run.check import has_work
from roadmaplint.run.lint_files import lint_bytes, lint_file, repair_source
from roadmaplint.run.project_pass import check_project_files
from roadmaplint.run.workspace import Workspace
from roadmaplint.server.addresses import name_of, path_of
from roadmaplint.server.projects import Opened
from roadmaplint.text.decode import decode
from roadmaplint.text.edit import Edit
from roadmaplint.text.glob import Globs
from roadmaplint.text.source import Source, Span

_NOWHERE = FileTree((), complete=False)


class Buffer(Struct, frozen=True):
    """A text that is open in the editor; `version` is the client's."""

    uri: str
    text: str
    version: int | None = None


class Checked(Struct, frozen=True, dict=True):
    """What one look at a buffer gave.

    `alone` is the analysis of the text by itself, `whole` with the rules on its links and the
    files around it. `late` is what comparing files said, in places of this text.
    """

    buffer: Buffer
    source: Source
    opened: Opened
    alone: FileAnalysis
    whole: FileAnalysis
    tree: FileTree | None = None
    late: tuple[Diagnostic, ...] = ()

    @property
    def workspace(self) -> Workspace:
        """The settings and rules that were used."""
        return self.opened.workspace

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything that was found, in order."""
        return tuple(sorted((*self.whole.diagnostics, *self.late), key=IN_ORDER))

    @cached_property
    def document(self) -> Document:
        """The typed tree of the text."""
        from roadmaplint.markdown.parser import parse
        from roadmaplint.roadmap.build import build

        is_roadmap = self.workspace.settings.is_roadmap(self.source.path)
        return build(self.source, parse(self.source), is_roadmap)


def check_buffer(buffer: Buffer, opened: Opened) -> Checked:
    """Run the rules that need no network and no other file's text."""
    workspace = opened.workspace
    data = buffer.text.encode("utf-8", "replace")
    path, tree, wanted = _name(buffer.uri, workspace)
    source = decode(data, path)
    if not wanted:
        nothing = FileAnalysis(path, source.digest, ())
        return Checked(buffer, source, opened, nothing, nothing, tree)
    alone = lint_bytes(data, path, workspace)
    return Checked(buffer, source, opened, alone, _whole(alone, source, workspace, tree), tree)


def repaired(checked: Checked, threshold: Safety) -> Source:
    """The text after all fixes that reach a threshold, as the command line would leave it."""
    if not has_work(checked.whole, threshold):
        return checked.source
    done = repair_source(checked.source, checked.alone, checked.whole, checked.workspace, threshold)
    return done.after


def _whole(
    alone: FileAnalysis, source: Source, workspace: Workspace, tree: FileTree | None
) -> FileAnalysis:
    return check_project_files({alone.path: alone}, workspace, lambda _: source, tree=tree)[
        alone.path
    ]


def _name(uri: str, workspace: Workspace) -> tuple[str, FileTree | None, bool]:
    """A buffer's name as settings see it, the files around it, and whether it is checked."""
    location = path_of(uri)
    settings = workspace.settings
    if location is None:
        return name_of(uri), _NOWHERE, True
    try:
        found = discover([location], settings)
        if not found:
            return os.path.basename(location), None, False
        path = found[0].path
    except UsageError:  # not on disk yet
        try:
            path = os.path.relpath(location, settings.root).replace(os.sep, "/")
        except ValueError:
            path = location
    excluded = not settings.no_exclude and Globs(settings.exclude).match(path)
    return path, None, not excluded


def one_edit(old: str, new: str) -> Edit | None:
    """The shortest single edit that turns one text into another, or None if they are equal."""
    if old == new:
        return None
    start = _shared(old, new, min(len(old), len(new)))
    most = min(len(old), len(new)) - start
    end = _shared(old[::-1], new[::-1], most)
    return Edit(Span(start, len(old) - end), new[start : len(new) - end])


def _shared(one: str, other: str, most: int) -> int:
    """How many characters two texts share at the beginning, at most `most`."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def moved(late: tuple[Diagnostic, ...], old: Source, new: Source) -> tuple[Diagnostic, ...]:
    """Diagnostics in places of a later text; those whose place was rewritten are dropped."""
    edit = one_edit(old.text, new.text)
    if edit is None:
        return late
    kept = [d for d in late if not old.span(d.location).overlaps(edit.span)]
    return tuple(rebase(kept, [edit], old, new))


class Compared(Struct, frozen=True):
    """What comparing a project's files gave: texts as they were, findings and facts by path."""

    root: str
    locations: Mapping[str, str]
    analyses: Mapping[str, FileAnalysis]
    facts: Mapping[str, DocumentFacts]


def compare(folder: str, workspace: Workspace, go_on: Callable[[], bool]) -> Compared | None:
    """Look at all files of a project on disk together; None if `go_on` said no in between."""
    settings = workspace.settings
    workspace = Workspace(settings, workspace.rules, workspace.today, catalogue=True)
    try:
        files = discover([folder], settings)
    except UsageError:
        return None
    first = {}
    for file in files:
        if not go_on():
            return None
        first[file.path] = lint_file(file, workspace)
    places = {file.path: file.location for file in files}

    def text(path: str) -> Source:
        return decode(read(places[path], settings.root), path)

    try:
        analyses = check_project_files(first, workspace, text)
    except FileProblem:  # a file went away meanwhile; the next save looks again
        return None
    facts = {path: found.facts for path, found in first.items() if found.facts is not None}
    return Compared(str(settings.root), places, analyses, facts)


def late_of(compared: Compared, checked: Checked) -> tuple[Diagnostic, ...]:
    """What only the comparison said of a buffer whose text is the one on disk."""
    analysis = compared.analyses.get(checked.source.path)
    if analysis is None or analysis.digest != checked.source.digest:
        return ()
    known = {(d.rule, d.location, d.message) for d in checked.whole.diagnostics}
    return tuple(d for d in analysis.diagnostics if (d.rule, d.location, d.message) not in known)
