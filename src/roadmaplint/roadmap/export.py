"""Document to plain data: the JSON form of the tree, valid against the schema of the AST."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any

from roadmaplint.roadmap.nodes import Content, Document, Resource, Roadmap, Section, Topic
from roadmaplint.roadmap.values import (
    Details,
    Duration,
    Item,
    Media,
    Number,
    Prerequisite,
    Prose,
    Stage,
    Table,
    Toc,
    TocEntry,
    Translation,
)
from roadmaplint.text.decode import encode
from roadmaplint.text.source import Source, Span

Json = dict[str, Any]
SCHEMA_VERSION = 1


def export(document: Document) -> Json:
    """The tree of a document as JSON objects; positions are 1-based, columns in code points."""
    return Exporter(document.source).roadmap(document.root)


class Exporter:
    """Turns nodes of one source into JSON objects."""

    def __init__(self, source: Source) -> None:
        """Take the source whose offsets become lines and columns."""
        self.source = source

    def pos(self, span: Span) -> Json:
        """A place."""
        line, col, end_line, end_col = self.source.location(span)
        return {"line": line, "col": col, "end_line": end_line, "end_col": end_col}

    def roadmap(self, root: Roadmap) -> Json:
        """The root."""
        found: Json = {"kind": "roadmap", "schema_version": SCHEMA_VERSION, "title": root.title}
        if root.title_span is not None:
            found |= {"raw_title": clean(root.raw_title), "title_pos": self.pos(root.title_span)}
            found |= {"title_style": root.title_style}
        if root.title is not None:
            found["title"] = clean(root.title)
        if root.emoji:
            found["emoji"] = root.emoji
        found |= {"language": root.language, "shape": root.shape}
        found["source"] = {
            "path": clean(self.source.path),
            "sha256": sha256(encode(self.source.text, self.source.encoding)).hexdigest(),
            "lines": self._line_count(),
            "repaired_from": None,
        }
        found["pos"] = self.pos(root.span)
        return found | self._content(root)

    def _line_count(self) -> int:
        """Lines of text; a line end at the very end starts no further line."""
        count = self.source.line_count
        return (
            count - 1
            if count > 1 and self.source.line_starts[-1] == len(self.source.text)
            else count
        )

    def section(self, section: Section) -> Json:
        """A section and everything below it."""
        found: Json = {
            "kind": "section",
            "id": clean(section.id),
            "title": clean(section.title),
            "raw_title": clean(section.raw_title),
            "level": section.level,
            "depth": section.depth,
            "heading_style": section.heading_style,
            "role": section.role,
        }
        if section.number is not None:
            found["number"] = _number(section.number)
        if section.emoji:
            found["emoji"] = section.emoji
        if section.stage is not None:
            found["stage"] = _stage(section.stage)
        if section.title_url is not None:
            found["title_url"] = clean(section.title_url)
        found |= {"pos": self.pos(section.span), "body": self.pos(section.body)}
        return found | self._content(section)

    def _content(self, node: Content) -> Json:
        """The arrays that the root and sections share; sections are always given."""
        found: Json = {}
        for name, write in self._writers():
            nodes: Iterable[Any] = getattr(node, name)
            if nodes:
                found[name] = [write(child) for child in nodes]
        found["sections"] = [self.section(section) for section in node.sections]
        return found

    def _writers(self) -> tuple[tuple[str, Callable[[Any], Json]], ...]:
        """The arrays of a node and how their members are written."""
        return (
            ("prose", self._prose),
            ("topics", self.topic),
            ("resources", self.resource),
            ("durations", self._duration),
            ("prerequisites", self._prerequisite),
            ("tables", self._table),
            ("media", self._media),
            ("tocs", self._toc),
            ("translations", self._translation),
            ("details", self._details),
        )

    def topic(self, topic: Topic) -> Json:
        """A topic and everything below it."""
        found: Json = {"kind": "topic", "role": topic.role, "text": clean(topic.text)}
        if topic.label:
            found["label"] = clean(topic.label)
        found["origin"] = topic.origin
        if topic.ordinal is not None:
            found["ordinal"] = topic.ordinal
        if topic.checked is not None:
            found["checked"] = topic.checked
        if topic.columns:
            found["columns"] = {clean(key): clean(value) for key, value in topic.columns.items()}
        found["pos"] = self.pos(topic.span)
        parts: tuple[tuple[str, Iterable[Any], Callable[[Any], Json]], ...] = (
            ("items", topic.items, self._item),
            ("topics", topic.topics, self.topic),
            ("resources", topic.resources, self.resource),
            ("durations", topic.durations, self._duration),
            ("prerequisites", topic.prerequisites, self._prerequisite),
        )
        return found | {
            name: [write(node) for node in nodes] for name, nodes, write in parts if nodes
        }

    def resource(self, resource: Resource) -> Json:
        """A resource."""
        found: Json = {"kind": "resource", "title": clean(resource.title)}
        if resource.raw_title:
            found["raw_title"] = clean(resource.raw_title)
        found["url"] = None if resource.url is None else clean(resource.url)
        authors = [clean(author) for author in resource.authors]
        optional = {
            "authors": authors or None,
            "type": resource.type,
            "role": resource.role,
            "checked": resource.checked,
            "free": resource.free,
            "note": clean(resource.note) or None,
            "struck": resource.struck or None,
        }
        found |= {name: value for name, value in optional.items() if value is not None}
        return found | {"pos": self.pos(resource.span)}

    def _item(self, item: Item) -> Json:
        """A member of a packed list."""
        found: Json = {"text": clean(item.text), "via": item.via}
        if item.span is not None:
            found["pos"] = self.pos(item.span)
        if item.items:
            found["items"] = [self._item(inner) for inner in item.items]
        return found

    def _duration(self, duration: Duration) -> Json:
        """A duration."""
        found: Json = {
            "kind": duration.kind,
            "raw": clean(duration.raw),
            "unit": duration.unit,
            "min": _number_of(duration.low),
            "max": None if duration.high is None else _number_of(duration.high),
        }
        if duration.per is not None:
            found["per"] = duration.per
        if duration.approx:
            found["approx"] = True
        return found | {"pos": self.pos(duration.span)}

    def _prerequisite(self, node: Prerequisite) -> Json:
        """A prerequisite."""
        url = None if node.url is None else clean(node.url)
        target = None if node.target is None else clean(node.target)
        return {"text": clean(node.text), "url": url, "target": target, "pos": self.pos(node.span)}

    def _table(self, table: Table) -> Json:
        """A table."""
        columns = [
            {"header": clean(column.header), "role": column.role} for column in table.columns
        ]
        pos = self.pos(table.span)
        return {"columns": columns, "rows": table.rows, "shape": table.shape, "pos": pos}

    def _media(self, media: Media) -> Json:
        """A picture or film."""
        return {
            "kind": media.kind,
            "src": clean(media.src),
            "alt": None if media.alt is None else clean(media.alt),
            "href": None if media.href is None else clean(media.href),
            "syntax": media.syntax,
            "pos": self.pos(media.span),
        }

    def _toc(self, toc: Toc) -> Json:
        """A table of contents."""
        entries = [self._entry(entry) for entry in toc.entries]
        return {"style": toc.style, "entries": entries, "pos": self.pos(toc.span)}

    def _entry(self, entry: TocEntry) -> Json:
        """A line of a table of contents."""
        return {
            "text": clean(entry.text),
            "href": None if entry.href is None else clean(entry.href),
            "depth": entry.depth,
            "target": None if entry.target is None else clean(entry.target),
            "pos": self.pos(entry.span),
        }

    def _translation(self, node: Translation) -> Json:
        """A link to a translation."""
        found = {"title": clean(node.title), "lang": node.lang, "url": clean(node.url)}
        return found | {"pos": self.pos(node.span)}

    def _details(self, node: Details) -> Json:
        """A foldable block."""
        return {"summary": clean(node.summary), "open": node.open, "pos": self.pos(node.span)}

    def _prose(self, node: Prose) -> Json:
        """Running text."""
        return {"text": clean(node.text), "form": node.form, "pos": self.pos(node.span)}


def clean(text: str) -> str:
    """A text that can be written as UTF-8: undecodable bytes become U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode("utf-8") if _has_surrogate(text) else text


def _has_surrogate(text: str) -> bool:
    """True if an undecodable byte was kept in the text."""
    return any("\ud800" <= char <= "\udfff" for char in text)


def _number_of(value: float) -> int | float:
    """A whole number without its point."""
    return int(value) if value == int(value) else value


def _number(number: Number) -> Json:
    """A number in front of a title."""
    return {"raw": clean(number.raw), "path": list(number.path), "style": number.style}


def _stage(stage: Stage) -> Json:
    """A stage."""
    found: Json = {}
    if stage.level is not None:
        found["level"] = stage.level
    if stage.index is not None:
        index = stage.index
        found["index"] = {"unit": index.unit, "from": index.first, "to": index.last}
    if stage.lang:
        found["lang"] = stage.lang
    if stage.matched:
        found["matched"] = clean(stage.matched)
    return found
