"""Outline: the roadmap's tree as symbols of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types

from roadmaplint.roadmap.nodes import Content, Document, Resource, Section, Topic
from roadmaplint.server.places import Places
from roadmaplint.text.source import Span

_KIND = types.SymbolKind
_LONGEST = 120


def outline(document: Document, places: Places) -> list[types.DocumentSymbol]:
    """The tree of a document: sections, and in them topics and resources in their order."""
    root = document.root
    below = _content(root, places)
    if root.title is None or root.title_span is None:
        return below
    whole = Span(0, len(document.source.text))
    return [_symbol(root.title, _KIND.File, (whole, root.title_span), places, below)]


def flat(
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
        yield from flat(symbol.children or (), uri, symbol.name)


def _content(node: Content, places: Places) -> list[types.DocumentSymbol]:
    entries: list[Topic | Resource | Section] = [*node.topics, *node.resources, *node.sections]
    entries.sort(key=lambda entry: entry.span)
    return [_entry(entry, places) for entry in entries]


def _entry(entry: Topic | Resource | Section, places: Places) -> types.DocumentSymbol:
    if isinstance(entry, Section):
        kind = _KIND.Module if entry.stage is not None else _KIND.Namespace
        body = Span(entry.span.start, max(entry.body.end, entry.span.end))
        return _symbol(entry.title, kind, (body, entry.span), places, _content(entry, places))
    if isinstance(entry, Resource):
        spans = (entry.span, entry.span)
        return _symbol(entry.title, _KIND.Key, spans, places, [], entry.url or "")
    children: list[Topic | Resource] = [*entry.topics, *entry.resources]
    children.sort(key=lambda child: child.span)
    below = [_entry(child, places) for child in children]
    kind = _KIND.Class if entry.role == "group" else _KIND.Field
    name = entry.label or entry.text
    return _symbol(name, kind, (entry.span, entry.label_span or entry.span), places, below)


def _symbol(
    name: str,
    kind: types.SymbolKind,
    spans: tuple[Span, Span],
    places: Places,
    children: list[types.DocumentSymbol],
    detail: str = "",
) -> types.DocumentSymbol:
    """A symbol with its place and its name's; the one holds the other and the children."""
    whole, selection = map(places.span_range, spans)
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
