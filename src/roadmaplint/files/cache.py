"""The analysis cache: what was found in a file, by its content and all that counts beside it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import blake2b
from typing import Any, Generic, NamedTuple, TypeVar

from roadmaplint.files.atomic import swap
from roadmaplint.files.read import read

T = TypeVar("T")

_FORMAT = 1
_LARGEST_ENTRY = 16 * 1024 * 1024
_LARGEST = 256 * 1024 * 1024
_ENTRY = re.compile(r"[0-9a-f]{30}\.json\Z")
_SHELF = re.compile(r"[0-9a-f]{2}\Z")
_TAG = (
    b"Signature: 8a477f597d28d172789f06886806bc55\n"
    b"# This folder holds results of roadmaplint; it can be deleted at any time.\n"
)


class Codec(NamedTuple, Generic[T]):
    """How a value becomes plain JSON and comes back; `decode` may raise anything on nonsense."""

    encode: Callable[[T], Any]
    decode: Callable[[Any], T]


class AnalysisCache(Generic[T]):
    """Results by content, in a folder of small JSON files.

    Nothing here ever raises: what cannot be read, understood or written is a miss. Files are
    written whole, for their owner only. `prune` keeps the folder below `largest` bytes.
    """

    def __init__(
        self, folder: str | os.PathLike[str], version: str, codec: Codec[T],
        *, largest: int = _LARGEST,
    ) -> None:  # fmt: skip
        """Take the folder, which need not exist, and the version of the program."""
        self._folder = os.path.abspath(os.fspath(folder))
        self._shelves = os.path.join(self._folder, "analysis")
        self._version, self._codec, self._largest = version, codec, largest
        self._usable: bool | None = None
        self._wrote = False

    def key(self, data: bytes, path: str, plan: str) -> str:
        """32 hex digits of a file's bytes, its path and the digest of the plan it is checked by."""
        digest = blake2b(digest_size=16)
        words = (word.encode("utf-8", "surrogatepass") for word in (self._version, path, plan))
        for part in (*words, data):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
        return digest.hexdigest()

    def get(self, key: str) -> T | None:
        """The value that was put under a key, or None."""
        try:
            entry = json.loads(read(self._place(key), limit=_LARGEST_ENTRY))
            if entry["format"] != _FORMAT or entry["key"] != key:
                return None
            return self._codec.decode(entry["value"])
        except Exception:  # noqa: BLE001 - whatever is wrong with an entry, the file is analysed
            return None

    def put(self, key: str, value: T) -> None:
        """Remember a value."""
        if self._usable is None:
            self._usable = self._prepare()
        if not self._usable:
            return
        with suppress(OSError, ValueError, TypeError, RecursionError):
            entry = {"format": _FORMAT, "key": key, "value": self._codec.encode(value)}
            data = json.dumps(entry, separators=(",", ":")).encode("ascii")
            if len(data) > _LARGEST_ENTRY:
                return
            place = self._place(key)
            os.makedirs(os.path.dirname(place), 0o700, exist_ok=True)
            swap(place, data)
            self._wrote = True

    def prune(self) -> None:
        """Delete the oldest entries of a folder that has grown too large; for the end of a run."""
        if not self._wrote:
            return
        entries = sorted(self._entries())
        size = sum(entry.size for entry in entries)
        for entry in entries:
            if size <= self._largest:
                return
            with suppress(OSError):
                os.unlink(entry.path)
                size -= entry.size

    def _place(self, key: str) -> str:
        return os.path.join(self._shelves, key[:2], key[2:] + ".json")

    def _prepare(self) -> bool:
        """Make the folder ours; False if it cannot be, or leads elsewhere."""
        try:
            if os.path.islink(self._folder) or os.path.islink(self._shelves):
                return False
            if not os.path.isdir(self._folder):
                os.makedirs(self._folder, 0o700)
                swap(os.path.join(self._folder, ".gitignore"), b"*\n")
            tag = os.path.join(self._folder, "CACHEDIR.TAG")
            if not os.path.lexists(tag):
                swap(tag, _TAG)
        except OSError:
            return False
        return True

    def _entries(self) -> Iterator[_Entry]:
        with suppress(OSError):
            for shelf in os.listdir(self._shelves):
                if _SHELF.match(shelf):
                    yield from _on_shelf(os.path.join(self._shelves, shelf))


class _Entry(NamedTuple):
    written: int
    path: str
    size: int


def _on_shelf(shelf: str) -> Iterator[_Entry]:
    with suppress(OSError), os.scandir(shelf) as entries:
        for entry in entries:
            if _ENTRY.match(entry.name):
                status = entry.stat(follow_symlinks=False)
                yield _Entry(status.st_mtime_ns, entry.path, status.st_size)
