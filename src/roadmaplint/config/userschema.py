"""Puts the schemas that a configuration names among its layers, the base's and those of paths."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from roadmaplint.config.layer import Layer

if TYPE_CHECKING:  # its imports are only paid for when there is a schema
    from roadmaplint.config.schemafile import SchemaReader

Reader = Callable[[], "SchemaReader"]


def with_schema(files: Sequence[Layer], top: Sequence[Layer], reader: Reader) -> tuple[Layer, ...]:
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


def of_paths(layer: Layer, base: Iterable[Layer], reader: Reader) -> tuple[Layer, ...]:
    """The layers of the schema that an override names: it replaces that of `base`, and the paths
    of the override are roadmaps."""
    if "schema" not in layer.table:
        return ()
    from roadmaplint.config.shortform import NEUTRAL

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
