"""Reads the bytes of files: regular files only, bounded, never through a link out of the root."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from functools import lru_cache

#: No page that people write is larger.
LARGEST = 32 * 1024 * 1024
#: A pipe without a writer must not keep us waiting; a link found late must not be followed.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class FileProblem(Exception):
    """A file cannot be read or written; the text is the reason, without the path."""


def read(
    location: str | os.PathLike[str], root: str | os.PathLike[str] | None = None,
    *, limit: int = LARGEST,
) -> bytes:  # fmt: skip
    """The bytes of a regular file.

    With `root`, a file whose name lies below the root must really lie there. Raises FileProblem
    for anything else than a readable regular file of at most `limit` bytes.
    """
    path = os.fspath(location)
    if root is not None:
        guard(path, os.fspath(root))
    try:
        descriptor = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise FileProblem(reason(error, path)) from error
    try:
        return _read_all(descriptor, limit)
    except OSError as error:
        raise FileProblem(reason(error, path)) from error
    finally:
        os.close(descriptor)


def size_of(location: str | os.PathLike[str]) -> int:
    """The size of a file in bytes; 0 if it cannot be told."""
    try:
        return os.stat(location).st_size
    except (OSError, ValueError):
        return 0


def _read_all(descriptor: int, limit: int) -> bytes:
    status = os.fstat(descriptor)
    if stat.S_ISDIR(status.st_mode):
        raise FileProblem("is a folder")
    if not stat.S_ISREG(status.st_mode):
        raise FileProblem("is not a regular file")
    if status.st_size > limit:
        raise FileProblem(too_large(limit))
    chunks, size = [], 0
    while chunk := os.read(descriptor, 1 << 20):
        size += len(chunk)
        if size > limit:  # it grows while it is read, or has no honest size
            raise FileProblem(too_large(limit))
        chunks.append(chunk)
    return b"".join(chunks)


def too_large(limit: int) -> str:
    """The reason for a file of more than `limit` bytes."""
    size = f"{limit // (1024 * 1024)} MiB" if limit >= 1024 * 1024 else f"{limit} bytes"
    return f"is larger than {size}"


def guard(path: str, root: str) -> str:
    """The real path of a file. Raises FileProblem if it is named in the root but lies elsewhere."""
    written = os.path.abspath(path)
    folder, name = os.path.split(written)
    inside, real_folder = _real_folder(os.path.abspath(root)), _real_folder(folder)
    named = os.path.join(real_folder, name)
    real = os.path.realpath(named) if os.path.islink(named) else named
    is_named_inside = _below(written, os.path.abspath(root)) or _below(named, inside)
    if is_named_inside and not _below(real, inside):
        raise FileProblem("is a link that leads out of the project")
    return real


@lru_cache(maxsize=256)
def _real_folder(folder: str) -> str:
    """The real path of a folder; remembered, as a run asks for few folders very often."""
    return os.path.realpath(folder)


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def reason(error: OSError | ValueError, path: str) -> str:
    """A few words for an error of the operating system, always the same on every platform."""
    if isinstance(error, FileNotFoundError):
        return "is a link to nothing" if os.path.islink(path) else "does not exist"
    if isinstance(error, PermissionError):
        return "is a folder" if os.path.isdir(path) else "may not be read"
    if isinstance(error, IsADirectoryError):
        return "is a folder"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be opened: {error.strerror}"
    return f"cannot be opened: {error}"


#: Time of the last change in nanoseconds, size in bytes, number of the file; None where none is.
Stamp = tuple[int, int, int] | None


def stamps(locations: Iterable[str]) -> Mapping[str, Stamp]:
    """The stamp of every location."""
    return {location: _stamp(location) for location in locations}


def _stamp(location: str) -> Stamp:
    try:
        status = os.stat(location)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
