"""Layers of settings: what each says, where its keys stand, and the values they make together."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Generic, Literal, TypeVar, get_args

from msgspec import Struct, field

from roadmaplint.config.toml_positions import KeyPath, line_at
from roadmaplint.errors import UsageError, nearest

#: The cards' own defaults. Its file holds words only, so it is not even read.
DEFAULT_PROFILE = "roadmap"

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


_DEFAULTS: Mapping[str, Any] = {
    "profile": DEFAULT_PROFILE,
    "include": (),
    "exclude": (),
    "respect-gitignore": True,
    "no-exclude": False,
    "fail-on": "warning",
    "min-severity": "info",
    "output-format": "text",
    "baseline": None,
    "schema": None,
    "packs": (),
    "cache": True,
    "cache-dir": None,
}
#: Lists that a higher layer adds to instead of replacing them.
_GROWING = ("allow-addresses", "exclude", "ignore")


def merged(layers: Sequence[Layer], profile: Layer | None) -> Mapping[str, Setting[Any]]:
    """Every value of a run by its key; those of the `links` table as `links.KEY`.

    Layers come lowest first, later ones win. `profile` is the layer that chose the profile.
    """
    values = {key: Setting(value, Origin("default", key=key)) for key, value in _DEFAULTS.items()}
    for layer in layers:
        for key in _DEFAULTS:
            if key in layer.table and key != "profile":
                values[key] = Setting(_frozen(layer.table[key]), layer.origin(key))
        more = layer.list("extend-exclude")
        if more:
            grown = (*values["exclude"].value, *more)
            values["exclude"] = Setting(grown, layer.origin("extend-exclude"))
        for key, value in layer.table.get("links", {}).items():
            name = f"links.{key}"
            old = values[name].value if key in _GROWING and name in values else ()
            new = (*old, *value) if key in _GROWING else _frozen(value)
            values[name] = Setting(new, layer.origin("links", key))
    if profile is not None:
        values["profile"] = Setting(profile.table["profile"], profile.origin("profile"))
    return values


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


#: Arguments that are settings of the same name, with dashes.
_PLAIN = (
    "select",
    "ignore",
    "extend_select",
    "fixable",
    "unfixable",
    "profile",
    "include",
    "exclude",
    "extend_exclude",
    "fail_on",
    "min_severity",
    "output_format",
    "no_exclude",
)
_PATHS = ("baseline", "cache_dir", "schema")
#: Arguments that are keys of the `links` table.
_LINKS = {
    "timeout": "timeout",
    "max_time": "max-time",
    "max_retries": "max-retries",
    "max_concurrency": "max-concurrency",
    "host_concurrency": "host-concurrency",
    "host_request_interval": "host-request-interval",
    "max_cache_age": "max-cache-age",
    "accept": "accept",
    "exclude_url": "exclude",
    "allow_address": "allow-addresses",
    "suggest_archive": "suggest-archive",
}
_NO = frozenset({"", "0", "false", "no", "off"})


def from_environment(environ: Mapping[str, str], cwd: str) -> Layer:
    """The layer of ROADMAPLINT_OUTPUT_FORMAT, _CACHE_DIR and _NO_CACHE. Raises UsageError."""
    table: dict[str, Any] = {}
    names = {}
    form = environ.get("ROADMAPLINT_OUTPUT_FORMAT")
    if form:
        from roadmaplint.config.schema import OUTPUT_FORMATS

        if form not in OUTPUT_FORMATS:
            hint = nearest(form, OUTPUT_FORMATS)
            raise UsageError(f'unknown format "{form}" in ROADMAPLINT_OUTPUT_FORMAT{hint}')
        table["output-format"], names["output-format"] = form, "ROADMAPLINT_OUTPUT_FORMAT"
    folder = environ.get("ROADMAPLINT_CACHE_DIR")
    if folder:
        table["cache-dir"] = os.path.join(cwd, folder)
        names["cache-dir"] = "ROADMAPLINT_CACHE_DIR"
    if environ.get("ROADMAPLINT_NO_CACHE", "").casefold() not in _NO:
        table["cache"], names["cache"] = False, "ROADMAPLINT_NO_CACHE"
    return Layer("environment", table, names=names)


def from_command_line(arguments: Mapping[str, Any], cwd: str) -> Layer:
    """The layer of parsed arguments; None, False and strangers are passed over.

    Raises UsageError for a value that is out of range.
    """
    table: dict[str, Any] = {}
    names: dict[str, str] = {}
    for name in (*_PLAIN, *_PATHS):
        value = arguments.get(name)
        if value is None or value is False:
            continue
        key = name.replace("_", "-")
        table[key] = os.path.join(cwd, value) if name in _PATHS else value
        names[key] = f"--{key}"
        if isinstance(value, list | tuple):
            names |= {f"{key}.{place}": f"--{key}" for place in range(len(value))}
    if arguments.get("no_cache"):
        table["cache"], names["cache"] = False, "--no-cache"
    links = {
        key: arguments[name] for name, key in _LINKS.items() if arguments.get(name) is not None
    }
    if links:
        _judge(links)
        table["links"] = links
        names |= {f"links.{key}": f"--{name.replace('_', '-')}" for name, key in _LINKS.items()}
    return Layer("command line", table, names=names)


def _judge(links: Mapping[str, Any]) -> None:
    from roadmaplint.config.schema import LINKS
    from roadmaplint.config.validation import is_valid, problems

    if is_valid(LINKS, links):
        return
    flags = {key: name.replace("_", "-") for name, key in _LINKS.items()}
    for path, message in problems(LINKS, links):
        flag = flags[str(path[0])]
        raise UsageError(message.replace(f'"{path[0]}', f'"--{flag}', 1))
