"""What there is to see: the outline, topics of the project, links, cards of rules."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lsprotocol import types

from roadmaplint.core.finding import Diagnostic
from roadmaplint.core.rule_meta import Card
from roadmaplint.data import card_text
from roadmaplint.files.read import FileProblem, read
from roadmaplint.markdown.parser import parse
from roadmaplint.report.card import card_markdown
from roadmaplint.roadmap.build import build
from roadmaplint.roadmap.nodes import Content, Document, Link, Resource, Section, Topic
from roadmaplint.roadmap.project_index import DocumentFacts, TopicFact
from roadmaplint.roadmap.targets import classify, written_as
from roadmaplint.server.conversions import PositionIndex, Positions, path_of, uri_of
from roadmaplint.server.documents import Checked, Compared
from roadmaplint.text.decode import decode
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_KIND = types.SymbolKind
_LONGEST = 120
_MOST = 300
_Found = tuple[str, types.SymbolKind, TopicFact]
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_WHY = lazy(r"^## Why[ \t]*\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_MOST_CARDS = 3


def document_symbols(document: Document, positions: Positions) -> list[types.DocumentSymbol]:
    """The tree of a document: sections, and in them topics and resources in their order."""
    root = document.root
    below = _content(root, positions)
    if root.title is None or root.title_span is None:
        return below
    whole = Span(0, len(document.source.text))
    return [_symbol(root.title, _KIND.File, (whole, root.title_span), positions, below)]


def flatten_symbols(
    symbols: Iterable[types.DocumentSymbol], uri: str, above: str | None = None
) -> Iterator[types.SymbolInformation]:
    """The same symbols one after the other, for clients that know no tree."""
    for symbol in symbols:
        yield types.SymbolInformation(
            location=types.Location(uri, symbol.range),
            name=symbol.name,
            kind=symbol.kind,
            container_name=above,
        )
        yield from flatten_symbols(symbol.children or (), uri, symbol.name)


def _content(node: Content, positions: Positions) -> list[types.DocumentSymbol]:
    entries: list[Topic | Resource | Section] = [*node.topics, *node.resources, *node.sections]
    entries.sort(key=lambda entry: entry.span)
    return [_entry(entry, positions) for entry in entries]


def _entry(entry: Topic | Resource | Section, positions: Positions) -> types.DocumentSymbol:
    if isinstance(entry, Section):
        kind = _KIND.Module if entry.stage is not None else _KIND.Namespace
        body = Span(entry.span.start, max(entry.body.end, entry.span.end))
        return _symbol(entry.title, kind, (body, entry.span), positions, _content(entry, positions))
    if isinstance(entry, Resource):
        spans = (entry.span, entry.span)
        return _symbol(entry.title, _KIND.Key, spans, positions, [], entry.url or "")
    children: list[Topic | Resource] = [*entry.topics, *entry.resources]
    children.sort(key=lambda child: child.span)
    below = [_entry(child, positions) for child in children]
    kind = _KIND.Class if entry.role == "group" else _KIND.Field
    name = entry.label or entry.text
    return _symbol(name, kind, (entry.span, entry.label_span or entry.span), positions, below)


def _symbol(
    name: str,
    kind: types.SymbolKind,
    spans: tuple[Span, Span],
    positions: Positions,
    children: list[types.DocumentSymbol],
    detail: str = "",
) -> types.DocumentSymbol:
    """A symbol with its place and its name's; the one holds the other and the children."""
    whole, selection = map(positions.span_range, spans)
    held = [whole, selection, *(child.range for child in children)]
    start = min((r.start for r in held), key=_order)
    end = max((r.end for r in held), key=_order)
    return types.DocumentSymbol(
        name=_line(name),
        kind=kind,
        range=types.Range(start, end),
        selection_range=selection,
        detail=detail[:_LONGEST] or None,
        children=children or None,
    )


def _order(position: types.Position) -> tuple[int, int]:
    return (position.line, position.character)


def _line(name: str) -> str:
    """A name on one line, never empty: clients refuse symbols without one."""
    line = " ".join(name.split())
    return f"{line[:_LONGEST]}…" if len(line) > _LONGEST else line or "(no name)"


def workspace_symbols(
    compared: Compared, query: str, index: PositionIndex
) -> list[types.SymbolInformation]:
    """Topics, resources and headings whose name holds every word of a query, at most 300."""
    words = query.casefold().split()
    found = islice(_matching(compared, words), _MOST)
    return [symbol for hit in found for symbol in _topic_symbol(hit, compared.root, index)]


