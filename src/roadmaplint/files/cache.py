"""The cache of results: what was found in each file, by content and by all that counts beside it.

One SQLite file in the cache folder, used by any number of processes. Two tables: results by key
(bytes, path, version, plan), and for every path the status and digest with which it was last read,
so that a file nobody touched is not even opened. Anything in doubt is a miss, never an error.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from hashlib import blake2b
from typing import Generic, NamedTuple, TypeVar

from roadmaplint.errors import UsageError
from roadmaplint.files.read import FileProblem, read
from roadmaplint.files.write import swap
from roadmaplint.text.lazy import lazy

T = TypeVar("T")
R = TypeVar("R")

#: The file that says to backup programs and people what the folder is.
TAG = "CACHEDIR.TAG"
_TAG = (
    b"Signature: 8a477f597d28d172789f06886806bc55\n"
    b"# This folder holds results of roadmaplint; it can be deleted at any time.\n"
)
_FORMAT = 3
_APPLICATION_ID = 0x524D4C54  # "RMLT", what `file` shows of the database
_LARGEST_ENTRY = 16 * 1024 * 1024
_LARGEST = 256 * 1024 * 1024
#: What is put is written when it has grown to this many bytes.
_PENDING = 2 * 1024 * 1024
#: Seconds to wait for another process, which writes for milliseconds only.
_WAIT = 2.0
#: A file changed less than this before it was read may change again with the same times (ns).
_RACY = 2_000_000_000
_TABLES = (
    "CREATE TABLE IF NOT EXISTS home (word TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS analyses (key TEXT PRIMARY KEY, check_sum INTEGER NOT NULL,"
    " value BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, status TEXT NOT NULL,"
    " digest TEXT NOT NULL) WITHOUT ROWID",
)
_SOURCES = (".py", ".md", ".toml", ".json", ".txt", ".bin", ".xz")


class Codec(NamedTuple, Generic[T]):
    """How a value becomes bytes and comes back; both may raise anything."""

    encode: Callable[[T], bytes]
    decode: Callable[[bytes], T]


def claim_folder(folder: str | os.PathLike[str]) -> bool:
    """Make a folder our own, marked as a cache; False if it cannot be, or leads elsewhere."""
    place = os.path.abspath(os.fspath(folder))
    try:
        if os.path.islink(place):
            return False
        if not os.path.isdir(place):
            os.makedirs(place, 0o700)
            swap(os.path.join(place, ".gitignore"), b"*\n")
        tag = os.path.join(place, TAG)
        if not os.path.lexists(tag):
            swap(tag, _TAG)
    except OSError:
        return False
    return True


def edition() -> str:
    """Empty for an installed program; for a checkout, 16 hex digits that follow its sources."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if os.path.isdir(os.path.join(package, "_data")):
        return ""
    top = os.path.dirname(os.path.dirname(package))
    found = []
    for folder in (package, os.path.join(top, "rules"), os.path.join(top, "schemas")):
        for place, _, names in os.walk(folder):
            for name in names:
                if name.endswith(_SOURCES):
                    path = os.path.join(place, name)
                    with suppress(OSError):
                        found.append(f"{path} {_signature(os.stat(path))}")
    return blake2b("\n".join(sorted(found)).encode(), digest_size=8).hexdigest()


class ResultCache(Generic[T]):
    """Results by key, and the digests of unchanged files, in one SQLite file.

    Nothing here ever raises: what cannot be read, understood or written is a miss. A file that is
    damaged, or that was made in another folder and came here by a copy or a commit, is no evidence:
    it is set aside and `notice` says so. `flush` writes what was put and keeps the file below
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
        self._known: dict[str, tuple[str, str]] | None = None
        self._read: dict[str, tuple[str, str]] = {}
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

    def digest_at(self, location: str) -> str | None:
        """The digest of a regular file's bytes, if its status is that of the time it was read."""
        if self._known is None:
            query = "SELECT path, status, digest FROM files"
            rows = self._do(lambda base: base.execute(query).fetchall(), new=False)
            self._known = {path: (status, digest) for path, status, digest in rows or ()}
        known = self._known.get(os.path.abspath(location))
        if known is None:
            return None
        with suppress(OSError, ValueError):
            if _signature(os.lstat(location)) == known[0]:
                return known[1]
        return None

    def note_digest(self, location: str, status: os.stat_result, digest: str, now: int) -> None:
        """Remember a file's digest with the status that `lstat` gave before it was read.

        `now` is the time of that in nanoseconds since the epoch. A file changed within two seconds
        before is not noted: the clock of a file system is coarse, and a second change could leave
        the same times. Links are not noted, as their status is not that of the file.
        """
        is_old = max(status.st_mtime_ns, status.st_ctime_ns) + _RACY < now
        if is_old and stat.S_ISREG(status.st_mode):
            self._read[os.path.abspath(location)] = (_signature(status), digest)

    def flush(self) -> None:
        """Write what is pending and close the file; for the end of a run."""
        self._write()
        with self._lock:
            self._close()

    def _write(self) -> None:
        rows = [(key, zlib.crc32(data), data) for key, data in self._pending.items()]
        files = [(path, *pair) for path, pair in self._read.items()]
        self._pending.clear()
        self._read.clear()
        self._size = 0
        if not rows and not files:
            return

        def insert(base: sqlite3.Connection) -> None:
            base.executemany("INSERT OR REPLACE INTO analyses VALUES (?, ?, ?)", rows)
            base.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", files)
            self._prune(base)
            base.commit()

        self._do(insert, new=True)

    def _prune(self, base: sqlite3.Connection) -> None:
        """Forget the older half of a file that has grown too large."""
        pages, size, free = (
            base.execute(f"PRAGMA {word}").fetchone()[0]
            for word in ("page_count", "page_size", "freelist_count")
        )
        if (pages - free) * size > self._largest:
            half = "SELECT (MIN(rowid) + MAX(rowid)) / 2 FROM analyses"
            base.execute(f"DELETE FROM analyses WHERE rowid <= ({half})")  # noqa: S608
            base.execute("DELETE FROM files")

    def _do(self, work: Callable[[sqlite3.Connection], R], *, new: bool) -> R | None:
        """What work on the open file gives; None if it is missing and not `new`, or damaged."""
        with self._lock:
            try:
                if self._base is None and self._may_open(new=new):
                    self._base = _connect(self.place)
                    if not _is_at_home(self._base, self._folder):
                        self._set_aside("was made in another folder")
                return work(self._base) if self._base else None
            except (sqlite3.OperationalError, sqlite3.ProgrammingError):
                self._close()  # locked for long, or a disk that is full: a miss
            except (sqlite3.Error, OSError, ValueError):
                self._set_aside("was damaged")
            return None

    def _may_open(self, *, new: bool) -> bool:
        if os.path.islink(self.place) or os.path.islink(self._folder):
            return False
        return os.path.isfile(self.place) or (
            new and not os.path.lexists(self.place) and claim_folder(self._folder)
        )

    def _close(self) -> None:
        if self._base is not None:
            with suppress(sqlite3.Error):
                self._base.close()
        self._base = None

    def _set_aside(self, reason: str) -> None:
        self._close()
        with suppress(OSError):
            os.replace(self.place, f"{self.place}.damaged")
            self.notice = f"the cache {self.place} {reason}; it is set aside as *.damaged"


