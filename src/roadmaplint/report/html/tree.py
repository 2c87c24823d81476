"""The roadmaps: per file a map of its stages and the tree of sections, topics and resources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadmaplint.report.html.health import FileHealth, Health
from roadmaplint.report.html.markup import apart, badge, language, text, titled, web_link
from roadmaplint.report.outline import Node, Outline
from roadmaplint.report.summary import plural
from roadmaplint.text.source import Location

#: Sections, topics and resources that the page draws in all; when they run out, a file shows its
#: sections only, or its figures.
NODES = 20_000
#: Stages that a map shows; a document with more of them is a list, not a path.
STAGES = 60
#: An outline of more nodes than this is shown folded.
_FOLDED = 600
_LAST_LINE = 1 << 60


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


def drawing(outline: Outline, file: int, found: FileHealth) -> Drawing:
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


def roadmaps(drawings: Sequence[Drawing]) -> Iterator[str]:
    """The section of the roadmaps: one block that unfolds a file."""
    yield '<section id="roadmaps" aria-labelledby="roadmaps-title">'
    yield '<h2 id="roadmaps-title">Roadmaps</h2>'
    yield (
        '<p class="tools"><button type="button" id="unfold">Unfold all</button> '
        '<button type="button" id="fold">Fold all</button></p>'
    )
    left = NODES
    for drawn in drawings:
        nodes: Sequence[int] = range(len(drawn.outline.nodes))
        if len(nodes) > left:
            nodes = list(drawn.parts)
        shown = nodes if len(nodes) <= left else ()
        left -= len(shown)
        yield from _file(drawn, shown, is_open=len(drawings) <= 3)
    yield "</section>"


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


def _file(drawn: Drawing, shown: Sequence[int], *, is_open: bool) -> Iterator[str]:
    outline, part = drawn.outline, drawn.whole
    yield _jump(part, drawn, outline.path)
    yield f'<details class="file"{" open" if is_open else ""} id="file-{drawn.file}"><summary>'
    title = titled(outline.title) if outline.title else '<span class="nothing">no title</span>'
    yield f'<h3{language(outline.language)}>{title}</h3> <span class="path">{apart(outline.path)}'
    yield f"</span> {_counts(part)} {_bar(part.health)} {_none(part)}</summary>"
    if not outline.nodes:
        yield '<p class="nothing">No sections, topics or resources.</p></details>'
        return
    if not shown:
        yield '<p class="note">The page is full; a report on this file alone shows it.</p>'
        yield "</details>"
        return
    yield f"<div{language(outline.language)}>"
    yield from _map(drawn)
    if len(shown) < len(outline.nodes):
        yield '<p class="note">The page is full: of this file only the sections are drawn.</p>'
    yield from _tree(drawn, shown)
    yield "</div></details>"


def _map(drawn: Drawing) -> Iterator[str]:
    road = stages(drawn)
    if len(road) < 2:
        return
    yield f'<ol class="map" aria-label="Stages of {text(drawn.outline.path)}">'
    for part in road[:STAGES]:
        health = part.health
        yield (
            f'<li class="stage {health.word}"><a href="#{_name(drawn, part.at)}">'
            f"{titled(part.node.text)}</a>{_note(part.node)}{_counts(part)}{_bar(health)}"
            f'<span class="state-word" dir="ltr">{_findings(health) or "no findings"}</span></li>'
        )
    yield "</ol>"
    if len(road) > STAGES:
        yield f'<p class="note">and {plural(len(road) - STAGES, "section")} more below</p>'


def stages(drawn: Drawing) -> list[Part]:
    """The sections of the highest level that has two with entries in them; those are the road."""
    by_depth: dict[int, list[Part]] = {}
    for part in drawn.parts.values():
        if part.health.entries:
            by_depth.setdefault(part.node.depth, []).append(part)
    return next((by_depth[depth] for depth in sorted(by_depth) if len(by_depth[depth]) > 1), [])


def _tree(drawn: Drawing, shown: Sequence[int]) -> Iterator[str]:
    nodes = [(at, drawn.outline.nodes[at]) for at in shown]
    state = " open" if len(nodes) <= _FOLDED else ""
    yield '<ul class="tree">'
    stack: list[tuple[int, str]] = []
    for place, (at, node) in enumerate(nodes):
        while stack and stack[-1][0] >= node.depth:
            yield stack.pop()[1]
        has_more = place + 1 < len(nodes) and nodes[place + 1][1].depth > node.depth
        if node.kind != "section":
            yield f'<li class="{node.kind}">{_entry(node, drawn)}'
            yield "<ul>" if has_more else "</li>"
            closing = "</ul></li>"
        else:
            head = _section(drawn.parts[at])
            yield f'<li class="section" id="{_name(drawn, at)}">'
            yield _jump(drawn.parts[at], drawn, node.text)
            yield f"<details{state}><summary>{head}</summary><ul>" if has_more else f"{head}</li>"
            closing = "</ul></details></li>"
        if has_more:
            stack.append((node.depth, closing))
    yield "".join(closing for _, closing in reversed(stack)) + "</ul>"


def _section(part: Part) -> str:
    title = f'<strong class="{part.health.word}">{titled(part.node.text)}</strong>'
    return f"{title} {_note(part.node)} {_counts(part)} {_none(part)}"


def _entry(node: Node, drawn: Drawing) -> str:
    box = ""
    if node.checked is not None:
        box = '<span class="box">[x]</span> ' if node.checked else '<span class="box">[ ]</span> '
    if node.kind == "topic":
        mark = "" if drawn.found.is_clean(node) else " " + badge("weak", "finding")
        return f"{box}{titled(node.text)} {_note(node)}{mark}"
    states = drawn.found.states(node)
    if node.url is None and "unlinked" not in states:
        states.append("unlinked")
    marks = "".join(" " + badge(state, state) for state in states)
    return f"{box}{web_link(node.url, node.text)} {_note(node)}{marks}"


def _note(node: Node) -> str:
    return f'<span class="when">{titled(node.note)}</span>' if node.note else ""


def _counts(part: Part) -> str:
    words = [plural(part.topics, "topic")] if part.topics else []
    words += [plural(part.resources, "resource")] if part.resources else []
    return f'<span class="counts" dir="ltr">{" · ".join(words) or "no entries"}</span>'


def _findings(health: Health) -> str:
    levels = ((health.errors, "error"), (health.warnings, "warning"), (health.infos, "info"))
    return ", ".join(plural(count, word) for count, word in levels if count)


def _none(part: Part) -> str:
    return "" if _findings(part.health) else badge("fine", "no findings")


def _jump(part: Part, drawn: Drawing, name: str) -> str:
    """A link to the findings of a stretch; the page's script narrows the list to it."""
    words = _findings(part.health)
    if not words:
        return ""
    first, last = part.node.location.line, part.node.end_line
    stretch = f' data-first="{first}" data-last="{last}"' if part.at >= 0 else ""
    return (
        f'<a class="jump {part.health.word}" href="#findings" data-file="{drawn.file}"{stretch} '
        f'dir="ltr" data-name="{text(name)}" aria-label="{words} in {text(name)}">{words}</a>'
    )


def _bar(health: Health) -> str:
    """How many of the entries are clean, as a bar with the same in words."""
    if not health.entries:
        return ""
    words = f"{health.clean} of {health.entries} entries without an error or a warning"
    return (
        f'<svg class="bar {health.word}" role="img" aria-label="{words}" viewBox="0 0 100 8" '
        f'preserveAspectRatio="none"><title>{words}</title><rect class="rest" width="100" '
        f'height="8"/><rect class="clean" width="{health.percent}" height="8"/></svg>'
    )


def _name(drawn: Drawing, at: int) -> str:
    """The id of a section on the page."""
    return f"section-{drawn.file}-{at}"
