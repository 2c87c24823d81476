"""Configuration files: TOML to validated layers, with the files they extend."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from msgspec import Struct

from roadmaplint.config.layers import Layer
from roadmaplint.config.profiles import profile_layers
from roadmaplint.config.schema import config_schema
from roadmaplint.config.toml_positions import KeyPath, dotted, line_at, lines_of
from roadmaplint.core.rule_meta import Card
from roadmaplint.errors import ConfigError
from roadmaplint.text.lazy import lazy

#: Keys whose value is a path, relative to the file that names it.
PATH_KEYS = ("baseline", "cache-dir", "schema")
_PLACE = lazy(r"(.*?) \(at (?:line (\d+), column \d+|end of document)\)$", re.DOTALL)
_DEEPEST = 16


class Table(Struct, frozen=True):
    """The settings of one file: `at` is where they stand in it, `lines` the lines of its keys."""

    path: str
    shown: str
    values: Mapping[str, Any]
    at: KeyPath
    lines: Mapping[KeyPath, int]

    def wrong(self, message: str, path: KeyPath) -> ConfigError:
        """An error at a key path below the table."""
        line = line_at(self.lines, (*self.at, *path))
        return ConfigError(message, self.shown, line, dotted(path))


class FileReader:
    """Reads and judges configuration files.

    `read_file` gives the name to show and the bytes of a path, or raises ConfigError.
    """

    def __init__(
        self,
        read_file: Callable[[str], tuple[str, bytes]],
        cards: Mapping[str, Card],
        options_of: Callable[[str], type] | None,
    ) -> None:
        """Take what files and rules there are."""
        self._read_file, self._cards, self._options_of = read_file, cards, options_of

    def read(self, path: str, *, optional: bool = False) -> Table | None:
        """The table of a file; None for an `optional` one (pyproject.toml) without our table.

        Raises ConfigError for what cannot be read, is no TOML or has wrong keys or values.
        """
        shown, data = self._read_file(path)
        if optional and b"roadmaplint" not in data:
            return None
        text = text_of(data, shown)
        values: Any = parsed(text, shown)
        at: KeyPath = ()
        if os.path.basename(path) == "pyproject.toml":
            at = ("tool", "roadmaplint")
            values = values.get("tool", {})
            values = values.get("roadmaplint") if isinstance(values, dict) else None
            if values is None:
                return None if optional else Table(path, shown, {}, at, {})
        lines = _with_dashes(lines_of(text))
        table = Table(path, shown, values, at, lines)
        if not isinstance(values, dict):
            raise table.wrong('"tool.roadmaplint" must be a table', ())
        table = Table(path, shown, _dashed_options(values), at, lines)
        self._judge(table)
        return table

    def with_extended(self, table: Table, above: tuple[str, ...] = ()) -> tuple[Layer, ...]:
        """The layer of a file after those of the files and profiles it extends."""
        values = dict(table.values)
        folder = os.path.dirname(table.path)
        for key in PATH_KEYS:
            if key in values:
                values[key] = _located(values[key], folder)
        if "packs" in values:
            values["packs"] = [_located(path, folder) for path in values["packs"]]
        if "overrides" in values:
            values["overrides"] = [
                {**one, "schema": _located(one["schema"], folder)} if "schema" in one else one
                for one in values["overrides"]
            ]
        values = _without_local(values)
        layer = Layer("extends" if above else "file", values, table.shown, table.at, table.lines)
        extends = values.get("extends", [])
        names = [extends] if isinstance(extends, str) else extends
        found: list[Layer] = []
        for place, name in enumerate(names):
            if "/" not in name and not name.endswith(".toml"):
                found += profile_layers(name, layer, "extends")
                continue
            path = os.path.normpath(os.path.join(folder, name))
            if path == table.path or path in above or len(above) > _DEEPEST:
                raise table.wrong(f'"extends" leads back to {name}', ("extends", place))
            other = self.read(path)
            if other is not None:
                found += self.with_extended(other, (*above, table.path))
        return (*found, layer)

    def _judge(self, table: Table) -> None:
        schema = config_schema(self._cards, self._types(table.values))
        from roadmaplint.config.validation import is_valid, problems

        for place, one in enumerate(_list_of_tables(table.values.get("overrides"))):
            if "local" in dict(_pairs(one.get("rules"))):
                path: KeyPath = ("overrides", place, "rules", "local")
                raise table.wrong('"rules.local" holds for the whole project, not for paths', path)
        if is_valid(schema, table.values):
            return
        wrong = [
            (line_at(table.lines, (*table.at, *path)) or 0, dotted(path), message, path)
            for path, message in problems(schema, table.values)
        ]
        if wrong:
            _, _, message, path = min(wrong)
            raise table.wrong(message, path)

    def _types(self, values: Mapping[str, Any]) -> dict[str, type]:
        """The options dataclasses of the rules that the table sets options of."""
        if self._options_of is None:
            return {}
        tables = [values, *_list_of_tables(values.get("overrides"))]
        named = {
            name
            for table in tables
            for name, rule in _pairs(table.get("rules"))
            if name in self._cards and any(key != "severity" for key, _ in _pairs(rule))
        }
        found = {}
        for name in sorted(named):
            with suppress(KeyError):  # a rule that may not be loaded: nobody can judge its options
                found[name] = self._options_of(name)
        return found


def _without_local(values: dict[str, Any]) -> dict[str, Any]:
    """The settings without `rules.local`, which names no rule: config.local_rules reads it."""
    if "local" not in values.get("rules", {}):
        return values
    rules = {name: rule for name, rule in values["rules"].items() if name != "local"}
    return {**values, "rules": rules}


def _located(value: Any, folder: str) -> Any:
    """A path relative to a folder as it is; in a table, those of files that it extends."""
    if isinstance(value, str):
        return os.path.normpath(os.path.join(folder, value))
    extends = value.get("extends", []) if isinstance(value, Mapping) else []
    names = [extends] if isinstance(extends, str) else extends
    if not names or not isinstance(names, list):
        return value
    found = [_located(n, folder) if isinstance(n, str) and "." in n else n for n in names]
    return {**value, "extends": found}


def text_of(data: bytes, shown: str) -> str:
    """A file's text without BOM and carriage returns. Raises ConfigError."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError("the file is not UTF-8", shown, line) from error
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def parsed(text: str, shown: str) -> dict[str, Any]:
    """The tables of a TOML text. Raises ConfigError."""
    import tomllib

    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ConfigError("the file is nested too deeply", shown) from error
    except ValueError as error:  # TOMLDecodeError, or a date that does not exist
        found = _PLACE.match(str(error))
        words = found[1] if found else str(error)
        line = int(found[2]) if found and found[2] else text.count("\n") + 1
        raise ConfigError(f"not valid TOML: {words}", shown, line if found else None) from error


def _with_dashes(lines: Mapping[KeyPath, int]) -> dict[KeyPath, int]:
    """Every path also with dashes for underscores: options may be written either way."""
    dashed = {
        tuple(part.replace("_", "-") if isinstance(part, str) else part for part in path): line
        for path, line in lines.items()
    }
    return dashed | dict(lines)


def _dashed_options(values: Mapping[str, Any]) -> dict[str, Any]:
    table = dict(values)
    if isinstance(table.get("rules"), dict):
        table["rules"] = {name: _dashed(rule) for name, rule in table["rules"].items()}
    if isinstance(table.get("overrides"), list):
        table["overrides"] = [
            _dashed_options(one) if isinstance(one, dict) else one for one in table["overrides"]
        ]
    return table


def _dashed(rule: Any) -> Any:
    if not isinstance(rule, dict):
        return rule
    return {key.replace("_", "-"): value for key, value in rule.items()}


def _pairs(table: Any) -> list[tuple[str, Any]]:
    return list(table.items()) if isinstance(table, Mapping) else []


def _list_of_tables(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
