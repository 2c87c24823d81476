"""Block tokens to the tree of blocks with source spans."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.utils import EnvType

from roadmaplint.markdown.align import Alignment, WholeLines, align_cell, align_lines
from roadmaplint.markdown.html import HtmlReader
from roadmaplint.markdown.inline import parse_inline
from roadmaplint.markdown.light import light_inlines
from roadmaplint.markdown.parsed import BlockToken
from roadmaplint.markdown.spans import InlineBuilder
from roadmaplint.markdown.tokens import Block, Inline
from roadmaplint.markdown.view import View
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_PIPE = lazy(r"(?<!\\)\|")


class TreeBuilder:
    """Builds the blocks of one document."""

    def __init__(self, view: View, md: MarkdownIt, env: EnvType) -> None:
        """Take the view, the parser for inline text, and the definitions found by the blocks."""
        self.html = HtmlReader()
        self._view = view
        self._md = md
        self._env = env
        self._loose: set[int] = set()
        self._containers: dict[str, Callable[[BlockToken, list[Block]], Block]] = {
            "bullet_list_open": self._list,
            "ordered_list_open": self._list,
            "list_item_open": self._item,
            "blockquote_open": self._quote,
        }

    def build(self, tokens: Sequence[BlockToken]) -> list[Block]:
        """All blocks of a container whose tokens these are."""
        return self._children(iter(tokens))

    def _children(self, tokens: Iterator[BlockToken]) -> list[Block]:
        """The blocks up to the closing token of the container around them."""
        found: list[Block] = []
        for token in tokens:
            if token.nesting < 0:
                break
            found.append(self._block(token, tokens))
        return found

    def _block(self, token: BlockToken, tokens: Iterator[BlockToken]) -> Block:
        kind = token.type
        if kind in {"paragraph_open", "heading_open"}:
            inline = next(tokens)
            next(tokens)
            text = token.content or inline.content
            return (self._paragraph if kind[0] == "p" else self._heading)(token, text)
        if kind == "table_open":
            _skip(tokens, "table_close")
            return self._table(token)
        if token.nesting == 0:
            return self._leaf(token)
        if kind == "list_item_open":
            self._loose.discard(token.level)
        return self._containers[kind](token, self._children(tokens))

    def _leaf(self, token: BlockToken) -> Block:
        if token.type == "fence":
            return self._fence(token)
        if token.type == "code_block":
            span = self._span(token)
            return Block("code", span, span, style="indented")
        if token.type == "html_block":
            return self._html_block(token)
        if token.type == "definition":
            return self._definition(token)
        begin, end = token.begin, token.ends[-1]
        return Block("rule", self._span(token), marker=self._view.text[begin:end].rstrip())

    def _span(self, token: BlockToken, end: int | None = None) -> Span:
        """From a token's markup to `end`, or to the end of its last line that is not blank."""
        if end is None:
            end = _last_end(token)
        return self._view.span(token.begin, end)

    def _inlines(self, content: str, align: Alignment) -> tuple[Inline, ...]:
        if not content:
            return ()
        light = light_inlines(content, align)
        if light is not None:
            return light
        state = parse_inline(content, self._md, self._env)
        return InlineBuilder(align, self.html).build(state.tokens)

    def _align(self, content: str, firsts: Sequence[int], span: Span) -> Alignment:
        return align_lines(content, firsts, self._view) or WholeLines(span)

    def _paragraph(self, token: BlockToken, content: str) -> Block:
        firsts = token.firsts
        span = self._view.span(token.begin, token.ends[-1])
        if token.task:
            width = token.task
            content, firsts = content[width:], [firsts[0] + width, *firsts[1:]]
            span = Span(self._view.offset(firsts[0]), span.end)
        align = self._align(content, firsts, span)
        inlines = self._inlines(content, align)
        if not token.hidden:
            self._loose.add(token.level - 1)
        return Block("paragraph", span, align.span(0, len(content)), inlines)

    def _heading(self, token: BlockToken, content: str) -> Block:
        level = int(token.tag[1])
        span, firsts, text = self._span(token), token.firsts, self._view.text
        if token.markup.startswith("#"):
            marker, place = token.markup, text.find(content, firsts[0] + level)
            closed = content != text[place : token.ends[0]].rstrip()
            style, firsts = ("atx-closed" if closed else "atx"), [place]
        else:
            style = "setext"
            marker = text[firsts[-1] : token.ends[-1]].rstrip()
            firsts = firsts[:-1]
        align = self._align(content, firsts, span)
        inlines = self._inlines(content, align)
        whole = align.span(0, len(content))
        return Block("heading", span, whole, inlines, marker=marker, style=style, level=level)

    def _list(self, token: BlockToken, items: list[Block]) -> Block:
        start = self._view.offset(token.begin)
        ordered = token.type == "ordered_list_open"
        marker = items[0].marker
        return Block(
            "list",
            Span(start, items[-1].span.end),
            children=tuple(items),
            marker=marker,
            style="ordered" if ordered else "bullet",
            start=int(marker[:-1]) if ordered else None,
            tight=all(item.tight for item in items),
        )

    def _item(self, token: BlockToken, children: list[Block]) -> Block:
        marker = token.info + token.markup
        start = self._view.offset(token.begin)
        end = children[-1].span.end if children else start + len(marker)
        return Block(
            "item",
            Span(start, end),
            children=tuple(children),
            marker=marker,
            checked=token.checked,
            tight=token.level not in self._loose,
        )

    def _quote(self, token: BlockToken, children: list[Block]) -> Block:
        start = self._view.offset(token.begin)
        end = children[-1].span.end if children else start + 1
        return Block("quote", Span(start, end), children=tuple(children), marker=">")

    def _fence(self, token: BlockToken) -> Block:
        ends, closed = token.ends, token.closed
        size = len(self._view.text)
        begin = min(ends[0] + 1, size)
        end = ends[-2] + 1 if closed else max(_last_end(token), begin)
        return Block(
            "code",
            self._span(token, ends[-1] if closed else None),
            self._view.span(begin, max(begin, end)),
            marker=token.markup,
            style="fenced",
            info=token.info.strip(),
        )

    def _html_block(self, token: BlockToken) -> Block:
        span = self._span(token)
        content = token.content.rstrip("\n")
        firsts = token.firsts[: content.count("\n") + 1]
        align = self._align(content, firsts, span)
        self.html.read(content, align)
        return Block("html", span)

    def _definition(self, token: BlockToken) -> Block:
        span = self._span(token)
        align = self._align(token.content, token.firsts, span)
        at = token.meta["target_at"]
        exact = align.precision == "exact"
        return Block(
            "definition",
            Span(span.start, align.span(0, token.meta["end"]).end),
            label=token.meta["label"],
            target=token.content[at[0] : at[1]],
            target_span=align.span(*at) if exact else None,
            title=token.meta["title"],
        )

    def _table(self, token: BlockToken) -> Block:
        lines = list(zip(token.firsts, token.ends, strict=True))
        header = self._row(*lines[0], columns=None)
        width = len(header.children)
        rows = [self._row(*line, columns=width) for line in lines[2:]]
        return Block("table", self._span(token), children=(header, *rows))

    def _row(self, first: int, end: int, columns: int | None) -> Block:
        """A row; `columns` is the header's width, None for the header itself."""
        raw = self._view.text[first:end].rstrip(" \t")
        cells = [
            self._cell(raw[at:stop], first + at, extra=columns is not None and number >= columns)
            for number, (at, stop) in enumerate(split_cells(raw))
        ]
        span = self._view.span(first, first + len(raw))
        return Block("row", span, children=tuple(cells), header=columns is None)

    def _cell(self, raw: str, begin: int, *, extra: bool) -> Block:
        content, align = align_cell(raw, begin, self._view)
        whole = align.span(0, len(content))
        span = self._view.span(begin, begin + len(raw))
        if extra:
            return Block("cell", span, whole, style="extra")
        return Block("cell", span, whole, self._inlines(content, align))


def split_cells(row: str) -> list[tuple[int, int]]:
    """Start and end of every cell of a table row without blanks around it."""
    bounds = [-1, *(match.start() for match in _PIPE.finditer(row)), len(row)]
    cells = [(start + 1, end) for start, end in pairwise(bounds)]
    if cells and cells[0][0] == cells[0][1]:
        cells.pop(0)
    if cells and cells[-1][0] == cells[-1][1]:
        cells.pop()
    return cells


def _last_end(token: BlockToken) -> int:
    """The end of a block's last line that is not blank."""
    firsts, ends = token.firsts, token.ends
    number = len(ends) - 1
    while number > 0 and firsts[number] >= ends[number]:
        number -= 1
    return int(ends[number])


def _skip(tokens: Iterator[BlockToken], closing: str) -> None:
    """Pass over the tokens up to the next one of a type."""
    for token in tokens:
        if token.type == closing:
            return
