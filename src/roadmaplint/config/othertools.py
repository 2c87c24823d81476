"""Reads the settings files of other tools: JSON with comments, TOML and YAML to plain tables."""

from __future__ import annotations

import json
import tomllib
from importlib import import_module
from typing import Any

from roadmaplint.text.lazy import lazy

_TRAILING = lazy(r",(?=\s{0,999}[}\]])")


class Unreadable(Exception):
    """A settings file is not what its name says; the text is the reason."""


def table_of(name: str, data: bytes) -> dict[str, Any]:
    """The table that a settings file holds, by the ending of its name. Raises Unreadable."""
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Unreadable("the file is not UTF-8") from error
    try:
        if name.endswith(".toml"):
            value: Any = tomllib.loads(text.replace("\r\n", "\n"))
        elif name.endswith((".yaml", ".yml")):
            value = _yaml(text)
        else:
            value = json.loads(without_comments(text))
    except RecursionError as error:
        raise Unreadable("the file is nested too deeply") from error
    except ValueError as error:  # of JSON, TOML and dates that do not exist
        raise Unreadable(f"the file cannot be read: {str(error)[:120]}") from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Unreadable("the file does not hold a table")
    return {str(key): one for key, one in value.items()}


def _yaml(text: str) -> Any:
    yaml = import_module("yaml")
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        place = "" if line is None else f" (line {line + 1})"
        raise Unreadable(f"the file is not valid YAML{place}") from error


def without_comments(text: str) -> str:
    """JSON text without comments and without commas before closing brackets."""
    parts: list[str] = []
    at = start = 0
    while at < len(text):
        char = text[at]
        if char == '"':
            parts.append(_TRAILING.sub("", text[start:at]))
            end = _string_end(text, at)
            parts.append(text[at:end])
            at = start = end
        elif char == "/" and text.startswith(("//", "/*"), at):
            parts.append(text[start:at])
            line = text[at + 1] == "/"
            end = text.find("\n" if line else "*/", at + 2)
            at = start = len(text) if end < 0 else end if line else end + 2
        else:
            at += 1
    parts.append(text[start:])
    return _bare(parts)


def _bare(parts: list[str]) -> str:
    """The parts joined; a comma before a closing bracket may have a comment between them."""
    joined: list[str] = []
    for part in parts:
        if not part.startswith('"') and joined and part.lstrip()[:1] in {"}", "]"}:
            last = next((i for i in range(len(joined) - 1, -1, -1) if joined[i].strip()), 0)
            if not joined[last].startswith('"'):
                joined[last] = joined[last].rstrip().removesuffix(",")
        joined.append(part if part.startswith('"') else _TRAILING.sub("", part))
    return "".join(joined)


def _string_end(text: str, at: int) -> int:
    end = at + 1
    while end < len(text) and text[end] != '"':
        end += 2 if text[end] == "\\" else 1
    return min(end + 1, len(text))
