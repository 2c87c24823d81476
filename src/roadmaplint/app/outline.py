"""Outlines of files, made only where a report draws them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roadmaplint.app.pool import mapped
from roadmaplint.app.workspace import Workspace
from roadmaplint.files.discover import FoundFile
from roadmaplint.files.read import FileProblem, read, size_of
from roadmaplint.report.model import Node, Outline
from roadmaplint.roadmap.nodes import Content, Document, Resource, Section, Topic
from roadmaplint.text.decode import decode
from roadmaplint.text.source import Location, Source, Span


def outlines(
    files: Sequence[FoundFile], workspace: Workspace, processes: int | None = None
) -> tuple[Outline, ...]:
    """The outline of every file that can be read, in the order of the files."""
    size = sum(size_of(file.location) for file in files)
    found = mapped(_read_outline, files, workspace, processes, size)
    return tuple(outline for outline in found if outline is not None)


def outline_of_source(source: Source, workspace: Workspace) -> Outline:
    """The outline of a text."""
    from roadmaplint.markdown.parser import parse
    from roadmaplint.roadmap.build import build

    is_roadmap = workspace.settings.is_roadmap(source.path)
    return outline_of(build(source, parse(source), is_roadmap))


def outline_of(document: Document) -> Outline:
    """The outline of a parsed file: topics and resources in the order of the text."""
    root = document.root
    nodes = tuple(_content(root, 0, document.source))
    return Outline(document.source.path, root.title, root.language, nodes)


def _read_outline(file: FoundFile, workspace: Workspace) -> Outline | None:
    try:
        data = read(file.location, workspace.settings.root)
    except FileProblem:
        return None  # the check has reported it
    return outline_of_source(decode(data, file.path), workspace)


def _content(node: Content, depth: int, source: Source) -> Iterator[Node]:
    entries: list[Topic | Resource] = [*node.topics, *node.resources]
    for entry in sorted(entries, key=lambda entry: entry.span):
        yield from _entry(entry, depth, source)
    for section in node.sections:
        yield _section(section, depth, source)
        yield from _content(section, depth + 1, source)


def _section(section: Section, depth: int, source: Source) -> Node:
    level = section.stage.level if section.stage else None
    words: list[str] = [level] if level else []
    words += [found.raw for found in section.durations if found.raw not in section.title][:3]
    number = f"{section.number.raw} " if section.number else ""
    place = source.location(section.span)
    end = _last_line(section.body, source)
    return Node("section", depth, number + section.title, place, end, ", ".join(words))


def _entry(entry: Topic | Resource, depth: int, source: Source) -> Iterator[Node]:
    place, end = source.location(entry.span), _last_line(entry.span, source)
    if isinstance(entry, Resource):
        kind = "" if entry.type == "other" else entry.type
        note = ", ".join(filter(None, (kind, entry.note)))
        text = entry.title or entry.url or ""
        yield Node("resource", depth, text, place, end, note, entry.url, entry.checked)
        return
    times = ", ".join(found.raw for found in entry.durations[:3] if found.raw not in entry.text)
    yield Node("topic", depth, entry.text, place, end, times, None, entry.checked)
    inner: list[Topic | Resource] = [*entry.topics, *entry.resources]
    for below in sorted(inner, key=lambda below: below.span):
        yield from _entry(below, depth + 1, source)


def _last_line(span: Span, source: Source) -> int:
    place: Location = source.location(span)
    return place.end_line - (place.end_column == 1 and place.end_line > place.line)
