"""Where a project begins (folder, repository, configuration), and every file below it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from roadmaplint.errors import UsageError

_REPOSITORY = (".git", ".hg", ".jj")


def current_folder() -> str:
    """The folder the program runs in. Raises UsageError if it is gone."""
    try:
        return str(Path.cwd())
    except OSError as error:
        raise UsageError("the current folder does not exist any more") from error


def folder_of(start: str | os.PathLike[str]) -> str:
    """The absolute path of a folder, or of the folder that holds (or would hold) a file."""
    path = os.path.join(current_folder(), os.fspath(start))
    path = os.path.normpath(path)
    return path if os.path.isdir(path) else os.path.dirname(path)


def common_folder(starts: Sequence[str | os.PathLike[str]]) -> str:
    """The deepest folder that holds all of `starts`; the current folder if there are none."""
    if not starts:
        return current_folder()
    try:
        return os.path.commonpath([folder_of(start) for start in starts])
    except ValueError:  # two drives of Windows
        return current_folder()


def is_below(path: str, folder: str) -> bool:
    """True if an absolute path is `folder` or inside it, by its letters."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def upwards(folder: str) -> Iterator[str]:
    """The folder and all folders above it."""
    while True:
        yield folder
        above = os.path.dirname(folder)
        if above == folder:
            return
        folder = above


def repository_root(folder: str) -> str | None:
    """The root of the repository that holds a folder, or None."""
    for place in upwards(folder):
        if any(os.path.lexists(os.path.join(place, mark)) for mark in _REPOSITORY):
            return place
    return None


def candidates(folder: str, names: Sequence[str], stop: str | None) -> Iterator[tuple[str, str]]:
    """Folder and path of every regular file with one of `names`, nearest folder first.

    The search ends at `stop`; without it at the root of the file system.
    """
    for place in upwards(folder):
        for name in names:
            path = os.path.join(place, *name.split("/"))
            if os.path.isfile(path):
                yield place, path
        if place == stop:
            return


#: Folders that nobody links into, and that may hold more files than all others.
_PASSED_OVER = frozenset(
    {".git", ".hg", ".jj", ".svn", ".roadmaplint_cache", "__pycache__", "node_modules"}
)
#: More files than this are not listed; the rest counts as not there.
_MOST = 1_000_000


def list_files(root: str | os.PathLike[str]) -> frozenset[str]:
    """Paths of all files below a folder, relative to it, with `/`; links count as files.

    Letter case is git's where git and a file system that ignores case disagree, else the disk's.
    Folders of version control and node_modules are passed over. Never raises.
    """
    top = os.path.abspath(os.fspath(root))
    found = _on_disk(top)
    repository = repository_root(top)
    if repository is None or not _ignores_case(repository):
        return found
    return _as_tracked(found, top)


def _on_disk(top: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = [(top, "")]
    while waiting and len(found) < _MOST:
        folder, prefix = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if not _is_folder(entry):
                        found.add(prefix + entry.name)
                    elif entry.name not in _PASSED_OVER:
                        waiting.append((entry.path, f"{prefix}{entry.name}/"))
        except OSError:
            continue
    return frozenset(found)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _ignores_case(repository: str) -> bool:
    return os.path.lexists(os.path.join(repository, ".GIT"))


def _as_tracked(found: frozenset[str], top: str) -> frozenset[str]:
    from roadmaplint.files.git import tracked_paths

    try:
        tracked = {path.casefold(): path for path in tracked_paths(top)}
    except UsageError:  # no git, or none that answers: the disk's letters count
        return found
    return frozenset(tracked.get(path.casefold(), path) for path in found)
