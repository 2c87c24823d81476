"""Lists every file below the root, so that "does this path exist" is a pure question later."""

from __future__ import annotations

import os

from roadmaplint.files import witness
from roadmaplint.files.git_index import tracked_paths
from roadmaplint.files.locate import repository_root

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
    return _as_tracked(found, top, repository)


def _on_disk(top: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = [(top, "")]
    while waiting and len(found) < _MOST:
        folder, prefix = waiting.pop()
        witness.saw_folder(folder)
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
    return witness.exists(os.path.join(repository, ".GIT"))


def _as_tracked(found: frozenset[str], top: str, repository: str) -> frozenset[str]:
    prefix = os.path.relpath(top, repository).replace(os.sep, "/") + "/"
    prefix = "" if prefix == "./" else prefix
    tracked = {
        path[len(prefix) :].casefold(): path[len(prefix) :]
        for path in tracked_paths(repository)
        if path.startswith(prefix)
    }
    return frozenset(tracked.get(path.casefold(), path) for path in found)
