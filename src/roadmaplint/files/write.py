"""Writes files whole or not at all: beside the old one first, then in its place."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress

from roadmaplint.files.read import FileProblem, guard, read
from roadmaplint.text.decode import digest_of

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


#: No settings that people write are larger.
_LARGEST = 1024 * 1024


def standing(root: str | os.PathLike[str], path: str) -> bytes | None:
    """The bytes of a project's file; None if there is none. `path` is relative, with `/`.

    Raises FileProblem for what stands there and is no file, or leads out of the project.
    """
    place = _place(root, path)
    if not os.path.lexists(place):
        return None
    return read(place, root, limit=_LARGEST)


def names_in(root: str | os.PathLike[str], path: str) -> list[str]:
    """The names in a project's folder, sorted; none if there is no such folder inside."""
    place = _place(root, path)
    try:
        guard(place, os.fspath(root))
        return sorted(os.listdir(place))
    except (FileProblem, OSError):
        return []


def plant(root: str | os.PathLike[str], path: str, data: bytes, before: bytes | None) -> None:
    """Write a project's file whole or not at all; `before` is what stood there, None for nothing.

    Raises FileProblem if something else stands there now, or it cannot be written; nothing is
    written through a link that leads out of the project.
    """
    place = _place(root, path)
    if before is not None:
        replace(place, data, digest_of(before), root)
        return
    if os.path.lexists(place):
        raise FileProblem("was made by somebody else in the meantime")
    _make_folders(os.path.abspath(os.fspath(root)), path)
    guard(place, os.fspath(root))
    create(place, data)


def _place(root: str | os.PathLike[str], path: str) -> str:
    return os.path.join(os.path.abspath(os.fspath(root)), *path.split("/"))


def _make_folders(root: str, path: str) -> None:
    """Make the folders above a path, one by one, so that none is made behind a link."""
    folder = root
    for name in path.split("/")[:-1]:
        folder = os.path.join(folder, name)
        guard(folder, root)
        try:
            os.mkdir(folder)
        except FileExistsError as error:
            if not os.path.isdir(folder):
                raise FileProblem(f"cannot be written: {name} is not a folder") from error
        except OSError as error:
            raise FileProblem(f"cannot be written: {error.strerror or error}") from error
