"""Reads the text of a card into its head, its sections and its examples."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast, get_args

from msgspec import Struct

from roadmaplint.lint.card import GROUPS, Card, Touch
from roadmaplint.lint.examples import Block, CardError, Example, examples_of, fail, toml_of
from roadmaplint.lint.finding import Safety, Severity
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import NEWLINE

_FENCE = lazy(r"(`{3,})\s*(.*)")
_KEYS = {"code", "aliases", "since", "severity", "default", "fix", "touches", "options"}


class CardFile(Struct, frozen=True):
    """A whole card: `sections` maps titles to their text."""

    path: str
    card: Card
    sections: Mapping[str, str]
    examples: tuple[Example, ...]


def read_card(text: str, path: str) -> CardFile:
    """Read a card; `path` ends with `<group>/<name>.md`. Raises CardError."""
    group, _, file = path.rpartition("/")
    group = group.rpartition("/")[2]
    lines = NEWLINE.split(text)
    sections, blocks = _scan(lines, path)
    card = _head(sections, blocks, path, (group, file.removesuffix(".md")))
    examples = tuple(examples_of(blocks, path))
    return CardFile(path, card, sections, examples)


def _scan(lines: list[str], path: str) -> tuple[dict[str, str], list[Block]]:
    """Split a card into sections by title (the part before the first is "") and fenced blocks."""
    sections: dict[str, list[str]] = {"": []}
    blocks: list[Block] = []
    title, number = "", 0
    while number < len(lines):
        line = lines[number]
        opening = _FENCE.match(line)
        if opening:
            end = _closing(lines, number, opening[1], path)
            body = "".join(f"{line}\n" for line in lines[number + 1 : end])
            blocks.append(Block(title, number + 1, tuple(opening[2].split()), body))
            sections[title] += lines[number : end + 1]
            number = end + 1
            continue
        if line.startswith("## "):
            title = line[3:].strip()
            if title in sections:
                fail(path, number + 1, f"a second section {title!r}")
            sections[title] = []
        else:
            sections[title].append(line)
        number += 1
    return {title: "\n".join(body).strip() for title, body in sections.items()}, blocks


def _closing(lines: list[str], opening: int, fence: str, path: str) -> int:
    for number in range(opening + 1, len(lines)):
        line = lines[number].rstrip()
        if line.startswith(fence) and not line.strip("`"):
            return number
    raise CardError(f"{path}:{opening + 1}: the fence is never closed")


def _head(
    sections: Mapping[str, str], blocks: list[Block], path: str, place: tuple[str, str]
) -> Card:
    group, name = place
    top = sections[""]
    if not top.startswith(f"# {name}\n"):
        fail(path, 1, f"the first line must be '# {name}'")
    paragraphs = [p for p in re.split(r"\n\s*\n", top.partition("\n")[2].strip()) if p.strip()]
    if not paragraphs or paragraphs[0].startswith("`"):
        fail(path, 3, "a sentence that says what the rule finds must follow the title")
    if not blocks or blocks[0].section or blocks[0].kind != "toml":
        fail(path, 5, "a toml block must follow the first sentence")
    if group not in GROUPS:
        fail(path, 1, f"there is no group {group!r}")
    table = toml_of(blocks[0], path)
    summary = " ".join(paragraphs[0].split())
    return _card(table, summary, (path, blocks[0].line), place)


def _card(
    table: Mapping[str, Any], summary: str, at: tuple[str, int], place: tuple[str, str]
) -> Card:
    group, name = place
    if unknown := sorted(table.keys() - _KEYS):
        fail(*at, f"unknown key {unknown[0]!r}")
    if missing := sorted({"code", "severity", "default", "fix"} - table.keys()):
        fail(*at, f"missing key {missing[0]!r}")
    code, severity, fix = table["code"], table["severity"], table["fix"]
    if not re.fullmatch(GROUPS[group] + r"\d{3}", str(code)):
        fail(*at, f"the code of a rule of {group} is {GROUPS[group]} and three digits")
    if severity not in {word.word for word in Severity}:
        fail(*at, f"severity {severity!r} is not error, warning or info")
    if fix not in {"none", *(word.word for word in Safety)}:
        fail(*at, f"fix {fix!r} is not none, suggestion, unsafe or safe")
    touches = table.get("touches", [])
    if not set(touches) <= set(get_args(Touch)):
        fail(*at, f"touches may name {', '.join(get_args(Touch))}")
    return Card(
        name=name,
        group=group,
        code=code,
        summary=summary,
        severity=Severity[severity.upper()],
        default=bool(table["default"]),
        fix=None if fix == "none" else Safety[fix.upper()],
        aliases=tuple(table.get("aliases", ())),
        touches=cast("frozenset[Touch]", frozenset(touches)),
        since=str(table.get("since", "0.1.0")),
        options=tuple(table.get("options", {}).items()),
    )
