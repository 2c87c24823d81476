"""The node view: the exported tree with counts and flags on every node, and its nodes by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from roadmaplint.roadmap.export import export
from roadmaplint.roadmap.nodes import Document

Json = dict[str, Any]

#: What is counted on the root and on every section; each also as `deep_…`, subsections included.
COUNTS = ("topics", "resources", "entries", "durations", "sections", "tables", "rows")
FLAGS = ("empty", "leaf", "stage", "skip", "duplicate")
#: Arrays of the tree that are left out where they are empty.
ARRAYS = frozenset({"prose", "topics", "resources", "durations", "prerequisites", "tables", "media",
                    "tocs", "translations", "details", "items"})  # fmt: skip
#: Roles of sections whose purpose is not to list things to learn.
FREE_ROLES = frozenset({"toc", "intro", "meta", "conclusion"})
_OWN = (*sorted(ARRAYS), "sections")


class Placed(NamedTuple):
    """A node of the view, the title of the section around it, and that section's depth."""

    node: Json
    section: str
    depth: int = 0


def node_view(document: Document) -> Json:
    """The tree as `export` gives it, with `counts` on root, sections and topics, `flags` on
    sections, and `columns` on every row."""
    root = export(document)
    _describe(root)
    return root


def _describe(node: Json) -> None:
    counts = dict.fromkeys(COUNTS, 0)
    topics = list(_nested(node.get("topics", ())))
    counts["topics"] = len(topics)
    counts["rows"] = sum(topic["origin"] == "table-row" for topic in topics)
    counts["resources"] = _sum("resources", node, *topics)
    counts["durations"] = _sum("durations", node, *topics)
    counts["entries"] = counts["topics"] + counts["resources"]
    counts["sections"], counts["tables"] = len(node["sections"]), _sum("tables", node)
    deep = dict(counts)
    titles: dict[str, int] = {}
    for section in node["sections"]:
        _describe(section)
        key = section["title"].casefold()
        titles[key] = titles.get(key, 0) + 1
        for name in COUNTS:
            deep[name] += section["counts"][f"deep_{name}"]
    for topic in topics:
        parts = ("topics", "resources", "items", "durations")
        topic["counts"] = {name: _sum(name, topic) for name in parts}
        if topic["origin"] == "table-row":
            topic.setdefault("columns", {})
    node["counts"] = counts | {f"deep_{name}": count for name, count in deep.items()}
    for section in node["sections"]:
        level = node.get("level")
        section["flags"] = {
            "empty": not any(section.get(name) for name in _OWN),
            "leaf": not section["sections"],
            "stage": "stage" in section or section["role"] == "stage",
            "skip": level is not None and section["level"] > level + 1,
            "duplicate": titles[section["title"].casefold()] > 1,
        }


def _sum(name: str, *nodes: Json) -> int:
    return sum(len(node.get(name, ())) for node in nodes)


def _nested(topics: Any) -> Iterator[Json]:
    for topic in topics:
        yield topic
        yield from _nested(topic.get("topics", ()))


def sections_of(root: Json) -> Iterator[Placed]:
    """Every section in document order, named by itself."""
    for section in root["sections"]:
        yield Placed(section, section["title"], section["depth"])
        yield from sections_of(section)


def select(root: Json, kind: str) -> Iterator[Placed]:
    """The nodes of a kind (a key of `SELECTORS`) in document order."""
    return SELECTORS[kind](root)


def _stages(node: Json) -> Iterator[Placed]:
    for section in node["sections"]:
        if section["flags"]["stage"]:
            yield Placed(section, section["title"], section["depth"])
        else:
            yield from _stages(section)


def _holders(root: Json) -> Iterator[Placed]:
    yield Placed(root, "")
    yield from sections_of(root)


def _topics(root: Json) -> Iterator[Placed]:
    for holder in _holders(root):
        for topic in _nested(holder.node.get("topics", ())):
            yield holder._replace(node=topic)


def _members(name: str) -> Callable[[Json], Iterator[Placed]]:
    """A selector of what stands in the array `name` of root, sections and topics."""

    def members(root: Json) -> Iterator[Placed]:
        for holder in _holders(root):
            for node in (holder.node, *_nested(holder.node.get("topics", ()))):
                for member in node.get(name, ()):
                    yield holder._replace(node=member)

    return members


def _entries(root: Json) -> Iterator[Placed]:
    for toc in _members("tocs")(root):
        for entry in toc.node["entries"]:
            yield toc._replace(node=entry)


SELECTORS: dict[str, Callable[[Json], Iterator[Placed]]] = {
    "roadmap": lambda root: iter((Placed(root, ""),)),
    "section": sections_of,
    "leaf": lambda root: (
        placed
        for placed in sections_of(root)
        if placed.node["flags"]["leaf"] and placed.node["role"] not in FREE_ROLES
    ),
    "stage": lambda root: (p for p in sections_of(root) if p.node["flags"]["stage"]),
    "topstage": _stages,
    "topic": _topics,
    "row": lambda root: (p for p in _topics(root) if p.node["origin"] == "table-row"),
    "resource": _members("resources"),
    "duration": _members("durations"),
    "prerequisite": _members("prerequisites"),
    "table": _members("tables"),
    "media": _members("media"),
    "toc": _members("tocs"),
    "tocentry": _entries,
}
