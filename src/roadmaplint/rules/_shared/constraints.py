"""Constraints of a project's schema: which nodes they look at, and what each node must be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from msgspec import Struct

from roadmaplint.lint.finding import Severity
from roadmaplint.roadmap.nodeview import ARRAYS, SELECTORS, Json, Placed, select
from roadmaplint.rules._shared.patterns import Pattern, compiled, validator
from roadmaplint.rules._shared.wording import most_telling, named, place_of, words_of
from roadmaplint.text.lazy import lazy

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
            pattern=compiled(match) if match else None,
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


def _is_meant(placed: Placed, rule: Constraint) -> bool:
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


def _number(chosen: list[Placed], rule: Constraint) -> Iterator[Violation]:
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


def _violation(placed: Placed, error: Any, rule: Constraint) -> Violation:
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
