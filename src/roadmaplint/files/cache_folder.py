"""What lies in the folder of the cache, and how it is cleared: only files that are ours."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import NamedTuple

from roadmaplint.errors import UsageError
from roadmaplint.files.folder import TAG
from roadmaplint.files.read import FileProblem, read
from roadmaplint.text.lazy import lazy

_MARK = b"results of roadmaplint"
_FILE = lazy(r"(analyses|links)\.sqlite(?:-wal|-shm|-journal)?(?P<damaged>\.damaged(?:-\w+)?)?\Z")
_RUN = lazy(r"[0-9a-f]{16,64}(?:\.\w{1,8})?\Z")
_SHELF = lazy(r"[0-9a-f]{2}\Z")
#: Seconds after which a record of a run is of no use any more.
_OLD = 30 * 86_400.0


class Piece(NamedTuple):
    """A file of the cache: its kind (`analyses`, `links`, `runs`, `damaged`), place, size, age.

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


def remove(found: list[Piece], folder: str | os.PathLike[str]) -> list[Piece]:
    """Delete files of a cache, and folders that are empty then; gives those that are gone."""
    gone = []
    for piece in found:
        with suppress(OSError):
            os.unlink(piece.path)
            gone.append(piece)
    top = os.path.abspath(os.fspath(folder))
    parents = {os.path.dirname(piece.path) for piece in gone} - {top}
    for parent in (*parents, os.path.join(top, "runs"), os.path.join(top, "analysis")):
        with suppress(OSError):
            os.rmdir(parent)
    return gone


def outlived(found: list[Piece], now: float) -> list[Piece]:
    """What nobody will miss: damaged files, and records of runs of long ago."""
    return [
        piece
        for piece in found
        if piece.kind == "damaged" or (piece.kind == "runs" and now - piece.written > _OLD)
    ]


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
        elif entry.name == "runs" and entry.is_dir(follow_symlinks=False):
            for inner in _entries(entry.path):
                if _RUN.match(inner.name):
                    yield from _piece("runs", inner)
        elif entry.name == "analysis" and entry.is_dir(follow_symlinks=False):
            yield from _shelves(entry.path)


def _shelves(folder: str) -> Iterator[Piece]:
    """Files of a form that earlier versions wrote."""
    for shelf in _entries(folder):
        if _SHELF.match(shelf.name) and shelf.is_dir(follow_symlinks=False):
            for inner in _entries(shelf.path):
                if inner.name.endswith(".json"):
                    yield from _piece("damaged", inner)


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
