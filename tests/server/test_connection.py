"""The server's life: nonsense, farewells, and clients that die."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Connect = Callable[..., Any]
TEXT = "# Some Roadmap\n\n## Part:\n\n- One\n"


def framed(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


NONSENSE = [
    b"hello\r\n\r\n",
    b"Content-Length: many\r\n\r\n",
    b"Content-Length: 999999999999\r\n\r\n",
    b"Content-Length: 0\r\n\r\n",
    framed(b"{"),
    framed(b"\xff\xfe\x00"),
    framed(b"[]"),
    framed(b"null"),
    framed(b"[" * 200_000),
    framed(b'{"jsonrpc": "1.0"}'),
    framed(b'{"jsonrpc": "2.0"}'),
    framed(b'{"jsonrpc": "2.0", "id": {}, "method": []}'),
    framed(b'{"jsonrpc": "2.0", "id": 3}'),
    framed(b'{"jsonrpc": "2.0", "id": "x", "result": 5}'),
    framed(b'{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": 5}'),
    framed(b'{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 77}}'),
    framed(b'{"jsonrpc": "2.0", "method": "$/made/up", "params": {"a": [1]}}'),
    framed(b'{"jsonrpc": "2.0", "id": 9, "method": "made/up"}'),
    framed(b'{"jsonrpc": "2.0", "id": 8, "method": "initialize", "params": {}}'),
]


def test_nonsense_is_survived(connect: Connect, tmp_path: Path) -> None:
    uri = (tmp_path / "README.md").as_uri()
    client = connect()
    client.initialize()
    for noise in NONSENSE:
        client.write(noise)
    client.open(uri, TEXT)
    assert client.diagnostics(uri)
    assert client.leave() == 0


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("textDocument/hover", {"position": {"line": 10**9, "character": 10**9}}),
        ("textDocument/hover", {"position": {"line": 0, "character": 10**6}}),
        ("textDocument/documentSymbol", {}),
        ("textDocument/documentLink", {}),
    ],
)
def test_places_outside_the_text(
    connect: Connect, tmp_path: Path, method: str, params: dict[str, Any]
) -> None:
    uri = (tmp_path / "README.md").as_uri()
    client = connect()
    client.initialize()
    client.open(uri, TEXT)
    client.call(method, {"textDocument": {"uri": uri}, **params})
    for stranger in ("file:///not/open.md", "", "http://[", "file:///%00", "untitled:x"):
        assert client.call(method, {"textDocument": {"uri": stranger}, **params}) is None


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "http://[",
        "file:///%00.md",
        "file:relative.md",
        "untitled:",
        "a" * 5000,
        "file://host/x.md",
    ],
)
def test_strange_addresses_are_opened_and_closed(
    connect: Connect, tmp_path: Path, uri: str
) -> None:
    client = connect()
    client.initialize()
    client.open(uri, TEXT)
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    good = (tmp_path / "README.md").as_uri()
    client.open(good, TEXT)
    assert client.diagnostics(good)


def test_strange_texts(connect: Connect, tmp_path: Path) -> None:
    uri = (tmp_path / "README.md").as_uri()
    client = connect()
    client.initialize()
    texts = [
        "",
        "\0",
        "\ud800 half",
        "\ufeff# Title",
        "a\r\nb\rc\u2028d\u0085e\n",
        "[" * 5000,
        "😀" * 5000,
    ]
    for version, text in enumerate(texts):
        client.open(uri, text, version)
        client.diagnostics(uri, version)
        client.actions(
            uri, {"start": {"line": 0, "character": 1}, "end": {"line": 9, "character": 0}}
        )
    assert client.leave() == 0


def test_nothing_is_done_before_the_greeting(connect: Connect, tmp_path: Path) -> None:
    client = connect()
    client.send({"jsonrpc": "2.0", "id": 1, "method": "shutdown"})
    assert client.reply_to(1)["error"]["code"] == -32002
    client.open((tmp_path / "README.md").as_uri(), TEXT)
    client.number = 1
    client.initialize()
    assert client.leave() == 0


def test_a_wrong_request_is_answered(connect: Connect) -> None:
    client = connect()
    client.initialize()
    client.send({"jsonrpc": "2.0", "id": 50, "method": "textDocument/hover", "params": {"a": 1}})
    assert client.reply_to(50)["error"]["code"] == -32602
    client.send({"jsonrpc": "2.0", "id": 51, "method": "no/such/thing", "params": {}})
    assert client.reply_to(51)["error"]["code"] == -32601


def test_a_change_of_a_text_that_was_never_opened_is_told_and_survived(
    connect: Connect, tmp_path: Path
) -> None:
    client = connect()
    client.initialize()
    client.change("untitled:never", TEXT, 2)
    assert "roadmaplint: a message of the editor could not be handled" in client.message()
    uri = (tmp_path / "README.md").as_uri()
    client.open(uri, TEXT)
    assert client.diagnostics(uri)


def test_leaving_without_a_goodbye_is_a_failure(connect: Connect) -> None:
    client = connect()
    client.initialize()
    client.notify("exit")
    assert client.process.wait(30) == 1


def test_it_ends_when_the_pipe_is_closed(connect: Connect, tmp_path: Path) -> None:
    client = connect()
    client.initialize()
    client.open((tmp_path / "README.md").as_uri(), TEXT * 3000)
    client.process.stdin.close()
    assert client.process.wait(30) == 1
    assert client.process.stderr.read() == b""


@pytest.mark.skipif(os.name != "posix", reason="Windows tells no living process from a dead one")
def test_it_ends_when_its_client_dies_and_somebody_holds_the_pipe(connect: Connect) -> None:
    short = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    client = connect()
    client.initialize(processId=short.pid)
    assert client.process.poll() is None
    short.communicate(b"\n")
    assert client.process.wait(30) == 1


def test_it_ends_when_nobody_reads(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "roadmaplint", "server"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    params: dict[str, Any] = {"processId": None, "rootUri": None, "capabilities": {}}
    greeting = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}
    process.stdin.write(framed(json.dumps(greeting).encode()))
    process.stdin.flush()
    assert process.wait(30) == 1
    assert process.stderr.read() == b""
    process.stdin.close()
    process.stderr.close()


def test_without_pygls_it_says_what_to_install(tmp_path: Path) -> None:
    hidden = "import importlib.util as u; f = u.find_spec\n"
    hidden += "u.find_spec = lambda name, *a: None if name == 'pygls' else f(name, *a)\n"
    hidden += "import sys; sys.argv = ['roadmaplint', 'server']\n"
    hidden += "from roadmaplint.__main__ import main; main()\n"
    done = subprocess.run(
        [sys.executable, "-c", hidden], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "pip install 'roadmaplint[server]'" in done.stderr
