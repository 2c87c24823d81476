"""Options of rules as JSON Schemas, derived from the struct that each rule declares."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, get_args, get_origin

#: What `Annotated` may add to the schema of a field's type; for a list, to that of its elements.
_LIMITS = (
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "pattern",
    "format",
)
_OF_LISTS = ("minItems", "maxItems")
_SCALARS: Mapping[type, str] = {bool: "boolean", int: "integer", float: "number", str: "string"}
_LISTS = (tuple, frozenset, list, Sequence, set)


def key_of(field_name: str) -> str:
    """A field's name as it is written in a configuration file: words joined by dashes."""
    return field_name.replace("_", "-")


def options_schema(
    kind: type, sentences: Mapping[str, str] | None = None
) -> dict[str, dict[str, Any]]:
    """JSON Schemas of a rule's options by their keys, with defaults.

    `kind` is the rule's struct of options, all with defaults; its fields are bool, int, float,
    str, Literal, tuples of these, mappings of str to these, or None in a union with one of them.
    `sentences` describes options by field or key. Raises TypeError for a field of another type.
    """
    hints = typing.get_type_hints(kind, include_extras=True)
    usual = kind()
    words = {key_of(name): text for name, text in (sentences or {}).items()}
    schemas = {}
    for name, annotated in hints.items():
        key = key_of(name)
        hint, limits = _limits_of(annotated)
        schema = _schema_of(hint)
        for word, limit in limits.items():
            inner = schema["items"] if schema.get("type") == "array" else schema
            (schema if word in _OF_LISTS else inner)[word] = limit
        if key in words:
            schema["description"] = words[key]
        default = _plain(getattr(usual, name))
        if default is not None:
            schema["default"] = default
        schemas[key] = schema
    return schemas


def _limits_of(hint: Any) -> tuple[Any, dict[str, Any]]:
    """The bare type of a field, and what its annotation limits."""
    if get_origin(hint) is not Annotated:
        return hint, {}
    bare, *notes = get_args(hint)
    given = {word: limit for note in notes for word, limit in note.items()}
    return bare, {word: given[word] for word in _LIMITS if word in given}


def _schema_of(hint: Any) -> dict[str, Any]:
    if hint in _SCALARS:
        return {"type": _SCALARS[hint]}
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in _LISTS:
        return {"type": "array", "items": _schema_of(inner[0])}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _schema_of(inner[1])}
    if origin in {typing.Union, types.UnionType}:
        present = [_schema_of(one) for one in inner if one is not type(None)]
        return present[0] if len(present) == 1 else {"anyOf": present}
    raise TypeError(f"an option cannot be a {hint}")


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset | set):
        return sorted(_plain(one) for one in value)
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return value
