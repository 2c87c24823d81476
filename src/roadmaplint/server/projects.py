"""Projects: which settings hold for a file, and what to say when they are wrong."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct, field

from roadmaplint.config.load import FILE_NAMES
from roadmaplint.errors import ConfigError, UsageError
from roadmaplint.files.project_tree import upwards
from roadmaplint.files.read import Stamp, stamps
from roadmaplint.run.request import Overrides
from roadmaplint.run.workspace import Workspace, open_workspace

#: The last names of configuration files.
CONFIG_NAMES = frozenset(name.rsplit("/", 1)[-1] for name in FILE_NAMES)


_MEANWHILE = "the settings from before hold"


class Problem(Struct, frozen=True):
    """Why a configuration does not hold; `path` (absolute) and `line` (1-based) may be unknown."""

    message: str
    path: str | None = None
    line: int | None = None


class Opened(Struct, frozen=True):
    """The settings for a folder: as asked for, or those that hold in their stead."""

    workspace: Workspace
    problem: Problem | None = None


class Projects(Struct):
    """Opens workspaces and remembers them until something changes.

    `folders` are the client's, absolute; `given` are settings with the names of the command line.
    """

    environ: Mapping[str, str]
    given: dict[str, Any]
    folders: list[str] = field(default_factory=list)
    _open: dict[tuple[str, bool], Opened] = field(default_factory=dict)
    _good: dict[tuple[str, bool], Workspace] = field(default_factory=dict)

    def at(self, path: str, *, cache: bool = False) -> Opened:
        """The settings for a file, by its absolute path."""
        key = (os.path.dirname(path), cache)
        if key not in self._open:
            self._open[key] = self._load(path, key)
        return self._open[key]

    def forget(self) -> None:
        """Read everything again when it is next asked for."""
        self._open.clear()

    def stamps(self) -> Mapping[str, Stamp]:
        """What tells whether a configuration came, went or changed since settings were read."""
        folders = {folder for folder, _ in self._open}
        above = {place for folder in folders for place in upwards(folder)}
        return stamps(os.path.join(place, name) for place in above for name in FILE_NAMES)

    def base_of(self, path: str) -> str:
        """The client's folder that holds a file, or the file's own."""
        folders = [f for f in self.folders if path.startswith(f.rstrip(os.sep) + os.sep)]
        return max(folders, key=len, default=os.path.dirname(path))

    def _load(self, path: str, key: tuple[str, bool]) -> Opened:
        base = self.base_of(path)
        overrides = Overrides(**self.given, no_cache=not key[1])
        try:
            workspace = open_workspace([path], overrides, self.environ, date.today(), base)
        except UsageError as error:
            return Opened(self._good.get(key) or self._bare(path, base), _problem(error, base))
        self._good[key] = workspace
        return Opened(workspace)

    def _bare(self, path: str, base: str) -> Workspace:
        overrides = Overrides(isolated=True, no_cache=True)
        return open_workspace([path], overrides, {}, date.today(), base)


def _problem(error: UsageError, base: str) -> Problem:
    if isinstance(error, ConfigError) and error.file:
        path = os.path.normpath(os.path.join(base, error.file))
        return Problem(f"{error}; {_MEANWHILE}", path, error.line)
    return Problem(f"{error}; {_MEANWHILE}")


def settings_from(value: object) -> tuple[dict[str, Any], Sequence[str]]:
    """Settings that a client sent, and what was wrong with them.

    A client may wrap them in `roadmaplint`; names are those of the command line's flags.
    """
    if isinstance(value, Mapping) and isinstance(value.get("roadmaplint"), Mapping):
        value = value["roadmaplint"]
    if not isinstance(value, Mapping):
        return {}, ()
    found: dict[str, Any] = {}
    wrong = []
    for name, given in value.items():
        if name in {"config", "profile"} and isinstance(given, str) and given:
            found[name] = given
        elif name in {"select", "ignore", "extend-select"} and _is_list(given):
            found[name.replace("-", "_")] = list(given)
        elif name == "isolated" and isinstance(given, bool):
            found[name] = given
        elif given not in (None, "", []):
            wrong.append(f'the setting "{str(name)[:60]}" is unknown or has a wrong value')
    return found, wrong


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
