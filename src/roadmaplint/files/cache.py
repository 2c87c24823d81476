"""The analysis cache: what was found in a file, by its content and all that counts beside it."""

from __future__ import annotations

import os
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import blake2b
from typing import Generic, NamedTuple, TypeVar

from roadmaplint.files.folder import TAG, claim

__all__ = ["TAG", "AnalysisCache", "Codec", "claim"]

T = TypeVar("T")
R = TypeVar("R")

_FORMAT = 2
_LARGEST_ENTRY = 16 * 1024 * 1024
_LARGEST = 256 * 1024 * 1024
#: What is put is written when it has grown to this.
_PENDING = 2 * 1024 * 1024
#: Another process writes for milliseconds only.
_WAIT = 2.0
_TABLE = (
    "CREATE TABLE IF NOT EXISTS analyses (key TEXT PRIMARY KEY, check_sum INTEGER NOT NULL,"
    " value BLOB NOT NULL)"
)


class Codec(NamedTuple, Generic[T]):
    """How a value becomes bytes and comes back; both may raise anything."""

    encode: Callable[[T], bytes]
    decode: Callable[[bytes], T]


class AnalysisCache(Generic[T]):
    """Results by content, in one SQLite file that two processes may use at once.

    Nothing here ever raises: what cannot be read, understood or written is a miss. A damaged file
    is set aside and `notice` says so. `flush` writes what was put and keeps the file below
    `largest` bytes of values.
    """

    def __init__(
        self, folder: str | os.PathLike[str], version: str, codec: Codec[T],
        *, largest: int = _LARGEST,
    ) -> None:  # fmt: skip
        """Take the folder, which need not exist, and the version of the program."""
        self.notice = ""
        self._folder = os.path.abspath(os.fspath(folder))
        self.place = os.path.join(self._folder, "analyses.sqlite")
        self._version, self._codec, self._largest = version, codec, largest
        self._pending: dict[str, bytes] = {}
        self._size = 0
        self._base: sqlite3.Connection | None = None
        self._lock = threading.RLock()

    def key(self, digest: str, path: str, plan: str) -> str:
        """32 hex digits of a file's digest, its path and that of the plan it is checked by."""
        made = blake2b(digest_size=16)
        for word in (str(_FORMAT), self._version, path, plan, digest):
            part = word.encode("utf-8", "surrogatepass")
            made.update(len(part).to_bytes(8, "big"))
            made.update(part)
        return made.hexdigest()

    @property
    def is_empty(self) -> bool:
        """True if nothing was ever kept here."""
        return not self._pending and not os.path.isfile(self.place)

    def get(self, key: str) -> T | None:
        """The value that was put under a key, or None."""
        query = "SELECT check_sum, value FROM analyses WHERE key = ?"
        row = self._do(lambda base: base.execute(query, (key,)).fetchone(), new=False)
        try:
            if row is None or zlib.crc32(row[1]) != row[0]:
                return None
            return self._codec.decode(row[1])
        except Exception:  # noqa: BLE001 - whatever is wrong with an entry, the file is analysed
            return None

    def put(self, key: str, value: T) -> None:
        """Remember a value; it is written by `flush`, or before that if there are many."""
        with suppress(Exception):
            data = self._codec.encode(value)
            if len(data) <= _LARGEST_ENTRY:
                self._pending[key] = data
                self._size += len(data)
        if self._size > _PENDING:
            self._write()

    def flush(self) -> None:
        """Write what is pending and close the file; for the end of a run."""
        self._write()
        with self._lock:
            self._close()

    def _write(self) -> None:
        rows = [(key, zlib.crc32(data), data) for key, data in self._pending.items()]
        self._pending.clear()
        self._size = 0
        if not rows:
            return

        def insert(base: sqlite3.Connection) -> None:
            base.executemany("INSERT OR REPLACE INTO analyses VALUES (?, ?, ?)", rows)
            self._prune(base)
            base.commit()

        self._do(insert, new=True)

    def _prune(self, base: sqlite3.Connection) -> None:
        """Forget the older half of a file that has grown too large."""
        pages, size = (base.execute(f"PRAGMA {word}").fetchone()[0] for word in _SIZES)
        free = base.execute("PRAGMA freelist_count").fetchone()[0]
        if (pages - free) * size > self._largest:
            half = "SELECT (MIN(rowid) + MAX(rowid)) / 2 FROM analyses"
            base.execute(f"DELETE FROM analyses WHERE rowid <= ({half})")  # noqa: S608

    def _do(self, work: Callable[[sqlite3.Connection], R], *, new: bool) -> R | None:
        """What work on the open file gives; None if it is missing and not `new`, or damaged."""
        with self._lock:
            try:
                if self._base is None and self._may_open(new=new):
                    self._base = _connected(self.place)
                return work(self._base) if self._base else None
            except (sqlite3.OperationalError, sqlite3.ProgrammingError):
                self._close()  # locked for long, or a disk that is full: a miss
            except (sqlite3.Error, OSError, ValueError):
                self._set_aside()
            return None

    def _may_open(self, *, new: bool) -> bool:
        if os.path.islink(self.place) or os.path.islink(self._folder):
            return False
        return os.path.isfile(self.place) or (
            new and not os.path.lexists(self.place) and claim(self._folder)
        )

    def _close(self) -> None:
        if self._base is not None:
            with suppress(sqlite3.Error):
                self._base.close()
        self._base = None

    def _set_aside(self) -> None:
        self._close()
        with suppress(OSError):
            os.replace(self.place, f"{self.place}.damaged")
            self.notice = f"the cache {self.place} was damaged; it is set aside as *.damaged"


_SIZES = ("page_count", "page_size")


def _connected(place: str) -> sqlite3.Connection:
    if not os.path.exists(place):
        os.close(os.open(place, os.O_WRONLY | os.O_CREAT, 0o600))
    base = sqlite3.connect(
        place, timeout=_WAIT, isolation_level="IMMEDIATE", check_same_thread=False
    )
    try:
        _execute(base, ("PRAGMA trusted_schema = OFF", "PRAGMA synchronous = OFF", _TABLE))
    except BaseException:
        base.close()
        raise
    return base


def _execute(base: sqlite3.Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        base.execute(statement)
