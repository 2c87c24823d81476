"""The cache as people see it: what lies in its folder, and how to forget it."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, field

from roadmaplint.errors import UsageError
from roadmaplint.files.cache import TAG
from roadmaplint.files.read import FileProblem, read
from roadmaplint.text.lazy import lazy

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


#: The memory of links inside the cache's folder.
LINKS = "links.sqlite"


class CacheState(Struct, frozen=True):
    """What a cache holds: numbers of things, and bytes on disk by kind of file.

    `fresh` counts the addresses whose verdict still holds, `outcomes` all of them by verdict.
    """

    folder: str
    exists: bool
    analyses: int = 0
    links: int = 0
    fresh: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of everything together."""
        return sum(self.sizes.values())


def state_of(folder: Path, now: float) -> CacheState:
    """What a cache holds; `now` in seconds since the epoch. Raises UsageError."""
    found = pieces(folder)
    name = os.fspath(folder)
    if not found:
        return CacheState(name, exists=False)
    sizes = _sizes(found)
    state = CacheState(name, True, analyses_in(folder), sizes=sizes)
    if not _has_links(found):
        return state
    from roadmaplint.links.cache import LinkCache

    with LinkCache(folder / LINKS) as cache:
        info = cache.info(now)
    return CacheState(name, True, state.analyses, info.entries, info.fresh, info.outcomes, sizes)


def clear(folder: Path, now: float) -> str:
    """Forget everything; one sentence on what is gone. Raises UsageError."""
    before = state_of(folder, now)
    gone = remove(pieces(folder))
    if not gone:
        return f"nothing is remembered in {before.folder}"
    return f"removed {_counted(before)} from {before.folder} ({_bytes(_total(gone))})"


def prune(folder: Path, now: float) -> str:
    """Forget what is of no use any more; one sentence on what is gone. Raises UsageError."""
    found = pieces(folder)
    old = 0
    if _has_links(found):
        from roadmaplint.links.cache import LinkCache

        with LinkCache(folder / LINKS) as cache:
            old = cache.prune(now)
    gone = remove([piece for piece in found if piece.kind == "damaged"])
    name = os.fspath(folder)
    if not old and not gone:
        return f"nothing to prune in {name}"
    parts = [f"{old} old link verdicts"] if old else []
    parts += [f"{len(gone)} damaged files"] if gone else []
    return f"removed {', '.join(parts)} from {name}"


def described(state: CacheState) -> str:
    """The state for people, some lines."""
    if not state.exists:
        return f"nothing is remembered in {state.folder}\n"
    sizes = state.sizes
    lines = [
        f"folder    {state.folder} ({_bytes(state.size)})",
        f"analyses  {state.analyses} ({_bytes(sizes.get('analyses', 0))})",
        f"links     {state.links}, {state.fresh} still hold ({_bytes(sizes.get('links', 0))})",
    ]
    if state.outcomes:
        ordered = sorted(state.outcomes.items(), key=lambda pair: (-pair[1], pair[0]))
        lines.append("          " + ", ".join(f"{count} {name}" for name, count in ordered))
    if sizes.get("damaged"):
        lines.append(
            f"damaged   {_bytes(sizes['damaged'])}; `roadmaplint cache prune` removes them"
        )
    return "\n".join(lines) + "\n"


def _has_links(found: Iterable[Piece]) -> bool:
    return any(Path(piece.path).name == LINKS for piece in found)


def _sizes(found: Iterable[Piece]) -> dict[str, int]:
    sizes: Counter[str] = Counter()
    for piece in found:
        sizes[piece.kind] += piece.size
    return dict(sizes)


def _total(found: Iterable[Piece]) -> int:
    return sum(piece.size for piece in found)


def _counted(state: CacheState) -> str:
    return f"{state.analyses} analyses and {state.links} link verdicts"


def _bytes(size: int) -> str:
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
