"""A language client over standard input and output, as plain as the protocol."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

#: Seconds after which a server that says nothing counts as stuck.
PATIENCE = 60


class Client:
    """Talks to a server process in a folder."""

    def __init__(self, folder: Path, *flags: str, env: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "roadmaplint", "server", *flags],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=env,
        )
        self.inbox: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.heard: list[dict[str, Any]] = []
        self.told = 0
        self.number = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while (line := stream.readline()) not in {b"\r\n", b""}:
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if not line:
                self.inbox.put(None)
                return
            self.inbox.put(json.loads(stream.read(length)))

    def write(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message: Any) -> None:
        body = json.dumps(message).encode()
        self.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def notify(self, method: str, params: Any = None) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params or {}})

    def next(self, patience: float = PATIENCE) -> dict[str, Any]:
        try:
            message = self.inbox.get(timeout=patience)
        except queue.Empty:
            raise AssertionError(f"the server is silent after {self.heard[-3:]}") from None
        assert message is not None, "the server has ended"
        self.heard.append(message)
        return message

    def reply_to(self, number: Any) -> dict[str, Any]:
        while True:
            message = self.next()
            if message.get("id") == number and "method" not in message:
                return message

    def call(self, method: str, params: Any = None) -> Any:
        self.number += 1
        self.send({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params or {}})
        reply = self.reply_to(self.number)
        assert "error" not in reply, reply
        return reply["result"]

    def initialize(self, *folders: Path, encodings: list[str] | None = None, **more: Any) -> Any:
        general = {} if encodings is None else {"general": {"positionEncodings": encodings}}
        capabilities = {**general, **more.pop("capabilities", {})}
        named = [{"uri": f.as_uri(), "name": f.name} for f in folders or (self.folder,)]
        greeting = {"processId": None, "rootUri": None, "capabilities": capabilities}
        found = self.call("initialize", {**greeting, "workspaceFolders": named, **more})
        self.notify("initialized")
        return found["capabilities"]

    def open(self, uri: str, text: str, version: int = 1) -> None:
        item = {"uri": uri, "languageId": "markdown", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, uri: str, text: str, version: int) -> None:
        document = {"uri": uri, "version": version}
        changes = [{"text": text}]
        params = {"textDocument": document, "contentChanges": changes}
        self.notify("textDocument/didChange", params)

    def save(self, uri: str) -> None:
        self.notify("textDocument/didSave", {"textDocument": {"uri": uri}})

    def diagnostics(
        self, uri: str, version: int | None = None, patience: float = PATIENCE
    ) -> list[dict[str, Any]]:
        """The next findings of a file, of a version if one is named."""
        while True:
            message = self.next(patience)
            params = message.get("params")
            if params is None or message.get("method") != "textDocument/publishDiagnostics":
                continue
            if params["uri"] == uri and version in {None, params.get("version")}:
                found: list[dict[str, Any]] = params["diagnostics"]
                return found

    def actions(self, uri: str, where: Any, only: list[str] | None = None) -> list[dict[str, Any]]:
        context = {"diagnostics": [], **({"only": only} if only else {})}
        params = {"textDocument": {"uri": uri}, "range": where, "context": context}
        return self.call("textDocument/codeAction", params) or []

    def message(self) -> str:
        """The next message for the person, even if it came while another was awaited."""
        while True:
            while self.told < len(self.heard):
                message = self.heard[self.told]
                self.told += 1
                if message.get("method") == "window/showMessage":
                    return str(message["params"]["message"])
            self.next()

    def leave(self) -> int:
        self.call("shutdown")
        self.notify("exit")
        return self.process.wait(PATIENCE)

    def end(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()


def applied(text: str, edits: list[dict[str, Any]], unit: str = "utf-16") -> str:
    """A text after edits, counted in the client's units, as an editor would do it."""
    lines = text.split("\n")
    wide = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[unit]
    size = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[unit]
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode(wide)) + size)

    def offset(place: dict[str, int]) -> int:
        return starts[place["line"]] + place["character"] * size

    data = text.encode(wide)
    for edit in sorted(edits, key=lambda e: offset(e["range"]["start"]), reverse=True):
        start, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        data = data[:start] + edit["newText"].encode(wide) + data[end:]
    return data.decode(wide)


@pytest.fixture
def connect(tmp_path: Path) -> Iterator[Callable[..., Client]]:
    """Starts servers in the test's folder; they end with the test, whatever happens."""
    clients = []
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ROADMAPLINT")}

    def start(*flags: str, folder: Path | None = None, **env: str) -> Client:
        clients.append(Client(folder or tmp_path, *flags, env={**kept, **env}))
        return clients[-1]

    yield start
    for client in clients:
        client.end()


@pytest.fixture
def apply() -> Callable[..., str]:
    """Applies edits to a text as an editor does."""
    return applied
