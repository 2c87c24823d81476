"""HTTPS through a proxy that tunnels: the proxy's faults and the server's are told apart."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.links.background import running
from tests.links.site import NOW, QUICK, answer, page

from roadmaplint.core.subjects import Verdict
from roadmaplint.links import LinkRequest, NoNetwork, resolve

NAME = "good.example"
GOOD, OTHER = f"https://{NAME}", "https://other.example"

Look = Callable[..., dict[str, Verdict]]


@dataclass(slots=True)
class Tunnel:
    """A proxy that knows only CONNECT and leads every name to one server.

    `refusals` are answers to CONNECT by host; `seen` holds the heads that arrived, `inside` what
    came through the tunnels.
    """

    refusals: dict[str, str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    port: int = 0
    server_port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speaks HTTP inside TLS."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.inside.append(head)
        writer.write(answer(404) if " /gone " in head else page())
        await writer.drain()
        writer.close()

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers one CONNECT and passes bytes on."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.seen.append(head)
        refusal = self.refusals.get(head.split()[1].partition(":")[0])
        if refusal:
            writer.write(f"HTTP/1.1 {refusal}\r\nContent-Length: 0\r\n\r\n".encode())
            await writer.drain()
            writer.close()
            return
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        to = await asyncio.open_connection("127.0.0.1", self.server_port)
        await asyncio.gather(_pass_on(reader, to[1]), _pass_on(to[0], writer))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


@pytest.fixture
def tunnel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tunnel]:
    """A running tunnel to a server whose certificate is good for good.example alone."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("makes its certificate with openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
    more = ["-addext", f"subjectAltName=DNS:{NAME}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([program, *words, *more], check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    found = Tunnel()

    async def start() -> list[asyncio.Server]:
        # clients that hang up in a handshake
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        server = await asyncio.start_server(found.serve, "127.0.0.1", 0, ssl=context)
        proxy = await asyncio.start_server(found.connect, "127.0.0.1", 0)
        found.server_port = server.sockets[0].getsockname()[1]
        found.port = proxy.sockets[0].getsockname()[1]
        return [server, proxy]

    with running(start):
        yield found


@pytest.fixture
def look(tunnel: Tunnel) -> Look:
    """The verdicts on addresses that are asked through the tunnel; `login` goes to the proxy."""

    def work(*urls: str, login: str = "") -> dict[str, Verdict]:
        proxy = f"http://{login}127.0.0.1:{tunnel.port}"
        settings = replace(
            QUICK, proxies={"https": proxy}, timeout=5, connect_timeout=5, upgrades=False
        )
        found = resolve([LinkRequest(u) for u in urls], settings, None, lambda: NOW).verdicts
        return {url: found[url] for url in urls}  # answers come in any order

    return work


def test_pages_are_asked_inside_the_tunnel(tunnel: Tunnel, look: Look) -> None:
    found = look(f"{GOOD}/x", f"{GOOD}/gone", login="user:word@")
    assert [verdict.outcome for verdict in found.values()] == ["ok", "dead"]
    assert all(head.startswith("CONNECT good.example:443 ") for head in tunnel.seen)
    assert all("proxy-authorization: basic" in head.lower() for head in tunnel.seen)
    assert not any("proxy-authorization" in head.lower() for head in tunnel.inside)


def test_a_bad_certificate_is_the_servers_fault_not_the_proxys(look: Look) -> None:
    found = look(f"{GOOD}/x", f"{OTHER}/x", f"{OTHER}/gone")
    assert [verdict.outcome for verdict in found.values()] == ["ok", "insecure", "dead"]


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("502 Bad Gateway", "failing"),
        ("503 Service Unavailable", "failing"),
        ("504 Gateway Timeout", "failing"),
        ("403 Forbidden", "unchecked"),
    ],
)
def test_a_host_that_the_proxy_does_not_reach(
    tunnel: Tunnel, look: Look, said: str, outcome: str
) -> None:
    tunnel.refusals["other.example"] = said
    found = look(f"{GOOD}/x", f"{OTHER}/x")
    assert [verdict.outcome for verdict in found.values()] == ["ok", outcome]


def test_a_proxy_that_wants_a_login_is_no_network(tunnel: Tunnel, look: Look) -> None:
    tunnel.refusals |= {"good.example": "407 Proxy Authentication Required"}
    with pytest.raises(NoNetwork, match="proxy"):
        look(f"{GOOD}/x")
