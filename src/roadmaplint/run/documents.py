"""Parsed documents, outlines and lines of the files of a run, made where a report asks."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from roadmaplint.core.linter import FileContext
from roadmaplint.core.parallel import map_jobs
from roadmaplint.files.discover import FoundFile
from roadmaplint.files.read import FileProblem, read, size_of
from roadmaplint.report.outline import Node, Outline
from roadmaplint.roadmap.nodes import Content, Document, Link, Resource, Section, Topic
from roadmaplint.roadmap.targets import classify, written_as
from roadmaplint.run.workspace import Workspace
from roadmaplint.text.decode import decode
from roadmaplint.text.source import Location, Source, Span


def trees(
    files: Iterable[FoundFile], workspace: Workspace, given: bytes | None = None
) -> Iterator[tuple[str, Document | None, str]]:
    """Path and document of every file, or None and the reason why it cannot be read.

    `given` are the bytes of the one file if they are not on disk.
    """
    from roadmaplint.markdown.parser import parse
    from roadmaplint.roadmap.build import build

    for file in files:
        try:
            data = read(file.location, workspace.settings.root) if given is None else given
        except FileProblem as problem:
            yield file.path, None, str(problem)
            continue
        source = decode(data, file.path)
        is_roadmap = workspace.settings.is_roadmap(file.path)
        yield file.path, build(source, parse(source), is_roadmap), ""


def outlines(
    files: Sequence[FoundFile], workspace: Workspace, processes: int | None = None
) -> tuple[Outline, ...]:
    """The outline of every file that can be read, in the order of the files."""
    sizes = [size_of(file.location) for file in files]
    found = map_jobs(_read_outline, files, workspace, processes, sizes)
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


class Lines:
    """The lines of a run's files, one file at a time in memory."""

    def __init__(
        self, files: Iterable[FoundFile], root: str | os.PathLike[str], *sources: Source
    ) -> None:
        """Take the files; `sources` are texts that are at hand and on no disk."""
        self._places = {file.path: file.location for file in files}
        self._root = root
        self._given = {source.path: source for source in sources}
        self._path = ""
        self._source: Source | None = None

    def text(self, path: str, line: int) -> str | None:
        """The text of a 1-based line without its line end; None where there is none."""
        source = self._given.get(path) or self._load(path)
        if source is None or not 1 <= line <= source.line_count:
            return None
        return source.slice(source.line_span(line))

    def _load(self, path: str) -> Source | None:
        if path != self._path:
            self._path, self._source = path, None
            if path in self._places:
                try:
                    self._source = decode(read(self._places[path], self._root), path)
                except FileProblem:
                    return None
        return self._source


def is_web(link: Link) -> bool:
    """True for links that lead out onto the web."""
    return (link.target[:4].lower() == "www." and link.form == "bare") or (
        classify(link.target, "").kind == "web"
    )


def asked(link: Link) -> str:
    """The address to ask: Markdown's escapes resolved, a scheme before a bare `www.`."""
    address = written_as(link.target)
    return f"http://{address}" if address[:4].lower() == "www." else address


def line_of(link: Link, document: Document) -> int:
    """The line on which rules report a link."""
    span = link.target_span or link.span
    return document.source.line_at(span.start)


def document_of(source: Source, workspace: Workspace) -> Document:
    """The typed tree of a source. Raises Unparsable."""
    return FileContext(source, workspace.settings.is_roadmap(source.path)).document()
