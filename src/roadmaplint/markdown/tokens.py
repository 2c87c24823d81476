"""Our own tokens: what a Markdown text is made of, every piece with its place in the source.

Nothing here belongs to a parser. Any parser that fills these types can stand behind the room.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from msgspec import Struct

from roadmaplint.text.source import Span

BlockKind = Literal["heading", "paragraph", "list", "item", "quote", "code", "html", "rule",
                    "table", "row", "cell", "definition", "front-matter"]  # fmt: skip
InlineKind = Literal[
    "text", "code", "emphasis", "strong", "strike", "link", "image", "html", "break", "softbreak"
]
#: How a link or image was written; "bare" is an address that only GitHub's extension links.
LinkForm = Literal["inline", "full", "collapsed", "shortcut", "autolink", "bare"]
#: "line": the exact place is not known, the span covers whole lines; no fix may be built on it.
Precision = Literal["exact", "line"]


class Inline(Struct, frozen=True):
    """One inline construct.

    `span` covers the markup too, `content` what stands between the markers (link text, emphasised
    text, code without backticks). `text` is what a reader sees: escapes and entities resolved,
    children joined; for images the alternative text; for raw HTML the tag as written. `target` is
    a link's or image's destination as written (escapes and entities kept), `target_span` its
    place, brackets `<>` not included; for references both are those of the definition's use:
    `label` is set, `target` is the definition's destination and `target_span` is None.
    """

    kind: InlineKind
    span: Span
    text: str = ""
    content: Span | None = None
    children: tuple[Inline, ...] = ()
    marker: str = ""
    form: LinkForm | None = None
    target: str | None = None
    target_span: Span | None = None
    title: str | None = None
    label: str | None = None
    precision: Precision = "exact"

    def walk(self) -> Iterator[Inline]:
        """This construct and everything inside it, in document order."""
        return self._nested() if self.children else iter((self,))

    def _nested(self) -> Iterator[Inline]:
        yield self
        for child in self.children:
            yield from child.walk()


class Block(Struct, frozen=True):
    """One block.

    `span` runs from the first character of the block's own markup to the end of its last line of
    content (without the line end, trailing blank lines excluded). `content` is the range of the
    inline text of headings, paragraphs and cells, and the body of code and front matter.
    `marker` is the markup as written: `##`, `===`, `-`, `3.`, the fence, `***`, `>`.

    Fields by kind: heading `level`, `style` atx/atx-closed/setext, `inlines`; list `style`
    bullet/ordered, `start`, `tight`, children are items; item `marker`, `checked` (task list),
    children are blocks; code `style` fenced/indented, `info`; table children are rows, row
    `header`, its children are cells; definition `label`, `target`, `target_span`, `title`.
    """

    kind: BlockKind
    span: Span
    content: Span | None = None
    inlines: tuple[Inline, ...] = ()
    children: tuple[Block, ...] = ()
    marker: str = ""
    style: str = ""
    level: int = 0
    start: int | None = None
    tight: bool = True
    checked: bool | None = None
    header: bool = False
    info: str = ""
    label: str = ""
    target: str = ""
    target_span: Span | None = None
    title: str | None = None

    def walk(self) -> Iterator[Block]:
        """This block and every block inside it, in document order."""
        stack = [self]
        while stack:
            block = stack.pop()
            yield block
            if block.children:
                stack.extend(reversed(block.children))

    def walk_inlines(self) -> Iterator[Inline]:
        """The inline constructs of this block itself, nested ones too, in document order."""
        for inline in self.inlines:
            yield from inline.walk()

    @property
    def marker_span(self) -> Span:
        """Where the marker of a heading or item is written."""
        return Span(self.span.start, self.span.start + len(self.marker))

    @property
    def text(self) -> str:
        """What a reader sees of the block's own inline text; breaks are one space."""
        return plain_text(self.inlines)


class Tag(Struct, frozen=True):
    """One HTML tag, from an HTML block or inline HTML.

    `name` is lower case. `attributes` maps lower-case names to the value as written with entities
    resolved; `value_spans` to the value's place without quotes (absent for bare attributes).
    """

    name: str
    span: Span
    closing: bool
    self_closing: bool
    attributes: dict[str, str]
    value_spans: dict[str, Span]


class Comment(Struct, frozen=True):
    """One HTML comment; `text` is what stands between `<!--` and `-->`."""

    span: Span
    text: str


class Markdown(Struct, frozen=True, dict=True):
    """A parsed text: top-level blocks in order, tags and comments outside code, and what was cut.

    `too_deep` holds the places where nesting passed the parser's limit and content was dropped.
    """

    blocks: tuple[Block, ...]
    tags: tuple[Tag, ...]
    comments: tuple[Comment, ...]
    too_deep: tuple[Span, ...] = ()

    def walk(self) -> Iterator[Block]:
        """Every block, containers before their content, in document order."""
        return iter(self._all)

    @cached_property
    def _all(self) -> tuple[Block, ...]:
        """Every block: dozens of rules walk over them."""
        return tuple(block for top in self.blocks for block in top.walk())


def plain_text(inlines: tuple[Inline, ...]) -> str:
    """What a reader sees of inline constructs; raw HTML vanishes, breaks are one space."""
    parts = []
    for inline in inlines:
        if inline.kind in {"break", "softbreak"}:
            parts.append(" ")
        elif inline.kind != "html":
            parts.append(inline.text)
    return "".join(parts)
