"""The tree as JSON objects, plain and with counts and flags on every node."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from roadmaplint.roadmap import nodes
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.decode import encode
from roadmaplint.text.source import Source, Span

Json = dict[str, Any]
SCHEMA_VERSION = 1

#: The arrays that the root and sections share; those of them that topics have, too.
_CONTENT = (
    "prose* topics* resources* durations* prerequisites* tables* media* tocs* translations* "
    "details* sections"
)
_TOPIC_CONTENT = "items* topics* resources* durations* prerequisites*"
#: The fields of each node in order: `name` or `name:attribute`, left out where the value is None
#: (`?`) or empty (`*`).
_FIELDS: dict[type, str] = {
    nodes.Section: (
        "id title raw_title level depth heading_style role number? emoji* stage? title_url? "
        f"pos:span body {_CONTENT}"
    ),
    nodes.Topic: (f"role text label* origin ordinal? checked? columns* pos:span {_TOPIC_CONTENT}"),
    nodes.Resource: (
        "title raw_title* url authors* type? role checked? free? note* struck* pos:span"
    ),
    nodes.Number: "raw path style",
    nodes.Stage: "level? index? lang* matched*",
    nodes.StageIndex: "unit from:first to:last",
    nodes.Item: "text via pos:span? items*",
    nodes.Duration: "kind raw unit min:low max:high per? approx* pos:span",
    nodes.Prerequisite: "text url target pos:span",
    nodes.Table: "columns rows shape pos:span",
    nodes.Column: "header role",
    nodes.Media: "kind src alt href syntax pos:span",
    nodes.Toc: "style entries pos:span",
    nodes.TocEntry: "text href depth target pos:span",
    nodes.Translation: "title lang url pos:span",
    nodes.Details: "summary open pos:span",
    nodes.Prose: "text form pos:span",
}
_KINDS: dict[type, str] = {
    nodes.Section: "section",
    nodes.Topic: "topic",
    nodes.Resource: "resource",
}


def _parse_fields(spec: str) -> list[tuple[str, str, str]]:
    """Name, attribute and mark of each field of a node."""
    found = []
    for word in spec.split():
        bare = word.rstrip("?*")
        name, _, attribute = bare.partition(":")
        found.append((name, attribute or name, word[len(bare) :]))
    return found


_PARSED = {kind: _parse_fields(spec) for kind, spec in _FIELDS.items()}
_ROOT_TITLE = _parse_fields(
    "title raw_title* title_pos:title_span? title_style? emoji* language shape"
)
_ROOT_REST = _parse_fields(f"pos:span {_CONTENT}")


def export(document: Document) -> Json:
    """The tree of a document as JSON objects; positions are 1-based, columns in code points."""
    source, root = document.source, document.root
    lines = source.line_count
    if lines > 1 and source.line_starts[-1] == len(source.text):
        lines -= 1  # a line end at the very end starts no further line
    written: Json = {
        "path": clean(source.path),
        "sha256": sha256(encode(source.text, source.encoding)).hexdigest(),
        "lines": lines,
        "repaired_from": None,
    }
    return {
        "kind": "roadmap",
        "schema_version": SCHEMA_VERSION,
        **_export_fields(root, _ROOT_TITLE, source),
        "source": written,
        **_export_fields(root, _ROOT_REST, source),
    }


def _export_fields(node: Any, fields: list[tuple[str, str, str]], source: Source) -> Json:
    found: Json = {}
    for name, attribute, mark in fields:
        value = getattr(node, attribute)
        if (mark == "?" and value is None) or (mark == "*" and not value):
            continue
        found[name] = _export_value(value, source)
    return found


def _export_value(value: Any, source: Source) -> Any:
    """A node, a place, a text, a number or several of them as JSON."""
    kind = type(value)
    if kind is str:
        return clean(value)
    if kind is Span:
        line, column, end_line, end_column = source.location(value)
        return {"line": line, "col": column, "end_line": end_line, "end_col": end_column}
    if kind in _PARSED:
        found = {"kind": _KINDS[kind]} if kind in _KINDS else {}
        return found | _export_fields(value, _PARSED[kind], source)
    if kind is tuple:
        return [_export_value(member, source) for member in value]
    if isinstance(value, Mapping):
        return {clean(key): clean(text) for key, text in value.items()}
    return int(value) if kind is float and value.is_integer() else value


def clean(text: str) -> str:
    """A text that can be written as UTF-8: a question mark for every undecodable byte."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


#: What is counted on the root and on every section; each also as `deep_…`, subsections included.
COUNTS = ("topics", "resources", "entries", "durations", "sections", "tables", "rows")
FLAGS = ("empty", "leaf", "stage", "skip", "duplicate")
#: Arrays of the tree that are left out where they are empty.
ARRAYS = frozenset({"prose", "topics", "resources", "durations", "prerequisites", "tables", "media",
                    "tocs", "translations", "details", "items"})  # fmt: skip
#: Roles of sections whose purpose is not to list things to learn.
FREE_ROLES = frozenset({"toc", "intro", "meta", "conclusion"})
_OWN = (*sorted(ARRAYS), "sections")


class ViewNode(NamedTuple):
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


def sections_of(root: Json) -> Iterator[ViewNode]:
    """Every section in document order, named by itself."""
    for section in root["sections"]:
        yield ViewNode(section, section["title"], section["depth"])
        yield from sections_of(section)


def select(root: Json, kind: str) -> Iterator[ViewNode]:
    """The nodes of a kind (a key of `SELECTORS`) in document order."""
    return SELECTORS[kind](root)


def _stages(node: Json) -> Iterator[ViewNode]:
    for section in node["sections"]:
        if section["flags"]["stage"]:
            yield ViewNode(section, section["title"], section["depth"])
        else:
            yield from _stages(section)


def _holders(root: Json) -> Iterator[ViewNode]:
    yield ViewNode(root, "")
    yield from sections_of(root)


def _topics(root: Json) -> Iterator[ViewNode]:
    for holder in _holders(root):
        for topic in _nested(holder.node.get("topics", ())):
            yield holder._replace(node=topic)


def _members(name: str) -> Callable[[Json], Iterator[ViewNode]]:
    """A selector of what stands in the array `name` of root, sections and topics."""

    def members(root: Json) -> Iterator[ViewNode]:
        for holder in _holders(root):
            for node in (holder.node, *_nested(holder.node.get("topics", ()))):
                for member in node.get(name, ()):
                    yield holder._replace(node=member)

    return members


def _entries(root: Json) -> Iterator[ViewNode]:
    for toc in _members("tocs")(root):
        for entry in toc.node["entries"]:
            yield toc._replace(node=entry)


SELECTORS: dict[str, Callable[[Json], Iterator[ViewNode]]] = {
    "roadmap": lambda root: iter((ViewNode(root, ""),)),
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
