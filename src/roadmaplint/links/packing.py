"""Bodies unpacked within bounds, whatever a server claims to have packed."""

from __future__ import annotations

import zlib

_KNOWN = {"gzip", "x-gzip", "deflate"}
#: No packing, and what servers write there by mistake; browsers pass it over.
_PLAIN = {"", "identity", "none", "utf-8", "utf8", "8bit", "7bit", "binary", "text/html"}


class Unpacker:
    """Takes raw chunks, keeps at most `limit` unpacked bytes.

    `readable` is False for a packing nobody asked for; `broken` after a fault in the data;
    `full` when the limit is reached: nothing further is unpacked or kept.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        name = encoding.strip().lower()
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0
        self._packed = name in _KNOWN
        self._undecided = b"" if name == "deflate" else None
        self._machine = zlib.decompressobj(zlib.MAX_WBITS | 32) if self._packed else None
        self.readable = self._packed or name in _PLAIN
        self.broken = False

    @property
    def full(self) -> bool:
        """True when no more is taken."""
        return self._size >= self._limit or self.broken

    @property
    def body(self) -> bytes:
        """What was unpacked so far."""
        return b"".join(self._parts)

    def feed(self, chunk: bytes) -> None:
        """Takes the next raw bytes; never raises."""
        if self.full:
            return
        if self._machine is None:
            self._keep(chunk[: self._limit - self._size])
            return
        try:
            self._unpack(self._decided(chunk))
        except zlib.error:
            self.broken = True

    def _decided(self, chunk: bytes) -> bytes:
        """The chunk once it is clear whether deflate comes with its header: many leave it out."""
        if self._undecided is None:
            return chunk
        start = self._undecided + chunk
        if len(start) < 2:
            self._undecided = start
            return b""
        self._undecided = None
        if start[0] & 15 != zlib.DEFLATED or int.from_bytes(start[:2]) % 31:
            self._machine = zlib.decompressobj(-zlib.MAX_WBITS)
        return start

    def _unpack(self, chunk: bytes) -> None:
        while chunk and not self.full and self._machine is not None:
            self._keep(self._machine.decompress(chunk, self._limit - self._size))
            chunk = self._machine.unused_data
            if chunk:
                self._machine = zlib.decompressobj(zlib.MAX_WBITS | 32)

    def _keep(self, data: bytes) -> None:
        if data:
            self._parts.append(data)
            self._size += len(data)
