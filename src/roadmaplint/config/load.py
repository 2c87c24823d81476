"""Load: finds, reads and judges configuration, and puts its layers together to Settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from roadmaplint.config.layers import (
    DEFAULT_PROFILE,
    Layer,
    from_command_line,
    from_environment,
    merged,
)
from roadmaplint.config.profiles import profile_layers
from roadmaplint.config.settings import Override, Settings
from roadmaplint.core.rule_meta import Card
from roadmaplint.errors import ConfigError, UsageError
from roadmaplint.files.project_tree import (
    candidates,
    current_folder,
    folder_of,
    is_below,
    repository_root,
)
from roadmaplint.files.read import FileProblem, read
from roadmaplint.text.glob import Globs

if TYPE_CHECKING:  # its imports are only paid for when there is a file
    from roadmaplint.config.file import FileReader, Table
    from roadmaplint.config.project_schema import SchemaReader

#: Where a configuration may stand, best name first.
FILE_NAMES = ("roadmaplint.toml", ".roadmaplint.toml", ".config/roadmaplint.toml", "pyproject.toml")
#: markdownlint's settings in the root of a project, strongest first.
MARKDOWNLINT_FILES = (
    ".markdownlint-cli2.jsonc",
    ".markdownlint-cli2.yaml",
    ".markdownlint.jsonc",
    ".markdownlint.json",
    ".markdownlint.yaml",
    ".markdownlint.yml",
)
EDITORCONFIG = ".editorconfig"
_LARGEST = 1024 * 1024


def load(
    start: str | os.PathLike[str],
    command_line: Mapping[str, Any],
    environ: Mapping[str, str],
    cards: Mapping[str, Card],
    options_of: Callable[[str], type] | None = None,
    base: str | None = None,
) -> Settings:
    """The settings for a run on `start`, a file or folder (the common folder of several).

    `command_line` holds parsed arguments by name, None or False for what was not given; names that
    are no settings are passed over. `options_of` gives the options type of a rule that a file sets
    options of, or raises KeyError for a rule that may not be loaded. Without a file only the
    profile is read. `base` (absolute) stands in for the current folder. Raises ConfigError and
    UsageError.
    """
    folder, cwd = folder_of(start), base or current_folder()

    def reader() -> FileReader:
        from roadmaplint.config.file import FileReader

        return FileReader(reading(cwd), cards, options_of)

    schemas = partial(_schema_reader, cwd, cards)
    root, table = _find(folder, cwd, reader, named_file(command_line, environ, cwd))
    files = reader().with_extended(table) if table else ()
    top = (from_environment(environ, cwd), from_command_line(command_line, cwd))
    isolated = bool(command_line.get("isolated"))
    others, notes = ((), ()) if isolated else _others(root, cwd, cards, options_of)
    files = (*others, *_with_schema(files, top, schemas))
    chosen = next((layer for layer in reversed((*files, *top)) if "profile" in layer.table), None)
    profile = chosen.table["profile"] if chosen else DEFAULT_PROFILE
    fixed = chosen is not None and chosen.name == "command line"
    settings = Settings(
        root=Path(root),
        file=Path(table.path) if table else None,
        cards=cards,
        values=merged((*files, *top), chosen),
        profile_layers=profile_layers(profile, chosen),
        file_layers=files,
        overrides=tuple(_overrides(files, fixed, schemas)),
        top_layers=top,
        notes=notes,
        packs=_packs(files, cwd),
    )
    settings.check_names()
    return settings


def _others(
    root: str, cwd: str, cards: Mapping[str, Card], options_of: Callable[[str], type] | None
) -> tuple[tuple[Layer, ...], tuple[str, ...]]:
    """The layers of other tools' settings in the root, and what was passed over in them."""
    notes: tuple[str, ...] = ()
    editor: tuple[Layer, ...] = ()
    for _, path in candidates(root, (EDITORCONFIG,), root):
        from roadmaplint.config import importers

        layer = importers.editorconfig_layer(*reading(cwd)(path))
        editor = (layer,) if layer else ()
    for _, path in candidates(root, MARKDOWNLINT_FILES, root):
        from roadmaplint.config.importers import markdownlint_layer

        found = markdownlint_layer(*reading(cwd)(path), cards, options_of)
        notes += found.notes
        if found.layer is not None:
            return (*editor, found.layer), notes
    return editor, notes


