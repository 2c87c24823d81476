"""Lists every file below the root, so that "does this path exist" is a pure question later."""

from __future__ import annotations

import os

from roadmaplint.errors import UsageError
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
