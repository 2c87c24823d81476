"""What is wrong with a configuration, in sentences; options of rules as JSON Schemas."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

from roadmaplint.config.toml_positions import KeyPath, dotted
from roadmaplint.core.project_schema import compile_pattern, constraint
from roadmaplint.errors import nearest

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "a table",
    "string": "a string",
}


def is_valid(schema: Mapping[str, Any], table: Mapping[str, Any]) -> bool:
    """True if the fast validator accepts the table. Values of TOML that JSON lacks are refused."""
    import jsonschema_rs

    formats = _FORMATS  # Python's regular expressions, not the validator's own
    validator = jsonschema_rs.validator_for(dict(schema), validate_formats=True, formats=formats)
    try:
        return validator.is_valid(table)
    except (ValueError, TypeError):
        return False


def _is_regex(text: str) -> bool:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def _is_title_regex(text: str) -> bool:
    try:
        compile_pattern(text)
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def _is_constraint(text: str) -> bool:
    try:
        constraint(text)
    except ValueError:
        return False
    return True


_FORMATS: dict[str, Callable[..., bool]] = {
    "regex": _is_regex,
    "title-regex": _is_title_regex,
    "constraint": _is_constraint,
}


def problems(schema: Mapping[str, Any], table: Mapping[str, Any]) -> Iterable[tuple[KeyPath, str]]:
    """Where and how a table breaks its schema: the path of the key, and a sentence."""
    from jsonschema import Draft202012Validator, FormatChecker

    checker = FormatChecker(())
    for name, judge in _FORMATS.items():
        checker.checks(name)(lambda value, judge=judge: not isinstance(value, str) or judge(value))
    for error in Draft202012Validator(schema, format_checker=checker).iter_errors(table):
        path: KeyPath = tuple(error.absolute_path)
        if error.validator == "additionalProperties":
            for key in error.instance:
                if key not in error.schema["properties"]:
                    yield (*path, key), _unknown(path, key, tuple(error.schema["properties"]))
        else:
            yield path, _sentence(path, error)


def _unknown(path: KeyPath, key: str, known: tuple[str, ...]) -> str:
    hint = nearest(key, known)
    if path and path[-1] == "rules":
        return f'unknown rule "{key}"{hint}'
    if len(path) > 1 and path[-2] == "rules":
        options = ", ".join(known)
        return f'rule "{path[-1]}" has no option "{key}"{hint or f"; it has {options}"}'
    where = f" in [{dotted(path)}]" if path else ""
    return f'unknown key "{key}"{where}{hint}'


def _sentence(path: KeyPath, error: ValidationError) -> str:
    name = f'"{dotted(path)}"' if path else "the configuration"
    tell = _SENTENCES.get(str(error.validator))
    if tell is None:
        return f"{name}: {error.message[:120]}"
    return f"{name} {tell(error.validator_value, error.instance)}"


def _wrong_type(wanted: Any, value: Any) -> str:
    kinds = wanted if isinstance(wanted, list) else [wanted]
    return f"must be {' or '.join(_TYPES[kind] for kind in kinds)}, not {_shown(value)}"


def _wrong_choice(wanted: Any, value: Any) -> str:
    words = ", ".join(str(one) for one in wanted)
    hint = (
        nearest(value, [w for w in wanted if isinstance(w, str)]) if isinstance(value, str) else ""
    )
    return f"must be one of {words}; not {_shown(value)}{hint}"


def _wrong_all(wanted: Any, value: Any) -> str:
    kinds = [_TYPES[one["type"]] for one in wanted if "type" in one]
    return f"must be {' or '.join(kinds)}, not {_shown(value)}"


def _missing(wanted: Any, value: Any) -> str:
    lacking = next(key for key in wanted if key not in value)
    return f'needs "{lacking}"'


_SENTENCES: Mapping[str, Callable[[Any, Any], str]] = {
    "type": _wrong_type,
    "enum": _wrong_choice,
    "anyOf": _wrong_all,
    "required": _missing,
    "minimum": lambda limit, value: f"must be at least {limit}, not {value}",
    "maximum": lambda limit, value: f"must be at most {limit}, not {value}",
    "exclusiveMinimum": lambda limit, value: f"must be more than {limit}, not {value}",
    "exclusiveMaximum": lambda limit, value: f"must be less than {limit}, not {value}",
    "minLength": lambda _, __: "must not be empty",
    "minItems": lambda _, __: "must not be empty",
    "pattern": lambda wanted, value: f"must match {wanted}, not {_shown(value)}",
    "format": lambda kind, value: (
        f"must be {'a constraint' if kind == 'constraint' else 'a regular expression'}, "
        f"not {_shown(value)}"
    ),
}


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value[:60]}…"' if len(value) > 60 else f'"{value}"'
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list):
        return "a list"
    return str(value)[:60]


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
