"""A real server on loopback, replies for it, and settings that do not wait."""

from __future__ import annotations

import asyncio
import gzip
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec.structs import replace

from roadmaplint.core.subjects import Verdict
from roadmaplint.links import LinkRequest, LinkSettings, Resolution, resolve
from roadmaplint.links.cache import LinkCache

LOOPBACK = ("127.0.0.0/8",)
NOW = 1_700_000_000.0
#: Short waits; the order and number of tries stay as they are.
QUICK = LinkSettings(
    timeout=0.6, connect_timeout=0.6, body_timeout=0.3, backoff=0.01, interval=0.0,
    allow_addresses=LOOPBACK,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it arrived: header names in lower case, and how often the path was asked."""

    path: str
    headers: dict[str, str]
    nth: int


Reply = bytes | Callable[[Asked], "bytes | None"]


def page(title: str = "PostgreSQL tutorial", body: str = "<p>Indexes and joins.") -> bytes:
    return answer(200, f"<html><head><title>{title}</title></head><body>{body}</body></html>")


def answer(status: int, body: str = "", *headers: str) -> bytes:
    data = body.encode()
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(data)}", *headers]
    if not any(line.lower().startswith("content-type") for line in headers):
        lines.append("Content-Type: text/html; charset=utf-8")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


def packed(body: bytes) -> bytes:
    """A page in gzip."""
    data = gzip.compress(body)
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(data)}\r\n"
    return head.encode() + b"Content-Encoding: gzip\r\n\r\n" + data


def moved(status: int, to: str, *headers: str) -> bytes:
    return answer(status, "", f"Location: {to}", *headers)


@dataclass(slots=True)
class Site:
    """A server with replies by path. A reply of None hangs, an empty one closes the connection.

    With `closes` every connection ends after one reply, without saying so.
    """

    port: int = 0
    host: str = "127.0.0.1"
    routes: dict[str, Reply] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    most_at_once: int = 0
    under_way: int = 0
    closes: bool = False
    counts: Counter[str] = field(default_factory=Counter)

    def url(self, path: str) -> str:
        return f"http://{self.host}:{self.port}{path}"

    def asked(self, path: str) -> int:
        return self.counts[path]

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                lines = head.split("\r\n")
                pairs = (line.partition(":") for line in lines[1:] if line)
                headers = {name.lower(): value.strip() for name, _, value in pairs}
                path = lines[0].split(" ")[1]
                self.counts[path] += 1
                request = Asked(path, headers, self.counts[path])
                self.log.append(request)
                self.under_way += 1
                self.most_at_once = max(self.most_at_once, self.under_way)
                await asyncio.sleep(0.002)
                self.under_way -= 1
                if not await self._reply(request, writer):
                    return
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            return
        finally:
            writer.close()

    async def _reply(self, request: Asked, writer: asyncio.StreamWriter) -> bool:
        reply = self.routes.get(request.path, answer(404, "<title>Nothing</title>"))
        data = reply(request) if callable(reply) else reply
        if data is None:
            await asyncio.sleep(5)
            return False
        writer.write(data)
        await writer.drain()
        return bool(data) and not self.closes


Check = Callable[..., dict[str, Verdict]]


def look(
    site: Site, *targets: str, cache: LinkCache | None = None, now: float = NOW, **options: object
) -> Resolution:
    """The resolution of paths or addresses with quick settings."""
    urls = [site.url(t) if t.startswith("/") else t for t in targets]
    settings = replace(QUICK, **options)
    return resolve([LinkRequest(url) for url in urls], settings, cache, lambda: now)
