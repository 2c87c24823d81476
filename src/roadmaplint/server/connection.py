"""The connection to one client: messages out of a stream of bytes, the greeting, the end."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lsprotocol import types
from pygls.exceptions import FeatureRequestError
from pygls.lsp.server import LanguageServer

from roadmaplint import __version__
from roadmaplint.files.read import Stamp
from roadmaplint.server.conversions import path_of
from roadmaplint.server.documents import CONFIG_NAMES, Documents, Projects, settings_from
from roadmaplint.server.features import offer_editing, offer_repairs, offer_views
from roadmaplint.text.lazy import lazy

#: A message is at most a file that we would read, escaped.
LARGEST = 128 * 1024 * 1024
_LONGEST_HEADER = 64 * 1024
_END = lazy(rb"\r?\n\r?\n")
_LENGTH = lazy(rb"content-length:[ \t]*(\d{1,12})[ \t]*(?:\r?\n|$)", re.IGNORECASE)
#: Errors of the protocol: no JSON, no request, wrong parameters, a request before the greeting.
_NO_JSON, _NO_REQUEST, _WRONG_PARAMETERS, _TOO_EARLY = -32700, -32600, -32602, -32002
_WATCHED = ("**/*.{md,markdown,mdown,mkd}", *(f"**/{name}" for name in sorted(CONFIG_NAMES)))
#: Seconds between two looks whether the client still lives, and at configuration files.
_HEARTBEAT = 2.0


class MessageReader:
    """Cuts a stream into message bodies; what is no message is passed over."""

    def __init__(self) -> None:
        """Begin before the first header."""
        self._waiting = bytearray()
        self._length = -1

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The bodies that are complete with these bytes."""
        self._waiting += data
        while True:
            if self._length < 0 and not self._header():
                return
            if len(self._waiting) < self._length:
                return
            body = bytes(self._waiting[: self._length])
            del self._waiting[: self._length]
            self._length = -1
            yield body

    def _header(self) -> bool:
        """Read headers up to the next body; False if more bytes are needed."""
        while end := _END.search(self._waiting):
            header = bytes(self._waiting[: end.end()])
            del self._waiting[: len(header)]
            named = _LENGTH.findall(header)
            if named and int(named[-1]) <= LARGEST:
                self._length = int(named[-1])
                return True
        if len(self._waiting) > _LONGEST_HEADER:
            del self._waiting[: -_LONGEST_HEADER // 2]
        return False


class Writer:
    """Writes messages to a descriptor; when the reader is gone it says so once."""

    def __init__(self, descriptor: int, gone: Callable[[], None]) -> None:
        """Bind to an open descriptor."""
        self._descriptor, self._gone = descriptor, gone

    def write(self, data: bytes) -> None:
        """Write all of it; nothing more is written to a client that is gone."""
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self._descriptor, view) :]
        except OSError:
            self._gone()

    def close(self) -> None:
        """The descriptor belongs to the process."""


