"""Local hosts for link checkers: a small HTTP server on many addresses of this machine."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_PAGE = b"<!doctype html><title>A page</title><h1 id=top>A page</h1><p>Some words about it.</p>"
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (
    len(_PAGE),
    _PAGE,
)


def address(number: int) -> str:
    """The address of a host by its number."""
    return f"127.64.{number // 250}.{number % 250 + 1}"


@contextmanager
def serving(count: int) -> Iterator[int]:
    """Serve a page under every path of `count` hosts; gives the port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield asyncio.run_coroutine_threadsafe(_open(count), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


async def _open(count: int) -> int:
    port = 0
    for number in range(count):
        server = await asyncio.start_server(_serve, address(number), port)
        port = port or server.sockets[0].getsockname()[1]
    return port


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(_ANSWER)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()
