"""A workspace in which only a few rules run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from roadmaplint.app.workspace import Workspace
from roadmaplint.core.plan import Plan
from roadmaplint.roadmap.project_index import FileTree


class Limited(Workspace):
    """A workspace with a few of the rules of a whole one; it shares the file tree with it."""

    def __init__(self, whole: Workspace, names: Iterable[str]) -> None:
        """Take the names of the rules that may run."""
        super().__init__(whole.settings, whole.rules, whole.today)
        self._whole, self._names = whole, frozenset(names)

    def __reduce__(self) -> tuple[type[Workspace], tuple[object, ...]]:
        """Cross processes with the names."""
        return (Limited, (self._whole, self._names))

    def _plan(self, rules: Mapping[str, Any], path: str) -> Plan:
        return super()._plan({name: rules[name] for name in self._names if name in rules}, path)

    @cached_property
    def tree(self) -> FileTree:
        """Which files exist below the root."""
        return self._whole.tree
