"""Block tokens to the tree of blocks with source spans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from roadmaplint.markdown.blocks import Place, place_of
from roadmaplint.markdown.html import HtmlReader
from roadmaplint.markdown.inline import read_inlines
from roadmaplint.markdown.positions import (
    NormalizedSource,
    PositionMap,
    WholeLines,
    align_cell,
    align_lines,
)
from roadmaplint.markdown.tokens import Block, Inline
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_PIPE = lazy(r"(?<!\\)\|")


class TreeBuilder:
    """Builds the blocks of one document."""

    def __init__(self, normal: NormalizedSource, md: MarkdownIt, env: dict[str, Any]) -> None:
        """Take the text, the parser for inline text, and the definitions found by the blocks."""
        self.html = HtmlReader()
        self._normal = normal
        self._md = md
        self._env = env
        self._loose: set[int] = set()
        self._leaves: dict[str, Callable[[Token, Place], Block]] = {
            "fence": self._fence,
            "code_block": self._code,
            "html_block": self._html_block,
            "definition": self._definition,
            "hr": self._rule,
        }

    def build(self, tokens: Iterable[Token]) -> list[Block]:
        """All blocks of a container whose tokens these are, up to its closing token."""
        rest = iter(tokens)
        found: list[Block] = []
        for token in rest:
            if token.nesting < 0:
                break
            found.append(self._block(token, rest))
        return found

    def _block(self, token: Token, rest: Iterator[Token]) -> Block:
        kind, place = token.type, place_of(token)
        if kind in {"paragraph_open", "heading_open"}:
            inline = next(rest)
            next(rest)
            content = token.content or inline.content
            read = self._paragraph if kind == "paragraph_open" else self._heading
            return read(token, place, content)
        if kind == "table_open":
            for inner in rest:
                if inner.type == "table_close":
                    break
            return self._table(place)
        if kind in self._leaves:
            return self._leaves[kind](token, place)
        if kind == "list_item_open":
            self._loose.discard(token.level)
        return self._container(token, place, self.build(rest))

    def _span(self, place: Place, end: int | None = None) -> Span:
        """From a block's markup to `end`, or to the end of its last line that is not blank."""
        return self._normal.span(place.begin, _last_end(place) if end is None else end)

    def _inlines(self, content: str, places: PositionMap) -> tuple[Inline, ...]:
        return read_inlines(content, self._md, self._env, places, self.html) if content else ()

    def _map(self, content: str, firsts: Sequence[int], span: Span) -> PositionMap:
        return align_lines(content, firsts, self._normal) or WholeLines(span)

    def _paragraph(self, token: Token, place: Place, content: str) -> Block:
        firsts = place.firsts
        span = self._normal.span(place.begin, place.ends[-1])
        if task := token.meta.get("task", 0):
            content, firsts = content[task:], [firsts[0] + task, *firsts[1:]]
            span = Span(self._normal.offset(firsts[0]), span.end)
        places = self._map(content, firsts, span)
        if not token.hidden:
            self._loose.add(token.level - 1)
        inlines = self._inlines(content, places)
        return Block("paragraph", span, places.span(0, len(content)), inlines)

    def _heading(self, token: Token, place: Place, content: str) -> Block:
        level = int(token.tag[1])
        span, firsts, text = self._span(place), place.firsts, self._normal.text
        if token.markup.startswith("#"):
            marker, first = token.markup, text.find(content, firsts[0] + level)
            closed = content != text[first : place.ends[0]].rstrip()
            style, firsts = ("atx-closed" if closed else "atx"), [first]
        else:
            style = "setext"
            marker = text[firsts[-1] : place.ends[-1]].rstrip()
            firsts = firsts[:-1]
        places = self._map(content, firsts, span)
        inlines = self._inlines(content, places)
        whole = places.span(0, len(content))
        return Block("heading", span, whole, inlines, marker=marker, style=style, level=level)

    def _container(self, token: Token, place: Place, children: list[Block]) -> Block:
        """A list, an item or a quotation; the least that one covers is its marker."""
        start = self._normal.offset(place.begin)
        inside = tuple(children)
        if token.type == "blockquote_open":
            end = children[-1].span.end if children else start + 1
            return Block("quote", Span(start, end), children=inside, marker=">")
        if token.type == "list_item_open":
            marker = token.info + token.markup
            return Block(
                "item",
                Span(start, children[-1].span.end if children else start + len(marker)),
                children=inside,
                marker=marker,
                checked=token.meta.get("checked"),
                tight=token.level not in self._loose,
            )
        ordered = token.type == "ordered_list_open"
        marker = children[0].marker
        return Block(
            "list",
            Span(start, children[-1].span.end),
            children=inside,
            marker=marker,
            style="ordered" if ordered else "bullet",
            start=int(marker[:-1]) if ordered else None,
            tight=all(item.tight for item in children),
        )

    def _fence(self, token: Token, place: Place) -> Block:
        ends, closed = place.ends, token.meta["closed"]
        begin = min(ends[0] + 1, len(self._normal.text))
        end = ends[-2] + 1 if closed else max(_last_end(place), begin)
        return Block(
            "code",
            self._span(place, ends[-1] if closed else None),
            self._normal.span(begin, max(begin, end)),
            marker=token.markup,
            style="fenced",
            info=token.info.strip(),
        )

    def _code(self, _token: Token, place: Place) -> Block:
        span = self._span(place)
        return Block("code", span, span, style="indented")

    def _rule(self, _token: Token, place: Place) -> Block:
        marker = self._normal.text[place.begin : place.ends[-1]].rstrip()
        return Block("rule", self._span(place), marker=marker)

    def _html_block(self, token: Token, place: Place) -> Block:
        span = self._span(place)
        content = token.content.rstrip("\n")
        firsts = place.firsts[: content.count("\n") + 1]
        self.html.read(content, self._map(content, firsts, span))
        return Block("html", span)

    def _definition(self, token: Token, place: Place) -> Block:
        span = self._span(place)
        places = self._map(token.content, place.firsts, span)
        at = token.meta["target_at"]
        return Block(
            "definition",
            Span(span.start, places.span(0, token.meta["end"]).end),
            label=token.meta["label"],
            target=token.content[at[0] : at[1]],
            target_span=places.span(*at) if places.precision == "exact" else None,
            title=token.meta["title"],
        )

    def _table(self, place: Place) -> Block:
        lines = list(zip(place.firsts, place.ends, strict=True))
        header = self._row(*lines[0], columns=None)
        rows = [self._row(*line, columns=len(header.children)) for line in lines[2:]]
        return Block("table", self._span(place), children=(header, *rows))

    def _row(self, first: int, end: int, columns: int | None) -> Block:
        """A row; `columns` is the header's width, None for the header itself."""
        raw = self._normal.text[first:end].rstrip(" \t")
        cells = [
            self._cell(raw[at:stop], first + at, extra=columns is not None and number >= columns)
            for number, (at, stop) in enumerate(split_cells(raw))
        ]
        span = self._normal.span(first, first + len(raw))
        return Block("row", span, children=tuple(cells), header=columns is None)

    def _cell(self, raw: str, begin: int, *, extra: bool) -> Block:
        content, places = align_cell(raw, begin, self._normal)
        whole = places.span(0, len(content))
        span = self._normal.span(begin, begin + len(raw))
        if extra:
            return Block("cell", span, whole, style="extra")
        return Block("cell", span, whole, self._inlines(content, places))


def split_cells(row: str) -> list[tuple[int, int]]:
    """Start and end of every cell of a table row without blanks around it."""
    bounds = [-1, *(match.start() for match in _PIPE.finditer(row)), len(row)]
    cells = [(start + 1, end) for start, end in pairwise(bounds)]
    if cells and cells[0][0] == cells[0][1]:
        cells.pop(0)
    if cells and cells[-1][0] == cells[-1][1]:
        cells.pop()
    return cells


def _last_end(place: Place) -> int:
    """The end of a block's last line that is not blank."""
    lines = zip(reversed(place.firsts), reversed(place.ends), strict=True)
    return next((end for first, end in lines if first < end), place.ends[0])
