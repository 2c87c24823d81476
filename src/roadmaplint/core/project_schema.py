"""Constraints of a project's schema: which nodes they look at and what each node must be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from msgspec import Struct

from roadmaplint.core.finding import Severity
from roadmaplint.roadmap.export import ARRAYS, SELECTORS, Json, ViewNode, select
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import shorten

_SELECT = lazy(r"\s*([a-z]+)\s*(?:\[(.*)\]\s*)?", re.DOTALL)
_CONDITION = lazy(r"\s*([\w.-]+)\s*(!?=)\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'&=]+))\s*")
_PLACEHOLDER = lazy(r"\{(title|text|why|section|level|count)(!r)?\}")
#: More violations of one schema are no help to anybody.
MOST = 500


class Violation(NamedTuple):
    """A sentence and the place it belongs to; without `pos` it is about the whole document,
    with `missing` about its end."""

    message: str
    pos: Mapping[str, int] | None = None
    missing: bool = False


class Constraint(Struct, frozen=True):
    """What the nodes of one kind must be.

    `where` are conditions on a node, `match` is searched in its title. `at_least` and `at_most`
    bound how many such nodes there are. With `whole`, `schema` is judged against the bare tree and
    every error counts; else the first error of each node does.
    """

    id: str
    select: str = "roadmap"
    where: tuple[tuple[tuple[str, ...], bool, Any], ...] = ()
    match: str = ""
    pattern: Pattern | None = None
    depth: int | None = None
    at_least: int | None = None
    at_most: int | None = None
    judge: Any = None
    message: str = ""
    severity: Severity | None = None
    whole: bool = False


@lru_cache(maxsize=1024)
def constraint(text: str) -> Constraint:
    """A constraint from its JSON text. Raises ValueError with one line if it is wrong."""
    try:
        table = json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(table, dict) or not isinstance(table.get("id"), str):
        raise ValueError("a constraint is a table with an id")
    kind, where = _selector(str(table.get("select", "roadmap")))
    schema, match = table.get("schema"), str(table.get("match", ""))
    word = table.get("severity")
    try:
        return Constraint(
            id=table["id"],
            select=kind,
            where=where,
            match=match,
            pattern=compile_pattern(match) if match else None,
            depth=table.get("depth"),
            at_least=table.get("at_least"),
            at_most=table.get("at_most"),
            judge=None if schema is None else validator(_counting_absent(schema)),
            message=str(table.get("message", "")),
            severity=None if word is None else Severity[str(word).upper()],
            whole=bool(table.get("whole")),
        )
    except (re.error, KeyError) as error:
        raise ValueError(str(error)) from error
    except RecursionError as error:
        raise ValueError("its schema is nested too deeply") from error


def _counting_absent(schema: Any) -> Any:
    """The schema with arrays required that must have members: the tree leaves empty ones out."""
    if isinstance(schema, list):
        return [_counting_absent(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _counting_absent(value) for key, value in schema.items()}
    properties = schema.get("properties")
    if isinstance(properties, dict) and isinstance(schema.get("required", []), list):
        lacking = [
            name
            for name, inner in properties.items()
            if name in ARRAYS and isinstance(inner, dict) and _needs_members(inner)
        ]
        known = found.get("required", [])
        if lacking:
            found["required"] = [*known, *(name for name in lacking if name not in known)]
    return found


def _needs_members(schema: dict[str, Any]) -> bool:
    least = schema.get("minItems", 0)
    if "contains" in schema and schema.get("minContains", 1) != 0:
        return True
    return isinstance(least, int) and least > 0


def _selector(text: str) -> tuple[str, tuple[tuple[tuple[str, ...], bool, Any], ...]]:
    """`section[flags.leaf=true & role=content]` as a kind of node and conditions."""
    found = _SELECT.fullmatch(text)
    if found is None or found[1] not in SELECTORS:
        kinds = ", ".join(SELECTORS)
        raise ValueError(f'"{text[:60]}" selects nothing; there are {kinds}')
    conditions = []
    for part in (found[2] or "").split("&") if found[2] else ():
        condition = _CONDITION.fullmatch(part)
        if condition is None:
            raise ValueError(f'"{part.strip()[:60]}" is no condition such as role=content')
        path, sign, double, single, bare = condition.groups()
        value = _plain(bare) if bare is not None else double if double is not None else single
        conditions.append((tuple(path.split(".")), sign == "=", value))
    return found[1], tuple(conditions)


def _plain(word: str) -> Any:
    try:
        return json.loads(word)
    except ValueError:
        return word


def violations(root: Json, rule: Constraint) -> Iterator[Violation]:
    """What is wrong with a tree: the node view, or the bare tree for a `whole` schema."""
    chosen = [placed for placed in select(root, rule.select) if _is_meant(placed, rule)]
    yield from _number(chosen, rule)
    for placed in chosen if rule.judge is not None else ():
        if rule.judge.is_valid(placed.node):
            continue
        errors = rule.judge.iter_errors(placed.node)
        if not rule.whole:
            errors = [next(iter(errors), None)]
        for error, _ in zip(errors, range(MOST), strict=False):
            if error is not None:
                yield _violation(placed, most_telling(error), rule)


def _is_meant(placed: ViewNode, rule: Constraint) -> bool:
    node = placed.node
    if rule.depth is not None and node.get("depth", placed.depth) != rule.depth:
        return False
    for path, wanted, value in rule.where:
        if (_value(node, path) == value) is not wanted:
            return False
    title = node.get("title") or node.get("text") or ""
    return rule.pattern is None or rule.pattern.search(title)


def _value(node: Any, path: tuple[str, ...]) -> Any:
    for part in path:
        node = node.get(part) if isinstance(node, dict) else None
    return node


def _number(chosen: list[ViewNode], rule: Constraint) -> Iterator[Violation]:
    count = len(chosen)
    name = f"{rule.select} matches /{rule.match}/" if rule.match else f"{rule.select} is there"
    if rule.at_least is not None and count < rule.at_least:
        why = f"no {name}" if not count else f"{count} {name}, at least {rule.at_least} expected"
        yield Violation(_message(rule, {}, "", why, count), None, missing=True)
    if rule.at_most is not None and count > rule.at_most:
        extra = chosen[rule.at_most]
        name = f" matching /{rule.match}/" if rule.match else ""
        why = f"{rule.select}{name}: {count}, at most {rule.at_most} expected"
        place = place_of(extra.node, (), extra.section)
        yield Violation(_message(rule, extra.node, extra.section, why, count), place.pos)


def _violation(placed: ViewNode, error: Any, rule: Constraint) -> Violation:
    place = place_of(placed.node, error.instance_path, placed.section)
    why = words_of(error)
    if rule.message:
        return Violation(_message(rule, placed.node, placed.section, why, 0), place.pos)
    who = named(place)
    return Violation(f"{rule.id}: {who}: {why}" if who else f"{rule.id}: {why}", place.pos)


def _message(rule: Constraint, node: Json, section: str, why: str, count: int) -> str:
    """The constraint's own sentence with its placeholders filled, or the reason alone."""
    title = str(node.get("title") or node.get("text") or "")
    values = {
        "title": title,
        "text": title,
        "why": why,
        "section": section,
        "level": str(node.get("level", "")),
        "count": str(count),
    }

    def fill(found: re.Match[str]) -> str:
        value = values[found[1]]
        return f'"{value}"' if found[2] else value

    return f"{rule.id}: {_PLACEHOLDER.sub(fill, rule.message) if rule.message else why}"


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
    parts = [f'"{shorten(text)}"' for text in (place.name, place.section) if text]
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


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f'"{shorten(value)}"'
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


