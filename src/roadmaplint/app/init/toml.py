"""TOML text of settings that a person will read and edit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from roadmaplint.text.lazy import lazy

_BARE = lazy(r"[A-Za-z0-9_-]+")
_WIDE = 90


def toml_text(table: Mapping[str, Any]) -> str:
    """Settings as TOML: plain keys first, then a table for each nested one, one line a rule.

    Values are strings, booleans, numbers, lists of these and mappings.
    """
    plain = {key: value for key, value in table.items() if not _is_nested(value)}
    parts = ["".join(f"{key_text(key)} = {_value(value)}\n" for key, value in plain.items())]
    for key, value in table.items():
        if key not in plain:
            parts.append("".join(_nested(key, value)))
    return "\n".join(part for part in parts if part)


def _is_nested(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(one, Mapping) for one in value)
    return isinstance(value, Mapping)


def _nested(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"[{key_text(key)}]\n"
        for name, inner in value.items():
            yield f"{key_text(name)} = {_value(inner)}\n"
        return
    for place, one in enumerate(value):
        yield f"{chr(10) if place else ''}[[{key_text(key)}]]\n"
        for name, inner in one.items():
            yield f"{key_text(name)} = {_value(inner)}\n"


def key_text(key: str) -> str:
    """A key, in quotes where it needs them."""
    return key if _BARE.fullmatch(key) else string_text(key)


def string_text(text: str) -> str:
    """A string in double quotes; what no TOML can hold becomes a question mark."""
    clean = "".join("?" if "\ud800" <= char <= "\udfff" else char for char in text)
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    if isinstance(value, str):
        return string_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key_text(key)} = {_value(one)}" for key, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, Sequence):
        return _list([_value(one) for one in value])
    return str(value)


def _list(values: Sequence[str]) -> str:
    line = f"[{', '.join(values)}]"
    if len(line) <= _WIDE:
        return line
    return "[\n" + "".join(f"    {value},\n" for value in values) + "]"
