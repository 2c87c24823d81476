"""What is carried over from other tools: settings with their source, and what had to stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, field

from roadmaplint.config.explain import is_valid, problems
from roadmaplint.config.schema import config_schema
from roadmaplint.config.toml_lines import dotted
from roadmaplint.core.rule_meta import Card

_LONGEST = 80


class Carried(Struct):
    """Settings that grow file by file; `taken` and `left` are sentences for people."""

    settings: dict[str, Any] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    sources: dict[tuple[str, ...], str] = field(default_factory=dict)

    def take(self, source: str, path: tuple[str, ...], value: Any) -> None:
        """Set a value; lists grow, for other values the first one stays. `source` is file: key."""
        table = self.settings
        for key in path[:-1]:
            table = table.setdefault(key, {})
        old = table.get(path[-1])
        if isinstance(old, list) and isinstance(value, list):
            old += [one for one in value if one not in old]
        elif isinstance(old, dict) and isinstance(value, dict):
            old.update({key: one for key, one in value.items() if key not in old})
        elif old is not None and old != value:
            self.leave(source, f"{'.'.join(path)} is set by {self.sources.get(path)} already")
            return
        else:
            table[path[-1]] = list(value) if isinstance(value, list) else value
        self.sources.setdefault(path, source)
        sentence = f"{source} → {'.'.join(path)}"
        if sentence not in self.taken:
            self.taken.append(sentence)

    def leave(self, source: str, why: str) -> None:
        """Name something that is not carried over."""
        self.left.append(f"{source}: {why}"[: 4 * _LONGEST])

    def judge(self, cards: Mapping[str, Card], options_of: Callable[[str], type]) -> None:
        """Take out, and name, what our own configuration would refuse."""
        named = {name for name in self.settings.get("rules", {}) if name in cards}
        schema = config_schema(cards, {name: options_of(name) for name in sorted(named)})
        while not is_valid(schema, self.settings):
            path, message = next(iter(problems(schema, self.settings)), ((), ""))
            if not path or not self._drop(path):
                break
            keys = tuple(str(key) for key in path)
            source = next((s for p, s in self.sources.items() if keys[: len(p)] == p), dotted(path))
            self.taken = [one for one in self.taken if not one.startswith(f"{source} → ")]
            self.leave(source, message)

    def _drop(self, path: tuple[str | int, ...]) -> bool:
        """Take out what stands at a path; True if something was there."""
        table: Any = self.settings
        for key in path[:-1]:
            table = table[key]
        if isinstance(table, list):
            del table[int(path[-1])]
        else:
            table.pop(path[-1], None)
        return True


def shown(value: Any) -> str:
    """A key or value of another tool, short enough for a line."""
    text = str(value) if isinstance(value, str | int | float | bool) else type(value).__name__
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def strings(value: Any) -> list[str] | None:
    """A list of strings, or a single one as a list; None for anything else."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return list(value)
    return None
