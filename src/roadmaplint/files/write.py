"""Writes files whole or not at all: beside the old one first, then in its place."""

from __future__ import annotations

import os
import stat
from contextlib import suppress

from roadmaplint.files.atomic import swap
from roadmaplint.files.read import FileProblem, guard, read
from roadmaplint.text.decode import digest_of


class Changed(FileProblem):
    """A file is no longer what was read; nothing was written."""


def replace(
    location: str | os.PathLike[str],
    data: bytes,
    digest: str,
    root: str | os.PathLike[str] | None = None,
) -> None:
    """Put `data` in the place of a file that still has the digest it was read with.

    Mode and, where allowed, owner stay; a link stays a link and its target is written, which with
    `root` must lie in the root if the link does. Either all bytes are on the disk afterwards or
    the file is untouched. Raises Changed, and FileProblem for what cannot be written.
    """
    path = os.fspath(location)
    target = os.path.realpath(path)
    if root is not None and guard(path, os.fspath(root)) != target:
        raise Changed("was moved by somebody else in the meantime")
    _unchanged(target, digest)
    if not os.access(target, os.W_OK):
        raise FileProblem("is read-only")
    try:
        status = os.stat(target)

        def finish(descriptor: int, beside: str) -> None:
            _dress(descriptor, beside, status)
            os.fsync(descriptor)
            _unchanged(target, digest)

        swap(target, data, finish)
        _sync_folder(os.path.dirname(target))
    except OSError as error:
        raise FileProblem(_reason(error)) from error


def create(location: str | os.PathLike[str], data: bytes) -> None:
    """Write a file that need not exist yet, whole or not at all: a report, a baseline.

    Special files such as /dev/stdout are written to as they are. Raises FileProblem.
    """
    path = os.fspath(location)
    try:
        status = os.stat(path) if os.path.exists(path) else None
        if status is not None and stat.S_ISDIR(status.st_mode):
            raise FileProblem("is a folder")
        if status is not None and not stat.S_ISREG(status.st_mode):
            _write_special(path, data)
            return
        if status is not None and not os.access(path, os.W_OK):
            raise FileProblem("is read-only")
        target = os.path.realpath(path)
        swap(target, data, lambda descriptor, beside: _dress(descriptor, beside, status))
    except (OSError, ValueError) as error:
        raise FileProblem(_reason(error)) from error


def _unchanged(target: str, digest: str) -> None:
    if digest_of(read(target)) != digest:
        raise Changed("was changed by somebody else in the meantime")


def _dress(descriptor: int, path: str, status: os.stat_result | None) -> None:
    """Give a new file the mode and owner of the old one, or those of any new file."""
    if status is None:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    else:
        mode = stat.S_IMODE(status.st_mode)
    if status is not None and hasattr(os, "fchown"):
        with suppress(OSError):  # only the superuser may give files away
            os.fchown(descriptor, status.st_uid, status.st_gid)
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, mode)
    else:
        os.chmod(path, mode)


def _sync_folder(folder: str) -> None:
    """Make the new name last, where folders can be synchronised (not on Windows)."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write_special(path: str, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)


def _reason(error: OSError | ValueError) -> str:
    return f"cannot be written: {getattr(error, 'strerror', None) or error}"
