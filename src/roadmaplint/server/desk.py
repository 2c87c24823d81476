"""Desk: the open buffers, what is known of them, and when they are looked at again."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from lsprotocol import types
from msgspec.structs import replace

from roadmaplint.server.addresses import name_of, path_of, uri_of
from roadmaplint.server.checking import (
    Buffer,
    Checked,
    Compared,
    check_buffer,
    compare,
    late_of,
    moved,
)
from roadmaplint.server.convert import SOURCE, Texts, all_converted
from roadmaplint.server.projects import Problem, Projects
from roadmaplint.server.worker import Worker

R = TypeVar("R")
#: Seconds of silence after which a text that is being typed is looked at.
PAUSE = 0.25


class Desk:
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
                late = late_of(compared, checked)
                if (late or checked.late) and self._belongs(checked, compared):
                    self._keep(replace(checked, late=late))

    async def compared(self, path: str) -> Compared | None:
        """What comparing the files of the project around a path gave; None if it was overtaken."""
        opened = self.projects.at(path, cache=True)
        root = str(opened.workspace.settings.root)
        if root in self._compared:
            return self._compared[root]
        if (before := self._comparing.get(root)) is not None:
            before.cancel()
        state = {"stopped": False}
        job = partial(compare, root, opened.workspace, lambda: not state["stopped"])
        task = asyncio.ensure_future(self._reading.do(job))
        self._comparing[root] = task
        try:
            found = await task
        except asyncio.CancelledError:
            state["stopped"] = True
            if not task.cancelled():
                task.cancel()
                raise
            return None
        if found is not None and self._comparing.get(root) is task:
            self._compared[root] = found
        return found

    def texts(self) -> Texts:
        """Reads other files for places in them; open buffers as they are in the editor."""
        by_path = {path_of(uri): buffer.text for uri, buffer in self.buffers.items()}
        return Texts(self.encoding, by_path.get)

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
            self._tell(_fault(fault), os.path.dirname(self.anchor(uri)))

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
        return replace(checked, late=moved(known.late, known.source, checked.source))

    def _keep(self, checked: Checked) -> None:
        self._checked[checked.buffer.uri] = checked
        found = all_converted(checked, self.texts())
        self._publish(checked.buffer.uri, found, checked.buffer.version)

    def _belongs(self, checked: Checked, compared: Compared) -> bool:
        return str(checked.workspace.settings.root) == compared.root

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


def _fault(fault: Exception) -> Problem:
    what = f"internal fault: {type(fault).__name__}: {fault}"
    return Problem(f"{what}; please report it (ROADMAPLINT_DEBUG=1 shows what was said)")