def _schema_reader(cwd: str, cards: Mapping[str, Card]) -> SchemaReader:
    from roadmaplint.config.project_schema import SchemaReader

    return SchemaReader(reading(cwd), cards)


def _with_schema(
    files: Sequence[Layer], top: Sequence[Layer], reader: Callable[[], SchemaReader]
) -> tuple[Layer, ...]:
    """The layers of files with those of the schema right before the layer that names it.

    Of several schemas the highest layer's counts. Raises ConfigError.
    """
    named = [layer for layer in (*files, *top) if "schema" in layer.table]
    if not named:
        return tuple(files)
    chosen = named[-1]
    layers = reader().layers(chosen)
    at = files.index(chosen) if chosen in files else len(files)
    return (*files[:at], *layers, *files[at:])


def _schema_of_paths(
    layer: Layer, base: Iterable[Layer], reader: Callable[[], SchemaReader]
) -> tuple[Layer, ...]:
    """The layers of the schema that an override names: it replaces that of `base`, and the paths
    of the override are roadmaps."""
    if "schema" not in layer.table:
        return ()
    from roadmaplint.config.schema_dsl import NEUTRAL

    own = reader().layers(layer)
    gone = {
        name: NEUTRAL[name]
        for lower in base
        if lower.name == "schema"
        for name in lower.table["rules"]
        if name in NEUTRAL
    }
    table: dict[str, Any] = {"rules": gone, "project": {"roadmaps": layer.list("paths")}}
    return (Layer("schema", table, layer.file), *own)


def _packs(files: tuple[Layer, ...], cwd: str) -> tuple[str, ...]:
    if not any("packs" in layer.table for layer in files):
        return ()
    from roadmaplint.config.project_schema import pack_texts

    return pack_texts(files, reading(cwd, "pack"))


def _overrides(
    files: tuple[Layer, ...], profile_is_fixed: bool, schemas: Callable[[], SchemaReader]
) -> Iterator[Override]:
    for layer in (layer for file in files for layer in file.overrides()):
        own = layer.table.get("profile")
        profile = None if own is None or profile_is_fixed else profile_layers(own, layer)
        paths = Globs(layer.list("paths"))
        yield from (Override(paths, schema) for schema in _schema_of_paths(layer, files, schemas))
        yield Override(paths, layer, profile)


def named_file(
    command_line: Mapping[str, Any], environ: Mapping[str, str], cwd: str
) -> str | bool | None:
    """The file that was asked for, False if none may be read, None if one is to be found."""
    named, isolated = command_line.get("config"), command_line.get("isolated")
    if named and isolated:
        raise UsageError("--config and --isolated exclude each other")
    if isolated:
        return False
    named = named or environ.get("ROADMAPLINT_CONFIG")
    return os.path.join(cwd, os.fspath(named)) if named else None


def _find(
    folder: str, cwd: str, reader: Callable[[], FileReader], named: str | bool | None
) -> tuple[str, Table | None]:
    """The root of the project and the configuration that holds there."""
    root, repository = project_root(folder, cwd)
    if named is False:
        return root, None
    if isinstance(named, str):
        return root, reader().read(named)
    for place, path in candidates(folder, FILE_NAMES, repository):
        table = reader().read(path, optional=path.endswith("pyproject.toml"))
        if table is not None:
            return place, table
    return root, None


def project_root(folder: str, cwd: str) -> tuple[str, str | None]:
    """Where a project without a configuration begins, and its repository if it is in one."""
    repository = repository_root(folder)
    return repository or (cwd if is_below(folder, cwd) else folder), repository


def reading(cwd: str, kind: str = "configuration file") -> Callable[[str], tuple[str, bytes]]:
    """A reader of configuration files: the name to show, and the bytes."""

    def read_file(path: str) -> tuple[str, bytes]:
        shown = os.path.relpath(path, cwd) if is_below(path, cwd) else path
        shown = shown.replace(os.sep, "/")
        try:
            return shown, read(path, limit=_LARGEST)
        except FileProblem as error:
            raise ConfigError(f"the {kind} {shown} {error}", shown) from error

    return read_file