class Server(LanguageServer):
    """The server of the protocol; what it cannot handle it says in its own name."""

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Show that a message without an answer could not be handled."""
        if source is FeatureRequestError:
            return
        kind = f"{type(error).__name__}: {error}"[:200]
        message = f"roadmaplint: a message of the editor could not be handled ({kind})"
        self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))


class Connection:
    """One client from its first byte to its last."""

    def __init__(self, descriptor: int, environ: Mapping[str, str], given: dict[str, Any]) -> None:
        """Set up the server; must be called on the event loop."""
        self.stopped = asyncio.Event()
        self.writer = Writer(descriptor, self.stopped.set)
        self.code = 1
        self.greeted = False
        self._tasks: list[asyncio.Task[None]] = []
        self.given = given
        self.server = Server("roadmaplint", __version__, types.TextDocumentSyncKind.Full)
        self.server.protocol.set_writer(self.writer)
        self.documents = Documents(Projects(environ, dict(given)), self.publish, self.say)
        offer_editing(self.server, self.documents)
        offer_repairs(self.server, self.documents)
        offer_views(self.server, self.documents)
        self._offer_greeting()
        self._offer_changes()

    def publish(self, uri: str, found: list[types.Diagnostic], version: int | None) -> None:
        """Show the findings of a file."""
        params = types.PublishDiagnosticsParams(uri, found, version)
        self.server.text_document_publish_diagnostics(params)

    def say(self, message: str) -> None:
        """Show a message to the person."""
        kind = types.MessageType.Error
        self.server.window_show_message(types.ShowMessageParams(kind, message))

    def take(self, body: bytes) -> None:
        """Handle one message; whatever is in it, the server lives on."""
        try:
            message = json.loads(body)
        except (ValueError, RecursionError):
            self._refuse(None, _NO_JSON, "the message is not JSON")
            return
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            self._refuse(None, _NO_REQUEST, "the message is not JSON-RPC 2.0")
            return
        refusal = self._handle(message)
        if refusal is not None and "id" in message:
            self._refuse(message["id"], *refusal)

    def _handle(self, message: dict[str, Any]) -> tuple[int, str] | None:
        """Answer a message; the error and the reason if it is refused."""
        method = message.get("method")
        if method == types.INITIALIZE:
            if self.greeted:
                return _NO_REQUEST, "the server was initialized before"
            self.greeted = True
        elif not self.greeted and method != types.EXIT:
            return _TOO_EARLY, "the server is not initialized"
        protocol = self.server.protocol
        try:
            known = protocol.structure_message(message)
        except Exception:  # noqa: BLE001 - whatever the client sent
            return _WRONG_PARAMETERS, f"wrong parameters: {str(method)[:80]}"
        try:
            protocol.handle_message(known)
        except SystemExit as exit_:
            self.code = exit_.code if isinstance(exit_.code, int) else 1
            self.stopped.set()
        except Exception:  # noqa: BLE001 - whatever the client sent
            return _NO_REQUEST, "the message makes no sense here"
        return None

    def _refuse(self, number: object, code: int, reason: str) -> None:
        named = number if isinstance(number, str | int) else None
        error = {"code": code, "message": f"roadmaplint: {reason}"}
        body = json.dumps({"jsonrpc": "2.0", "id": named, "error": error}).encode()
        self.writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def _offer_greeting(self) -> None:
        @self.server.feature(types.INITIALIZE)
        def initialize(params: types.InitializeParams) -> None:
            uris = [folder.uri for folder in params.workspace_folders or ()]
            if not uris and params.root_uri:
                uris = [params.root_uri]
            self.documents.projects.folders = [path for uri in uris if (path := path_of(uri))]
            self.documents.encoding = str(self.server.workspace.position_encoding or "utf-16")
            self._settle(params.initialization_options)

        @self.server.feature(types.INITIALIZED)
        def initialized(_: types.InitializedParams) -> None:
            workspace = self.server.client_capabilities.workspace
            watching = workspace.did_change_watched_files if workspace else None
            if watching and watching.dynamic_registration:
                watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
                options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
                method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
                wish = types.Registration("roadmaplint-files", method, options)
                self.server.client_register_capability(types.RegistrationParams([wish]))
            else:
                self._tasks.append(asyncio.create_task(self._watch()))
            if self.server.process_id and os.name == "posix":
                self._tasks.append(asyncio.create_task(self._listen(self.server.process_id)))

    def _offer_changes(self) -> None:
        @self.server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
        def watched(params: types.DidChangeWatchedFilesParams) -> None:
            for event in params.changes:
                path = path_of(event.uri) or ""
                came_or_went = event.type != types.FileChangeType.Changed
                if os.path.basename(path) in CONFIG_NAMES or came_or_went:
                    self.documents.renew()
                    return

        @self.server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
        def configured(params: types.DidChangeConfigurationParams) -> None:
            self._settle(params.settings)
            self.documents.renew()

        @self.server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
        def moved(params: types.DidChangeWorkspaceFoldersParams) -> None:
            gone = {path_of(folder.uri) for folder in params.event.removed}
            kept = [f for f in self.documents.projects.folders if f not in gone]
            come = [path for f in params.event.added if (path := path_of(f.uri))]
            self.documents.projects.folders = list(dict.fromkeys((*kept, *come)))
            self.documents.renew()

    def _settle(self, value: object) -> None:
        found, wrong = settings_from(value)
        self.documents.projects.given = {**self.given, **found}
        for problem in wrong:
            self.say(f"roadmaplint: {problem}")

    async def _watch(self) -> None:
        """Look at configuration files now and then, for clients that do not tell."""
        known: Mapping[str, Stamp] = {}
        while True:
            await asyncio.sleep(_HEARTBEAT)
            found = self.documents.projects.stamps()
            if any(known[place] != found[place] for place in known.keys() & found.keys()):
                self.documents.renew()
            known = found

    async def _listen(self, process: int) -> None:
        """Stop when the client's process is gone, even if its pipe stays open."""
        while True:
            await asyncio.sleep(_HEARTBEAT)
            try:
                os.kill(process, 0)
            except ProcessLookupError:
                self.stopped.set()
            except (OSError, OverflowError):
                return


async def serve_descriptors(
    incoming: int, outgoing: int, environ: Mapping[str, str], given: dict[str, Any]
) -> int:
    """Serve the client at two descriptors until it leaves; the exit code."""
    connection = Connection(outgoing, environ, given)
    loop = asyncio.get_running_loop()
    frames = MessageReader()

    def arrived(data: bytes) -> None:
        if not data:
            connection.stopped.set()
        for body in frames.feed(data):
            if not connection.stopped.is_set():
                connection.take(body)

    def listen() -> None:
        data = b"-"
        while data:
            try:
                data = os.read(incoming, 1 << 16)
            except OSError:
                data = b""
            try:
                loop.call_soon_threadsafe(arrived, data)
            except RuntimeError:
                return  # the server has ended

    threading.Thread(target=listen, name="listening", daemon=True).start()
    await connection.stopped.wait()
    return connection.code


def serve(environ: Mapping[str, str], given: dict[str, Any]) -> int:
    """Serve the client on standard input and output; 0 if it said goodbye, else 1."""
    level = logging.DEBUG if environ.get("ROADMAPLINT_DEBUG") else logging.CRITICAL
    logging.basicConfig(stream=sys.stderr, level=level)
    outgoing = os.dup(sys.stdout.fileno())
    # What a plugin prints must not end up between the messages.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return asyncio.run(serve_descriptors(sys.stdin.fileno(), outgoing, environ, given))