def _signature(status: os.stat_result) -> str:
    """What changes when somebody writes a file: times, size, and which file it is."""
    return (
        f"{status.st_mtime_ns} {status.st_ctime_ns} {status.st_size}"
        f" {status.st_ino} {status.st_dev} {status.st_mode}"
    )


def _is_at_home(base: sqlite3.Connection, folder: str) -> bool:
    """True if a store belongs to this very folder; a new one is made to.

    Nobody can choose the time of a file's last change of status, so the status of the folder's tag
    cannot come with a repository, an archive or a copy.
    """
    status = os.lstat(os.path.join(folder, TAG))
    word = f"{status.st_ctime_ns} {status.st_ino} {status.st_dev}"
    row = base.execute("SELECT word FROM home").fetchone()
    if row is None:
        if base.execute("SELECT 1 FROM analyses").fetchone():
            return False
        base.execute("INSERT INTO home VALUES (?)", (word,))
        base.commit()
        return True
    return bool(row[0] == word)


def _connect(place: str) -> sqlite3.Connection:
    if not os.path.exists(place):
        os.close(os.open(place, os.O_WRONLY | os.O_CREAT, 0o600))
    base = sqlite3.connect(
        place, timeout=_WAIT, isolation_level="IMMEDIATE", check_same_thread=False
    )
    try:
        pragmas = ("trusted_schema = OFF", "synchronous = OFF", f"application_id={_APPLICATION_ID}")
        _execute(base, (*(f"PRAGMA {pragma}" for pragma in pragmas), *_TABLES))
    except BaseException:
        base.close()
        raise
    return base


def _execute(base: sqlite3.Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        base.execute(statement)


_MARK = b"results of roadmaplint"
_FILE = lazy(r"(analyses|links)\.sqlite(?:-wal|-shm|-journal)?(?P<damaged>\.damaged(?:-\w+)?)?\Z")


class Piece(NamedTuple):
    """A file of the cache: its kind (`analyses`, `links`, `damaged`), place, size, age.

    `written` are seconds since the epoch.
    """

    kind: str
    path: str
    size: int
    written: float


def pieces(folder: str | os.PathLike[str]) -> list[Piece]:
    """The files of a cache; none if there is no such folder.

    Raises UsageError for a folder that is no cache of this program.
    """
    place = os.path.abspath(os.fspath(folder))
    if not os.path.lexists(place):
        return []
    if os.path.islink(place) or not os.path.isdir(place):
        raise UsageError(f"{place} is not a folder; no cache of roadmaplint is there")
    if not _is_marked(place):
        raise UsageError(f"{place} is not a cache of roadmaplint (it has no {TAG} of ours)")
    return sorted(_found(place))


def analyses_in(folder: str | os.PathLike[str]) -> int:
    """How many analyses are remembered; 0 if that cannot be told."""
    place = os.path.join(os.path.abspath(os.fspath(folder)), "analyses.sqlite")
    if not os.path.isfile(place) or os.path.islink(place):
        return 0
    with suppress(sqlite3.Error, OSError), closing(sqlite3.connect(place, timeout=2.0)) as base:
        return int(base.execute("SELECT COUNT(*) FROM analyses").fetchone()[0])
    return 0


def remove(found: list[Piece]) -> list[Piece]:
    """Delete files of a cache; gives those that are gone."""
    gone = []
    for piece in found:
        with suppress(OSError):
            os.unlink(piece.path)
            gone.append(piece)
    return gone


def _is_marked(folder: str) -> bool:
    try:
        return _MARK in read(os.path.join(folder, TAG), limit=4096)
    except FileProblem:
        return False


def _found(folder: str) -> Iterator[Piece]:
    for entry in _entries(folder):
        match = _FILE.match(entry.name)
        if match:
            yield from _piece("damaged" if match["damaged"] else match[1], entry)


def _piece(kind: str, entry: os.DirEntry[str]) -> Iterator[Piece]:
    with suppress(OSError):
        status = entry.stat(follow_symlinks=False)
        if stat.S_ISREG(status.st_mode):
            yield Piece(kind, entry.path, status.st_size, status.st_mtime)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []
