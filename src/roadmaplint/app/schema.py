"""Judges files by a project's schema alone, and says what the schema asks for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from roadmaplint.app.work import unreadable
from roadmaplint.app.workspace import Workspace
from roadmaplint.config.layers import Layer
from roadmaplint.core.diagnostic import Diagnostic
from roadmaplint.core.linter import analyse
from roadmaplint.core.plan import Plan
from roadmaplint.errors import UsageError
from roadmaplint.files.discover import FoundFile
from roadmaplint.files.read import FileProblem, read
from roadmaplint.roadmap.project_index import FileTree
from roadmaplint.text.decode import decode

_NO_TREE = FileTree((), complete=False)


def judge(files: Iterable[FoundFile], workspace: Workspace) -> Iterator[Diagnostic]:
    """What the schema that holds for each file says of it, whatever else is wrong.

    Raises UsageError if no schema holds for a file.
    """
    for file in files:
        try:
            data = read(file.location, workspace.settings.root)
        except FileProblem as problem:
            yield from unreadable(file.path, str(problem), workspace).diagnostics
            continue
        named = _rules(schema_layers(workspace, file.path))
        settings = {
            name: setting
            for name, setting in workspace.settings.rules_at(file.path).items()
            if name in named
        }
        found = analyse(decode(data, file.path), Plan(workspace.rules, settings), _NO_TREE)
        yield from found.diagnostics


def schema_layers(workspace: Workspace, path: str) -> tuple[Layer, ...]:
    """The layers that a schema has put among the settings for a file. Raises UsageError."""
    settings = workspace.settings
    layers = (
        *settings.file_layers,
        *(one.layer for one in settings.overrides if one.paths.match(path)),
    )
    found = tuple(layer for layer in layers if layer.name == "schema")
    if not found:
        raise UsageError(
            f"no schema holds for {path or 'this folder'}; name one with --schema, or with "
            "'schema' in the configuration"
        )
    return found


def asked(layers: Iterable[Layer]) -> dict[str, Any]:
    """What schemas ask for, as plain data: the options of each rule, constraints spelled out."""
    found: dict[str, dict[str, Any]] = {}
    for layer in layers:
        for name, table in layer.table.get("rules", {}).items():
            found.setdefault(name, {}).update(table)
    for table in found.values():
        if "constraints" in table:
            table["constraints"] = [json.loads(text) for text in table["constraints"]]
    return found


def _rules(layers: Iterable[Layer]) -> set[str]:
    return {name for layer in layers for name in layer.table.get("rules", {})}
