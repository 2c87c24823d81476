"""Plants files of a project that may not exist yet, with the folders above them."""

from __future__ import annotations

import os

from roadmaplint.files.read import FileProblem, guard, read
from roadmaplint.files.write import create, replace
from roadmaplint.text.decode import digest_of

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
