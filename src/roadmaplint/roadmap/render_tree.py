"""The tree as text: an outline for the terminal, a flow chart for Mermaid."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.roadmap.export import clean
from roadmaplint.roadmap.nodes import Content, Document, Resource, Section, Topic
from roadmaplint.text.lazy import lazy

_CONTROL = lazy(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_LONGEST = 100


class _Node(Struct, frozen=True):
    """A line of the tree and what hangs below it."""

    text: str
    kind: str
    below: tuple[_Node, ...]


def render_outline(document: Document) -> str:
    """The tree with lines drawn between its parts; one node a line, ends with a line end."""
    root = _root(document)
    return "\n".join([root.text, *_branches(root.below, "")]) + "\n"


def render_mermaid(document: Document) -> str:
    """The tree as a Mermaid flow chart: sections as boxes, topics rounded, resources as flags."""
    lines = ["flowchart LR"]
    stack: list[tuple[_Node, str]] = [(_root(document), "")]
    number = 0
    while stack:
        node, above = stack.pop()
        name = f"n{number}"
        number += 1
        opening, closing = _SHAPES[node.kind]
        lines.append(f'  {name}{opening}"{_quoted(node.text)}"{closing}')
        if above:
            lines.append(f"  {above} --> {name}")
        stack.extend((child, name) for child in reversed(node.below))
    return "\n".join(lines) + "\n"


_SHAPES = {"section": ("[", "]"), "topic": ("(", ")"), "resource": (">", "]")}


def _quoted(text: str) -> str:
    """A text as Mermaid takes it between double quotes: what has a meaning there as entities."""
    for char, entity in (
        ("#", "#35;"),
        ('"', "#quot;"),
        ("<", "#lt;"),
        (">", "#gt;"),
        ("`", "#96;"),
    ):
        text = text.replace(char, entity)
    return text


def _branches(nodes: tuple[_Node, ...], indent: str) -> Iterator[str]:
    for index, node in enumerate(nodes):
        last = index == len(nodes) - 1
        yield f"{indent}{'└── ' if last else '├── '}{node.text}"
        yield from _branches(node.below, indent + ("    " if last else "│   "))


def _root(document: Document) -> _Node:
    root = document.root
    return _Node(_line(root.title or document.source.path), "section", _content(root))


def _content(node: Content) -> tuple[_Node, ...]:
    """Topics and resources in the order of the text, sections behind them."""
    return (*_entries(node), *(_section(child) for child in node.sections))


def _section(section: Section) -> _Node:
    number = f"{section.number.raw} " if section.number else ""
    times = ", ".join(found.raw for found in section.durations if found.raw not in section.title)
    text = f"{number}{section.title}" + (f" [{times}]" if times and len(times) < 40 else "")
    return _Node(_line(text), "section", _content(section))


def _entries(node: Content | Topic) -> tuple[_Node, ...]:
    found: tuple[Topic | Resource, ...] = (*node.topics, *node.resources)
    return tuple(_entry(entry) for entry in sorted(found, key=lambda entry: entry.span))


def _entry(entry: Topic | Resource) -> _Node:
    if isinstance(entry, Resource):
        where = f" <{entry.url}>" if entry.url else ""
        return _Node(_line(_box(entry) + entry.title) + _line(where), "resource", ())
    return _Node(_line(_box(entry) + entry.text), "topic", _entries(entry))


def _box(entry: Topic | Resource) -> str:
    return "" if entry.checked is None else "[x] " if entry.checked else "[ ] "


def _line(text: str) -> str:
    """A text that is safe on one line of a terminal, cut where it is long."""
    flat = _CONTROL.sub(" ", clean(text))
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1].rstrip() + "…"
