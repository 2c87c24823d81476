"""The open documents: the settings that hold for them, what is found in them, and when."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import date
from functools import cached_property, partial
from queue import SimpleQueue
from typing import Any, TypeVar

from lsprotocol import types
from msgspec import Struct, field
from msgspec.structs import replace

from roadmaplint.config.load import FILE_NAMES
from roadmaplint.core.finding import IN_ORDER, Diagnostic, Safety
from roadmaplint.core.fixer import rebase
from roadmaplint.core.linter import FileAnalysis
from roadmaplint.errors import ConfigError, UsageError
from roadmaplint.files.discover import discover
from roadmaplint.files.project_tree import upwards
from roadmaplint.files.read import FileProblem, Stamp, read, stamps
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.project_index import DocumentFacts, FileTree
from roadmaplint.run.check import has_work
from roadmaplint.run.lint_files import lint_bytes, lint_file, repair_source
from roadmaplint.run.project_pass import check_project_files
from roadmaplint.run.request import Overrides
from roadmaplint.run.workspace import Workspace, open_workspace
from roadmaplint.server.conversions import (
    SOURCE,
    PositionIndex,
    convert_all,
    name_of,
    path_of,
    uri_of,
)
from roadmaplint.text.decode import decode
from roadmaplint.text.edit import shortest_edit
from roadmaplint.text.glob import Globs
from roadmaplint.text.source import Source

#: The last names of configuration files.
CONFIG_NAMES = frozenset(name.rsplit("/", 1)[-1] for name in FILE_NAMES)
#: Seconds of silence after which a text that is being typed is looked at.
PAUSE = 0.25
_NOWHERE = FileTree((), complete=False)
R = TypeVar("R")


class Problem(Struct, frozen=True):
    """Why a configuration does not hold; `path` (absolute) and `line` (1-based) may be unknown."""

    message: str
    path: str | None = None
    line: int | None = None


class Opened(Struct, frozen=True):
    """The settings for a folder: as asked for, or those that hold in their stead."""

    workspace: Workspace
    problem: Problem | None = None


class Projects(Struct):
    """Opens workspaces and remembers them until something changes.

    `folders` are the client's, absolute; `given` are settings with the names of the command line.
    """

    environ: Mapping[str, str]
    given: dict[str, Any]
    folders: list[str] = field(default_factory=list)
    _open: dict[tuple[str, bool], Opened] = field(default_factory=dict)
    _good: dict[tuple[str, bool], Workspace] = field(default_factory=dict)

    def at(self, path: str, *, cache: bool = False) -> Opened:
        """The settings for a file, by its absolute path."""
        key = (os.path.dirname(path), cache)
        if key not in self._open:
            self._open[key] = self._load(path, key)
        return self._open[key]

    def forget(self) -> None:
        """Read everything again when it is next asked for."""
        self._open.clear()

    def stamps(self) -> Mapping[str, Stamp]:
        """What tells whether a configuration came, went or changed since settings were read."""
        folders = {folder for folder, _ in self._open}
        above = {place for folder in folders for place in upwards(folder)}
        return stamps(os.path.join(place, name) for place in above for name in FILE_NAMES)

    def _load(self, path: str, key: tuple[str, bool]) -> Opened:
        above = [f for f in self.folders if path.startswith(f.rstrip(os.sep) + os.sep)]
        base = max(above, key=len, default=os.path.dirname(path))
        overrides = Overrides(**self.given, no_cache=not key[1])
        try:
            workspace = open_workspace([path], overrides, self.environ, date.today(), base)
        except UsageError as error:
            return Opened(self._good.get(key) or _open_bare(path, base), _problem(error, base))
        self._good[key] = workspace
        return Opened(workspace)


def _open_bare(path: str, base: str) -> Workspace:
    overrides = Overrides(isolated=True, no_cache=True)
    return open_workspace([path], overrides, {}, date.today(), base)


def _problem(error: UsageError, base: str) -> Problem:
    message = f"{error}; the settings from before hold"
    if isinstance(error, ConfigError) and error.file:
        return Problem(message, os.path.normpath(os.path.join(base, error.file)), error.line)
    return Problem(message)


def settings_from(value: object) -> tuple[dict[str, Any], Sequence[str]]:
    """Settings that a client sent, and what was wrong with them.

    A client may wrap them in `roadmaplint`; names are those of the command line's flags.
    """
    if isinstance(value, Mapping) and isinstance(value.get("roadmaplint"), Mapping):
        value = value["roadmaplint"]
    if not isinstance(value, Mapping):
        return {}, ()
    found: dict[str, Any] = {}
    wrong = []
    for name, given in value.items():
        if name in {"config", "profile"} and isinstance(given, str) and given:
            found[name] = given
        elif name in {"select", "ignore", "extend-select"} and _is_list(given):
            found[name.replace("-", "_")] = list(given)
        elif name == "isolated" and isinstance(given, bool):
            found[name] = given
        elif given not in (None, "", []):
            wrong.append(f'the setting "{str(name)[:60]}" is unknown or has a wrong value')
    return found, wrong


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


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
    whole = check_project_files({path: alone}, workspace, lambda _: source, tree=tree)[path]
    return Checked(buffer, source, opened, alone, whole, tree)


def repair(checked: Checked, threshold: Safety) -> Source:
    """The text after all fixes that reach a threshold, as the command line would leave it."""
    if not has_work(checked.whole, threshold):
        return checked.source
    done = repair_source(checked.source, checked.alone, checked.whole, checked.workspace, threshold)
    return done.after


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


def rebase_diagnostics(
    late: tuple[Diagnostic, ...], old: Source, new: Source
) -> tuple[Diagnostic, ...]:
    """Diagnostics in places of a later text; those whose place was rewritten are dropped."""
    edit = shortest_edit(old.text, new.text)
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


def compare_files(folder: str, workspace: Workspace, stopped: threading.Event) -> Compared | None:
    """Look at all files of a project on disk together; None if it was stopped in between."""
    settings = workspace.settings
    workspace = Workspace(settings, workspace.rules, workspace.today, catalogue=True)
    try:
        files = discover([folder], settings)
    except UsageError:
        return None
    first = {}
    for file in files:
        if stopped.is_set():
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


def cross_file_diagnostics(compared: Compared, checked: Checked) -> tuple[Diagnostic, ...]:
    """What only the comparison said of a buffer whose text is the one on disk."""
    analysis = compared.analyses.get(checked.source.path)
    if analysis is None or analysis.digest != checked.source.digest:
        return ()
    known = {(d.rule, d.location, d.message) for d in checked.whole.diagnostics}
    return tuple(d for d in analysis.diagnostics if (d.rule, d.location, d.message) not in known)


class Worker:
    """Does jobs off the event loop, in order; a job whose future was cancelled is not begun."""

    def __init__(self, name: str) -> None:
        """Start the thread; it ends with the process, even in the middle of a job."""
        self._jobs: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()
        threading.Thread(target=self._work, name=name, daemon=True).start()

    async def do(self, job: Callable[[], R]) -> R:
        """The result of a job. Raises what the job raises."""
        future: Future[R] = Future()
        self._jobs.put((future, job))
        return await asyncio.wrap_future(future)

    def _work(self) -> None:
        while True:
            future, job = self._jobs.get()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = job()
            except Exception as problem:  # noqa: BLE001 - it belongs to whoever asked
                future.set_exception(problem)
            else:
                future.set_result(result)


class Documents:
    """Keeps buffers and their findings; every method runs on the event loop.

    `publish` sends the findings of a URI with the version they belong to, `say` shows a message.
    """

    def __init__(
        self,
        projects: Projects,
        publish: Callable[[str, list[types.Diagnostic], int | None], None],
        say: Callable[[str], None],
    ) -> None:
        """Begin with no buffer open."""
        self.projects = projects
        self.encoding = "utf-16"
        self.buffers: dict[str, Buffer] = {}
        self._checked: dict[str, Checked] = {}
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._compared: dict[str, Compared] = {}
        self._comparing: dict[str, asyncio.Task[Compared | None]] = {}
        self._wrong: dict[str, str] = {}
        self._marked: set[str] = set()
        self._publish, self._say = publish, say
        self._typing = Worker("typing")
        self._reading = Worker("reading")

    def put(self, buffer: Buffer, pause: float = PAUSE) -> None:
        """Take a new text and look at it after a pause; what was under way for it is dropped."""
        self.buffers[buffer.uri] = buffer
        self._drop(buffer.uri)
        self._waiting[buffer.uri] = asyncio.create_task(self._look(buffer.uri, pause))

    def close(self, uri: str) -> None:
        """Forget a buffer and take its findings off the screen."""
        self._drop(uri)
        self.buffers.pop(uri, None)
        if self._checked.pop(uri, None) is not None:
            self._publish(uri, [], None)

    def renew(self) -> None:
        """Read all settings and file trees again and look at every buffer again."""
        self.projects.forget()
        self._compared.clear()
        for buffer in self.buffers.values():
            self._checked.pop(buffer.uri, None)
            self.put(buffer, 0.0)

    async def current(self, uri: str) -> Checked | None:
        """What is known of a buffer's text as it is now; None for a buffer that is not open."""
        buffer = self.buffers.get(uri)
        if buffer is None:
            return None
        known = self._checked.get(uri)
        if known is not None and known.buffer == buffer:
            return known
        self._drop(uri)
        return await self._check(buffer)

    async def do(self, job: Callable[[], R]) -> R:
        """The result of work on a buffer, done off the event loop."""
        return await self._typing.do(job)

    async def saved(self, uri: str) -> None:
        """Compare the files of a buffer's project as they are on disk, and show what that says."""
        path = path_of(uri)
        buffer = self.buffers.get(uri)
        if path is None or buffer is None:
            return
        self.renew()
        compared = await self.compared(path)
        if compared is None:
            return
        for other in tuple(self.buffers):
            if (checked := await self.current(other)) is not None:
                late = cross_file_diagnostics(compared, checked)
                root = str(checked.workspace.settings.root)
                if (late or checked.late) and root == compared.root:
                    self._keep(replace(checked, late=late))

    async def compared(self, path: str) -> Compared | None:
        """What comparing the files of the project around a path gave; None if it was overtaken."""
        opened = self.projects.at(path, cache=True)
        root = str(opened.workspace.settings.root)
        if root in self._compared:
            return self._compared[root]
        if (before := self._comparing.get(root)) is not None:
            before.cancel()
        stopped = threading.Event()
        job = partial(compare_files, root, opened.workspace, stopped)
        task = asyncio.ensure_future(self._reading.do(job))
        self._comparing[root] = task
        try:
            found = await task
        except asyncio.CancelledError:
            stopped.set()
            if not task.cancelled():
                task.cancel()
                raise
            return None
        if found is not None and self._comparing.get(root) is task:
            self._compared[root] = found
        return found

    def positions(self) -> PositionIndex:
        """Reads other files for places in them; open buffers as they are in the editor."""
        by_path = {path_of(uri): buffer.text for uri, buffer in self.buffers.items()}
        return PositionIndex(self.encoding, by_path.get)

    def anchor(self, uri: str) -> str:
        """The path whose folder says which settings hold for a buffer."""
        path = path_of(uri)
        if path is not None:
            return path
        folder = self.projects.folders[0] if self.projects.folders else os.path.expanduser("~")
        return os.path.join(folder, name_of(uri))

    async def _look(self, uri: str, pause: float) -> None:
        await asyncio.sleep(pause)
        buffer = self.buffers.get(uri)
        if buffer is None:
            return
        try:
            await self._check(buffer)
        except Exception as fault:  # noqa: BLE001 - the editor goes on, whatever happens here
            what = f"internal fault: {type(fault).__name__}: {fault}"
            advice = "please report it (ROADMAPLINT_DEBUG=1 shows what was said)"
            self._tell(Problem(f"{what}; {advice}"), os.path.dirname(self.anchor(uri)))

    async def _check(self, buffer: Buffer) -> Checked | None:
        path = self.anchor(buffer.uri)
        known = self._checked.get(buffer.uri)
        checked = await self._typing.do(partial(self._examine, buffer, path, known))
        if self.buffers.get(buffer.uri) != buffer:
            return None  # overtaken while it was looked at
        self._tell(checked.opened.problem, os.path.dirname(path))
        self._keep(checked)
        return checked

    def _examine(self, buffer: Buffer, path: str, known: Checked | None) -> Checked:
        checked = check_buffer(buffer, self.projects.at(path))
        if known is None or not known.late:
            return checked
        return replace(checked, late=rebase_diagnostics(known.late, known.source, checked.source))

    def _keep(self, checked: Checked) -> None:
        self._checked[checked.buffer.uri] = checked
        found = convert_all(checked, self.positions())
        self._publish(checked.buffer.uri, found, checked.buffer.version)

    def _drop(self, uri: str) -> None:
        task = self._waiting.pop(uri, None)
        if task is not None:
            task.cancel()

    def _tell(self, problem: Problem | None, folder: str) -> None:
        """Say once what is wrong with a configuration, and show it in the file itself."""
        message = problem.message if problem else ""
        if self._wrong.get(folder, "") == message:
            return
        self._wrong[folder] = message
        if problem is None:
            for uri in self._marked:
                self._publish(uri, [], None)
            self._marked.clear()
            return
        self._say(f"roadmaplint: {message}")
        if problem.path is not None and os.path.isfile(problem.path):
            line = max((problem.line or 1) - 1, 0)
            place = types.Range(types.Position(line, 0), types.Position(line, 1000))
            error = types.DiagnosticSeverity.Error
            uri = uri_of(problem.path)
            self._publish(uri, [types.Diagnostic(place, message, error, source=SOURCE)], None)
            self._marked.add(uri)