#: Titles longer than this are matched by their beginning.
LONGEST = 1000
_ESCAPED = lazy(r"\\.|\[\^?\]?[^\]]*\]", re.DOTALL)
_REPEATED_GROUP = lazy(r"\)(?:[*+?]|\{)")
_REPEAT = lazy(r"[*+]|\{\d*,\d*\}")
_FEW = 2
_ELSEWHERE = lazy(r"Resource '([^']*)' is not present in a registry")
#: What the validator says of a schema that is nested in itself more than it bears.
_TOO_DEEP = "Recursion limit reached"
#: How often a pattern with a look-around may step back before it counts as no match.
_PATIENCE = 100_000


class Pattern:
    """A regular expression that is searched in titles, letter case ignored.

    Patterns in which repetitions could multiply are left to an engine without that weakness.
    """

    __slots__ = ("_find", "_judge")

    def __init__(self, pattern: str) -> None:
        """Compile. Raises re.error for a pattern that is none, or that no engine can bound."""
        self._find = re.compile(pattern, re.IGNORECASE)
        self._judge = validator({"pattern": f"(?i){pattern}"}) if is_risky(pattern) else None

    def search(self, text: str) -> bool:
        """True if the pattern is found in the first thousand characters of the text."""
        if self._judge is None:
            return self._find.search(text[:LONGEST]) is not None
        found: bool = self._judge.is_valid(_whole(text[:LONGEST]))
        return found


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> Pattern:
    """The pattern, letter case ignored. Raises re.error for a pattern that is none."""
    return Pattern(pattern)


def is_risky(pattern: str) -> bool:
    """True if a pattern repeats a group or repeats often, so that trying all ways may take long."""
    bare = _ESCAPED.sub("_", pattern)
    return bool(_REPEATED_GROUP.search(bare)) or len(_REPEAT.findall(bare)) > _FEW


def validator(schema: Mapping[str, Any] | bool) -> Any:
    """A validator of a JSON Schema that asks nobody for other schemas, its patterns bounded.

    Raises re.error with one line for a schema that is wrong or names a schema elsewhere.
    """
    import jsonschema_rs

    def refuse(address: str) -> Any:
        raise ValueError(f"other schemas are not fetched: {address}")

    try:
        return jsonschema_rs.validator_for(
            dict(schema) if isinstance(schema, Mapping) else schema,
            retriever=refuse,
            pattern_options=jsonschema_rs.FancyRegexOptions(backtrack_limit=_PATIENCE),
        )
    except (ValueError, TypeError, RecursionError) as error:
        line = str(error).partition("\n")[0].replace(_TOO_DEEP, "it is nested too deeply")
        elsewhere = _ELSEWHERE.match(line)
        if elsewhere:
            line = f"it refers to {elsewhere[1]}; a schema stands in one file, others are not read"
        raise re.error(line[:200]) from error


def _whole(text: str) -> str:
    """The text without what no JSON string can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
