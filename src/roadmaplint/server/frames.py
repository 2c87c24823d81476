"""Frames: takes the messages of the base protocol out of a stream of bytes, whatever comes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmaplint.text.lazy import lazy

#: A message is at most a file that we would read, escaped.
LARGEST = 128 * 1024 * 1024
_LONGEST_HEADER = 64 * 1024
_END = lazy(rb"\r?\n\r?\n")
_LENGTH = lazy(rb"content-length:[ \t]*(\d{1,12})[ \t]*(?:\r?\n|$)", re.IGNORECASE)


class Frames:
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
