"""The roadmaps on the page: per file its health, a map of its stages, and the tree of entries."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from msgspec import Struct

from roadmaplint.core.finding import Diagnostic, Severity
from roadmaplint.report.html.markup import (
    Html,
    badge,
    fill,
    isolate_title,
    join,
    language_attributes,
    web_link,
)
from roadmaplint.report.model import Node, Outline
from roadmaplint.report.stats import share
from roadmaplint.report.text import plural
from roadmaplint.text.source import Location

#: What findings of some rules say of a resource, in one word.
STATES: Mapping[str, str] = {
    "dead-link": "dead",
    "soft-dead-link": "dead",
    "missing-file": "dead",
    "wrong-case-path": "dead",
    "missing-anchor": "dead",
    "missing-remote-anchor": "dead",
    "failing-link": "failing",
    "moved-link": "moved",
    "duplicate-resource": "duplicate",
    "shared-url": "duplicate",
    "unlinked-resource": "unlinked",
}
#: The states in the order of their weight, each with its meaning.
STATE_WORDS: Mapping[str, str] = {
    "dead": "links that lead nowhere",
    "failing": "links that did not answer",
    "moved": "links whose page has moved",
    "duplicate": "resources listed twice",
    "unlinked": "resources without a link",
}
#: Sections, topics and resources that the page draws in all; when they run out, a file shows its
#: sections only, or its figures.
NODES = 20_000
#: Stages that a map shows; a document with more of them is a list, not a path.
STAGES = 60
#: An outline of more nodes than this is shown folded.
_FOLDED = 600
_LAST_LINE = 1 << 60


class Health(NamedTuple):
    """Findings of each severity in a stretch of a file, and how many of its entries are clean."""

    errors: int
    warnings: int
    infos: int
    entries: int
    clean: int

    @property
    def word(self) -> str:
        """`broken` with errors, `weak` with warnings, else `fine`."""
        return "broken" if self.errors else "weak" if self.warnings else "fine"

    @property
    def percent(self) -> int:
        """The share of entries without an error or a warning, rounded down; 100 without entries."""
        return share(self.clean, self.entries)

    @property
    def findings(self) -> str:
        """The findings in words, empty if there are none."""
        levels = ((self.errors, "error"), (self.warnings, "warning"), (self.infos, "info"))
        return ", ".join(plural(count, word) for count, word in levels if count)


class FileHealth:
    """The findings of one file by line; every question about a stretch costs two searches."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Take the findings of one file in the order of reports."""
        self._lines: dict[Severity, list[int]] = {level: [] for level in reversed(Severity)}
        self._states: list[tuple[int, int, str]] = []
        for diagnostic in diagnostics:
            line, column = diagnostic.location[:2]
            self._lines[diagnostic.severity].append(line)
            if diagnostic.rule in STATES:
                self._states.append((line, column, STATES[diagnostic.rule]))
        self._bad_lines = {*self._lines[Severity.ERROR], *self._lines[Severity.WARNING]}

    def of(self, first: int, last: int, entries: Sequence[Node]) -> Health:
        """The health of the lines `first` to `last`, which hold these entries."""
        errors, warnings, infos = (
            bisect_right(lines, last) - bisect_left(lines, first) for lines in self._lines.values()
        )
        return Health(errors, warnings, infos, len(entries), sum(map(self.is_clean, entries)))

    def is_clean(self, entry: Node) -> bool:
        """True if no error or warning begins on the first line of an entry."""
        return entry.location.line not in self._bad_lines

    def states(self, entry: Node) -> list[str]:
        """What is wrong with a resource, in words of `STATES`, the weightiest first."""
        line, column, end_line, end_column = entry.location
        low = bisect_left(self._states, (line, column, ""))
        high = bisect_left(self._states, (end_line, end_column, ""), low)
        found = {state for _, _, state in self._states[low:high]}
        return [state for state in STATE_WORDS if state in found]


class Part(Struct, frozen=True):
    """A section of an outline, its place there (-1 for the document), and what is in it."""

    node: Node
    at: int
    health: Health
    topics: int
    resources: int


class Drawing(Struct, frozen=True):
    """A file's outline with what is known of it; `file` is its number on the page."""

    outline: Outline
    file: int
    found: FileHealth
    parts: dict[int, Part]
    whole: Part


def findings_by_file(diagnostics: Iterable[Diagnostic]) -> dict[str, tuple[Diagnostic, ...]]:
    """The findings of every file that has some."""
    return {path: tuple(found) for path, found in groupby(diagnostics, key=lambda d: d.path)}


def draw(outline: Outline, file: int, found: FileHealth) -> Drawing:
    """Bring an outline and the findings of its file together."""
    nodes = outline.nodes
    ends = _ends(nodes)
    parts = {
        at: _part(node, at, nodes[at + 1 : ends[at]], found)
        for at, node in enumerate(nodes)
        if node.kind == "section"
    }
    root = Node("section", -1, "", Location(1, 1, 1, 1), _LAST_LINE)
    return Drawing(outline, file, found, parts, _part(root, -1, nodes, found))


def stages(drawn: Drawing) -> list[Part]:
    """The sections of the highest level that has two with entries in them; those are the road."""
    by_depth: dict[int, list[Part]] = {}
    for part in drawn.parts.values():
        if part.health.entries:
            by_depth.setdefault(part.node.depth, []).append(part)
    return next((by_depth[depth] for depth in sorted(by_depth) if len(by_depth[depth]) > 1), [])