def _matching(compared: Compared, words: list[str]) -> Iterator[_Found]:
    for path, facts in sorted(compared.facts.items()):
        for kind, fact in _named(facts):
            name = fact.text.casefold()
            if fact.text.strip() and all(word in name for word in words):
                yield path, kind, fact


def _named(facts: DocumentFacts) -> Iterator[tuple[types.SymbolKind, TopicFact]]:
    for topic in facts.topics:
        yield types.SymbolKind.Field, topic
    for heading in facts.headings:
        yield types.SymbolKind.Namespace, TopicFact(heading.text, None, (), heading.location)
    for resource in facts.resources:
        yield types.SymbolKind.Key, resource


def _topic_symbol(
    found: _Found, root: str, index: PositionIndex
) -> Iterator[types.SymbolInformation]:
    path, kind, fact = found
    absolute = os.path.normpath(os.path.join(root, path))
    positions = index.at(absolute, root)
    if positions is not None:
        yield types.SymbolInformation(
            location=types.Location(uri_of(absolute), positions.range(fact.location)),
            name=" ".join(fact.text.split())[:120],
            kind=kind,
            container_name=" › ".join(fact.trail) or path,
        )


def document_links(checked: Checked, positions: Positions) -> Iterator[types.DocumentLink]:
    """Every link that leads somewhere; an anchor in another file is looked for on opening."""
    for link in checked.document.links:
        target, data = _target(link, checked)
        if target is not None:
            span = link.target_span or link.span
            yield types.DocumentLink(range=positions.span_range(span), target=target, data=data)


def resolve_link(link: types.DocumentLink) -> types.DocumentLink:
    """A link whose address also names the line of its anchor, if the file has one."""
    data = link.data if isinstance(link.data, dict) else {}
    path, root, anchor = (data.get(key) for key in ("path", "root", "anchor"))
    if not (isinstance(path, str) and isinstance(root, str) and isinstance(anchor, str)):
        return link
    try:
        source = decode(read(path, root), path)
    except FileProblem:
        return link
    line = _line_of(build(source, parse(source)), anchor)
    return link if line is None else types.DocumentLink(link.range, uri_of(path, line))


def _target(link: Link, checked: Checked) -> tuple[str | None, dict[str, str] | None]:
    """The address of a link, None if none can be opened, and what finds the place in it."""
    target = classify(link.target, checked.source.path)
    here = path_of(checked.buffer.uri)
    if target.kind == "anchor" and here is not None:
        line = _line_of(checked.document, target.fragment or "")
        return (None if line is None else uri_of(here, line)), None
    if target.kind == "file" and target.path is not None and here is not None:
        return _file(target.path, target.fragment, str(checked.workspace.settings.root))
    return _address(written_as(link.target), is_web=target.kind == "web"), None


def _address(written: str, *, is_web: bool) -> str | None:
    start = written[:7].lower()
    if is_web:
        return f"https:{written}" if written.startswith("//") else written
    if start.startswith("www."):
        return f"http://{written}"
    return written if start == "mailto:" else None


def _file(name: str, fragment: str | None, root: str) -> tuple[str | None, dict[str, str] | None]:
    path = os.path.normpath(os.path.join(root, name))
    if not os.path.exists(path):
        return None, None
    has_place = fragment and path.lower().endswith(_MARKDOWN)
    data = {"path": path, "root": root, "anchor": fragment or ""} if has_place else None
    return uri_of(path), data


def _line_of(document: Document, name: str) -> int | None:
    """The 1-based line of an anchor, as GitHub finds it: letter case does not count."""
    wanted = name.casefold()
    for anchor in document.anchors:
        if anchor.name.casefold() == wanted:
            return document.source.line_at(anchor.span.start)
    return None


def explain_rules(found: Iterable[Diagnostic], cards: dict[str, Card]) -> str:
    """The cards of the rules of some diagnostics as Markdown, each once; empty for none."""
    rules = list(dict.fromkeys(d.rule for d in found if d.rule in cards))
    return "\n\n---\n\n".join(_card(cards[rule]) for rule in rules[:_MOST_CARDS])


def strip_markdown(markdown: str) -> str:
    """The same without marks, for clients that show plain text only."""
    text = re.sub(r"\[([^]]*)\]\(([^)]*)\)", r"\1: \2", markdown)
    return text.replace("**", "").replace("`", "")


def _card(card: Card) -> str:
    try:
        why = _WHY.search(card_text(card.place))
    except OSError:
        why = None
    short = card_markdown(card)
    if why is None:
        return short
    head, _, rest = short.partition("\n\n")
    return f"{head}\n\n{why[1].strip()}\n\n{rest}"
