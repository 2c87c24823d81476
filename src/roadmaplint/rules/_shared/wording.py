"""Violations of a JSON Schema in words, and the node at which each is reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from roadmaplint.roadmap.nodeview import ARRAYS

_CUT = 120
_SHOWN = 60
_KINDS = {"object": "a table", "array": "a list", "string": "a text", "null": "nothing",
          "integer": "a whole number", "number": "a number",
          "boolean": "true or false"}  # fmt: skip
_COUNTED = {"minItems": "at least", "maxItems": "at most"}


class Place(Struct, frozen=True):
    """Where a path through the tree ends: the last node with a position, the last section's
    title, and the name of that node if it has one."""

    pos: Mapping[str, int] | None
    section: str
    name: str


def place_of(node: Any, path: Sequence[str | int], section: str) -> Place:
    """Walk a path from a node; `section` is the title of the section around it."""
    pos, name = None, ""
    for part in (None, *path):
        if part is not None:
            try:
                node = node[part]
            except (KeyError, IndexError, TypeError):
                break
        if isinstance(node, dict) and ("pos" in node or "title_pos" in node):
            pos = node.get("title_pos") or (None if "schema_version" in node else node["pos"])
            if node.get("kind") == "section":
                section, name = node["title"], ""
            elif "schema_version" not in node:
                name = str(node.get("title") or node.get("text") or node.get("raw") or "")
    return Place(pos, section, name)


def named(place: Place) -> str:
    """The words that say which node is meant: `"Variables" in "Basics"`; empty for the root."""
    parts = [f'"{cut(text)}"' for text in (place.name, place.section) if text]
    return " in ".join(parts)


def most_telling(error: Any) -> Any:
    """The error itself, or for a choice of schemas the one that got furthest in."""
    for _ in range(10):
        context = getattr(error.kind, "context", None)
        inner = [one for branch in context or () for one in branch]
        if not inner:
            break
        error = max(inner, key=lambda one: len(one.instance_path))
    return error


def words_of(error: Any) -> str:
    """What is wrong: `resources: 3, at least 4 expected`."""
    name = label(error.instance_path)
    keyword = str(error.schema_path[-1]) if error.schema_path else ""
    tell = _WORDS.get(keyword)
    value = error.instance
    if keyword in _COUNTED and isinstance(value, list | tuple):
        return f"{name}: {len(value)}, {_COUNTED[keyword]} {error.kind.limit} expected"
    if tell is None:
        return str(error.message).partition("\n")[0][:_CUT]
    lead = f"{name}: " if name else ""
    return lead + tell(error.kind, value)


def label(path: Sequence[str | int]) -> str:
    """The last name of a path, without the marks of the view's own counts; empty for a
    member of a list, which has a name of its own."""
    if not path or not isinstance(path[-1], str) or path[-1] in {"counts", "flags"}:
        return ""
    return path[-1].removeprefix("deep_")


def cut(text: str) -> str:
    """At most sixty characters."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f'"{cut(value)}"'
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "nothing"}[value]
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    return "a table" if isinstance(value, Mapping) else str(value)[:_SHOWN]


def _type(kind: Any, value: Any) -> str:
    wanted = [_KINDS.get(str(one), str(one)) for one in kind.types]
    return f"{_shown(value)}, {' or '.join(wanted)} expected"


_WORDS: Mapping[str, Callable[[Any, Any], str]] = {
    "minimum": lambda kind, value: f"{_shown(value)}, at least {kind.limit} expected",
    "maximum": lambda kind, value: f"{_shown(value)}, at most {kind.limit} expected",
    "exclusiveMinimum": lambda kind, value: f"{_shown(value)}, more than {kind.limit} expected",
    "exclusiveMaximum": lambda kind, value: f"{_shown(value)}, less than {kind.limit} expected",
    "minLength": lambda kind, value: f"{_shown(value)} is shorter than {kind.limit} characters",
    "maxLength": lambda kind, value: f"{_shown(value)} is longer than {kind.limit} characters",
    "required": lambda kind, _: (
        f"no {kind.property}" if kind.property in ARRAYS else f'"{kind.property}" is missing'
    ),
    "pattern": lambda kind, value: f"{_shown(value)} does not match /{kind.pattern}/",
    "enum": lambda kind, value: (
        f"{_shown(value)}, {'one of ' if len(kind.options) > 1 else ''}"
        f"{', '.join(map(_shown, kind.options))} expected"
    ),
    "const": lambda kind, value: f"{_shown(value)}, {_shown(kind.expected_value)} expected",
    "type": _type,
    "additionalProperties": lambda kind, _: (
        f"{', '.join(map(_shown, kind.unexpected))} not allowed"
    ),
}
