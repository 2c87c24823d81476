"""One layer of configuration: a table as written, and where each of its keys stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Generic, Literal, TypeVar, get_args

from msgspec import Struct, field

from roadmaplint.config.toml_lines import KeyPath, line_at

T = TypeVar("T")

LayerName = Literal[
    "default",
    "card",
    "profile",
    "editorconfig",
    "markdownlint",
    "extends",
    "file",
    "schema",
    "override",
    "environment",
    "command line",
]
#: Layers that speak for the person who runs the program or owns the project.
OF_USERS: frozenset[LayerName] = frozenset(get_args(LayerName)) - {"default", "card", "profile"}


class Origin(Struct, frozen=True):
    """Where a value came from. `file` and `line` (1-based) are None where there is none."""

    layer: LayerName
    file: str | None = None
    key: str = ""
    line: int | None = None

    def __str__(self) -> str:
        """The place as people read it: `roadmaplint.toml:4`, `command line --select`."""
        if self.file is not None:
            place = self.file if self.line is None else f"{self.file}:{self.line}"
            return f"{self.layer} {place}" if self.layer == "profile" else place
        return f"{self.layer} {self.key}" if self.layer in _KEYED else self.layer


_KEYED = ("environment", "command line")


class Setting(Struct, Generic[T], frozen=True):
    """A value and where it came from."""

    value: T
    origin: Origin


class Layer(Struct, frozen=True):
    """A table of settings with the keys of a configuration file.

    `at` is the path of the table inside its file, `lines` the lines of that file's keys. `names`
    tells what a key is called where it was given (a flag, an environment variable).
    """

    name: LayerName
    table: Mapping[str, Any]
    file: str | None = None
    at: KeyPath = ()
    lines: Mapping[KeyPath, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def origin(self, *path: str | int) -> Origin:
        """Where the value at a path below this table stands."""
        key = ".".join(str(part) for part in path)
        line = line_at(self.lines, (*self.at, *path)) if self.lines else None
        return Origin(self.name, self.file, self.names.get(key, key), line)

    def list(self, key: str) -> tuple[str, ...]:
        """The strings of a list; empty if the key is not there."""
        return tuple(self.table.get(key, ()))

    def overrides(self) -> Iterator[Layer]:
        """The overrides in the table as layers of their own; those of a profile stay profile."""
        name: LayerName = "profile" if self.name == "profile" else "override"
        for place, table in enumerate(self.table.get("overrides", ())):
            yield Layer(name, table, self.file, (*self.at, "overrides", place), self.lines)