def render_roadmaps(drawings: Sequence[Drawing]) -> Html:
    """The section of the roadmaps: one block that unfolds a file."""
    left = NODES
    files = []
    for drawn in drawings:
        nodes: Sequence[int] = range(len(drawn.outline.nodes))
        if len(nodes) > left:
            nodes = list(drawn.parts)
        shown = nodes if len(nodes) <= left else ()
        left -= len(shown)
        files.append(_file(drawn, shown, is_open=len(drawings) <= 3))
    return fill("roadmaps", files=join(files))


def _ends(nodes: Sequence[Node]) -> list[int]:
    """For every node the index behind the last one that belongs to it."""
    ends = [len(nodes)] * len(nodes)
    stack: list[int] = []
    for at, node in enumerate(nodes):
        while stack and nodes[stack[-1]].depth >= node.depth:
            ends[stack.pop()] = at
        stack.append(at)
    return ends


def _part(node: Node, at: int, below: Sequence[Node], found: FileHealth) -> Part:
    entries = [entry for entry in below if entry.kind != "section"]
    resources = sum(entry.kind == "resource" for entry in entries)
    health = found.of(node.location.line, node.end_line, entries)
    return Part(node, at, health, len(entries) - resources, resources)


def _file(drawn: Drawing, shown: Sequence[int], *, is_open: bool) -> Html:
    outline = drawn.outline
    values = _values(drawn.whole, drawn, outline.path)
    no_title = fill("nothing", words="no title")
    values["title"] = isolate_title(outline.title) if outline.title else no_title
    language = language_attributes(outline.language)
    if not outline.nodes:
        body = fill("nothing-drawn")
    elif not shown:
        body = fill("note", words="The page is full; a report on this file alone shows it.")
    else:
        full = "The page is full: of this file only the sections are drawn."
        note = fill("note", words=full) if len(shown) < len(outline.nodes) else ""
        tree = Html("".join(_tree(drawn, shown)))
        body = fill("drawing", language=language, map=_map(drawn), note=note, tree=tree)
    opened = " open" if is_open else ""
    return fill("file", **values, language=language, path=outline.path, open=opened, body=body)


def _map(drawn: Drawing) -> Html:
    road = stages(drawn)
    if len(road) < 2:
        return Html()
    shown = (fill("stage", **_values(part, drawn, part.node.text)) for part in road[:STAGES])
    stage_map = fill("map", path=drawn.outline.path, stages=join(shown))
    if len(road) <= STAGES:
        return stage_map
    more = f"and {plural(len(road) - STAGES, 'section')} more below"
    return join((stage_map, fill("note", words=more)))


def _tree(drawn: Drawing, shown: Sequence[int]) -> Iterator[str]:
    """The items of the tree; what has nodes below it holds a list of its own."""
    nodes = [(at, drawn.outline.nodes[at]) for at in shown]
    state = " open" if len(nodes) <= _FOLDED else ""
    stack: list[tuple[int, str]] = []
    for place, (at, node) in enumerate(nodes):
        while stack and stack[-1][0] >= node.depth:
            yield stack.pop()[1]
        has_more = place + 1 < len(nodes) and nodes[place + 1][1].depth > node.depth
        if node.kind == "section":
            part = drawn.parts[at]
            values = _values(part, drawn, node.text)
            head = fill("section", **values)
            yield f'<li class="section" id="{values["target"]}">{values["jump"]}'
            yield f"<details{state}><summary>{head}</summary><ul>" if has_more else f"{head}</li>"
            closing = "</ul></details></li>"
        else:
            yield f'<li class="{node.kind}">{_entry(node, drawn)}'
            yield "<ul>" if has_more else "</li>"
            closing = "</ul></li>"
        if has_more:
            stack.append((node.depth, closing))
    yield from (closing for _, closing in reversed(stack))


def _values(part: Part, drawn: Drawing, name: str) -> dict[str, str | int]:
    """What the fragments of a file, a stage and a section say of it."""
    health = part.health
    words = [plural(part.topics, "topic")] if part.topics else []
    words += [plural(part.resources, "resource")] if part.resources else []
    values: dict[str, str | int] = {
        "file": drawn.file,
        "target": f"section-{drawn.file}-{part.at}",
        "state": health.word,
        "title": isolate_title(part.node.text),
        "name": name,
        "note": _note(part.node),
        "counts": " · ".join(words) or "no entries",
        "findings": health.findings or "no findings",
        "fine": "" if health.findings else badge("fine", "no findings"),
        "clean": f"{health.clean} of {health.entries} entries without an error or a warning",
        "percent": health.percent,
    }
    first, last = part.node.location.line, part.node.end_line
    values["lines"] = Html(f' data-first="{first}" data-last="{last}"' if part.at >= 0 else "")
    values["jump"] = fill("jump", **values) if health.findings else ""
    values["bar"] = fill("bar", **values) if health.entries else ""
    return values


def _entry(node: Node, drawn: Drawing) -> str:
    boxes = {
        None: "",
        True: '<span class="box">[x]</span> ',
        False: '<span class="box">[ ]</span> ',
    }
    if node.kind == "topic":
        marks = [] if drawn.found.is_clean(node) else [badge("weak", "finding")]
        return " ".join((f"{boxes[node.checked]}{isolate_title(node.text)}", _note(node), *marks))
    states = drawn.found.states(node)
    if node.url is None and "unlinked" not in states:
        states.append("unlinked")
    label = f"{boxes[node.checked]}{web_link(node.url, node.text)}"
    return " ".join((label, _note(node), *(badge(state, state) for state in states)))


def _note(node: Node) -> Html:
    return fill("when", note=isolate_title(node.note)) if node.note else Html()
