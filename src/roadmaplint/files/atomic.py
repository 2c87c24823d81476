"""Puts a file in its place whole or not at all, by writing beside it first."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress

#: The new file must not exist, be nobody's link, and be readable by its owner only at first.
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def swap(
    target: str, data: bytes, before: Callable[[int, str], None] = lambda _descriptor, _path: None
) -> None:
    """Write `data` to a new file beside `target` and give it that name.

    `before` gets descriptor and path of the new file, mode 0600, when all is written but the old
    one still stands; what it raises ends the matter with nothing changed. Raises OSError.
    """
    folder = os.path.dirname(target)
    beside = os.path.join(folder, f".roadmaplint-{os.urandom(8).hex()}.tmp")
    descriptor = os.open(beside, _FLAGS, 0o600)
    try:
        try:
            _write_all(descriptor, data)
            before(descriptor, beside)
        finally:
            os.close(descriptor)
        os.replace(beside, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
