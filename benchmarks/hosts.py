"""Local hosts for link checkers: a small HTTP server on many addresses of this machine."""

from __future__ import annotations

import asyncio
import threading
from types import TracebackType

_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b"
)  # fmt: skip
_PAGE = b"<!doctype html><title>A page</title><h1 id=top>A page</h1><p>Some words about it.</p>"


class Hosts:
    """Serves a page under every path on 127.64.x.y; `port` is known inside the `with` block."""

    def __init__(self, count: int) -> None:
        """Take the number of addresses."""
        self.port = 0
        self._count = count
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Hosts:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _open(self) -> None:
        for number in range(self._count):
            host = f"127.64.{number // 250}.{number % 250 + 1}"
            server = await asyncio.start_server(_serve, host, self.port)
            self.port = self.port or server.sockets[0].getsockname()[1]


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(_ANSWER % (len(_PAGE), _PAGE))
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()
