"""Discovers the files of a run: named ones and those below named folders, in a fixed order."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from roadmaplint.errors import UsageError
from roadmaplint.files.gitignore import IgnoreFiles
from roadmaplint.files.project_tree import current_folder, is_below
from roadmaplint.text.glob import Globs

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
#: Folders of tools; what is in them was written by nobody here.
SKIPPED_FOLDERS = frozenset(
    {
        ".git",
        ".hg",
        ".jj",
        ".svn",
        ".cache",
        ".direnv",
        ".eggs",
        ".mypy_cache",
        ".nox",
        ".pytest_cache",
        ".roadmaplint_cache",
        ".ruff_cache",
        ".tox",
        ".venv",
        "__pycache__",
        "bower_components",
        "node_modules",
        "site-packages",
        "venv",
    }
)


class FoundFile(Struct, frozen=True):
    """A file of a run: `path` for people, relative to the root with `/`; `location` to open it.

    Names that are not UTF-8 hold lone surrogates in both.
    """

    path: str
    location: str


class Wanted(Protocol):
    """What discovery needs to know of the settings."""

    @property
    def root(self) -> Path:
        """The folder that paths and globs are relative to."""

    @property
    def include(self) -> tuple[str, ...]:
        """Globs of files to take beside the Markdown ones."""

    @property
    def exclude(self) -> tuple[str, ...]:
        """Globs of files and folders to leave out."""

    @property
    def respect_gitignore(self) -> bool:
        """True if ignore files are obeyed."""

    @property
    def no_exclude(self) -> bool:
        """True if excludes and ignore files are lifted."""


def discover(paths: Sequence[str | os.PathLike[str]], wanted: Wanted) -> list[FoundFile]:
    """The files that `paths` mean, sorted by path, each real file once.

    A folder means the Markdown and included files below it; folders of tools and links to folders
    are passed over, so are links to files that lead out of the root. A named file is taken
    whatever its name is, and whatever it is: reading tells what is wrong with it. Excludes hold for
    both, ignore files for all but a folder that is itself named. Raises UsageError for a path that
    does not exist.
    """
    search = _Search(wanted)
    cwd = current_folder()
    for path in paths:
        search.add(os.path.normpath(os.path.join(cwd, os.fspath(path))), os.fspath(path))
    return search.found()


class _Search:
    def __init__(self, wanted: Wanted) -> None:
        self.root = os.path.abspath(wanted.root)
        self.real_root = os.path.realpath(self.root)
        lifted = wanted.no_exclude
        self.include = Globs(wanted.include)
        self.exclude = Globs(() if lifted else wanted.exclude)
        obeyed = wanted.respect_gitignore and not lifted
        self.ignored = IgnoreFiles(self.root) if obeyed else None
        self.files: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.walked: set[str] = set()

    def add(self, location: str, written: str) -> None:
        try:
            mode = os.stat(location).st_mode
        except (OSError, ValueError) as error:
            if not os.path.lexists(location):
                if isinstance(error, PermissionError):
                    raise UsageError(f"{written}: may not be read") from error
                raise UsageError(f"{written}: no such file or folder") from error
            mode = stat.S_IFREG
        path = self.path_of(location)
        if self.is_left_out(path, location, stat.S_ISDIR(mode)):
            return
        if stat.S_ISDIR(mode):
            _refuse_closed(location, written)
            self.walk(location)
        else:
            self.files[path] = location

    def is_left_out(self, path: str, location: str, folder: bool) -> bool:
        if path == ".":
            return False
        if self.exclude.match(path, folder=folder):
            return True
        if folder or self.ignored is None:  # a hidden folder is only walked by its own name
            return False
        return self.ignored.hides_deeply(location)

    def path_of(self, location: str) -> str:
        if is_below(location, self.root):
            path = location[len(self.root) :].lstrip(os.sep) or "."
        elif is_below(location, self.real_root):
            path = location[len(self.real_root) :].lstrip(os.sep) or "."
        else:
            try:
                path = os.path.relpath(location, self.root)
            except ValueError:  # another drive of Windows
                path = location
        return path.replace(os.sep, "/") if os.sep != "/" else path

    def walk(self, folder: str) -> None:
        waiting = [folder]
        while waiting:
            folder = waiting.pop()
            if folder in self.walked:
                continue
            self.walked.add(folder)
            prefix = self.path_of(folder)
            prefix = "" if prefix == "." else prefix + "/"
            for entry in _entries(folder):
                if entry.is_dir(follow_symlinks=False):
                    if self.enters(prefix + entry.name, entry):
                        waiting.append(entry.path)
                elif self.takes(prefix + entry.name, entry):
                    kind = self.links if entry.is_symlink() else self.files
                    kind[prefix + entry.name] = entry.path

    def enters(self, path: str, entry: os.DirEntry[str]) -> bool:
        if entry.name in SKIPPED_FOLDERS or self.exclude.match(path, folder=True):
            return False
        return self.ignored is None or not self.ignored.hides(entry.path, folder=True)

    def takes(self, path: str, entry: os.DirEntry[str]) -> bool:
        if not entry.name.lower().endswith(MARKDOWN) and not self.include.match(path):
            return False
        if self.exclude.match(path) or (self.ignored and self.ignored.hides(entry.path)):
            return False
        try:
            return os.path.isfile(entry.path) if entry.is_symlink() else entry.is_file()
        except OSError:
            return False

    def found(self) -> list[FoundFile]:
        real = set(map(os.path.realpath, self.files.values())) if self.links else set()
        for path, location in sorted(self.links.items()):
            target = os.path.realpath(location)
            if target not in real and is_below(target, self.real_root):
                real.add(target)
                self.files[path] = location
        return [FoundFile(path, location) for path, location in sorted(self.files.items())]


def _refuse_closed(folder: str, written: str) -> None:
    """A folder that was asked for by name is not passed over in silence."""
    try:
        os.scandir(folder).close()
    except PermissionError as error:
        raise UsageError(f"{written}: may not be read") from error
    except OSError:  # a path that is too long holds nothing that could be opened
        return


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    """What a folder holds; nothing if it may not be read or its path is too long."""
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError:
        return
