"""The parser's block and inline states, made to remember where every token stands."""

from __future__ import annotations

from itertools import accumulate
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block.state_block import StateBlock
from markdown_it.rules_inline.state_inline import StateInline
from markdown_it.utils import EnvType

from roadmaplint.markdown.bare import BEGIN
from roadmaplint.markdown.parsed import BlockToken, InlineToken
from roadmaplint.text.lazy import lazy

_STOP = lazy(r"[\n\\`~*_<&\[]|!\[")
_STOP_OR_ADDRESS = lazy(_STOP.pattern + "|" + BEGIN)


class PlacedBlock(StateBlock):
    """The parser's block state; every token knows where its markup begins."""

    tokens: list[BlockToken]  # type: ignore[assignment]

    def __init__(self, src: str, md: MarkdownIt, env: EnvType) -> None:
        """Begin at the first line of the view."""
        super().__init__("", md, env, [])
        self.src = src
        self._find_lines()
        self.begun = -1
        self.too_deep: list[tuple[int, int]] = []

    def first(self, line: int) -> int:
        """The place of a line's first character after indentation and container marks."""
        return self.bMarks[line] + self.tShift[line]

    def push(  # type: ignore[override]
        self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]
    ) -> BlockToken:
        """Add a token that begins where the running rule began."""
        level = self.level - (nesting < 0)
        token = BlockToken(ttype, tag, nesting, level)
        self.level = level + (nesting > 0)
        token.begin = self.first(self.line) if ttype == "list_item_open" else self.begun
        self.tokens.append(token)
        return token

    def _find_lines(self) -> None:
        """Note where lines begin and end, and how far they are indented.

        Blanks after the last line end are no line; one more beyond the end is what rules expect.
        """
        lines = self.src.split("\n")
        if not lines[-1].strip(" \t"):
            lines.pop()
        starts = [*accumulate((len(line) + 1 for line in lines), initial=0)]
        shifts = [len(line) - len(line.lstrip(" \t")) for line in lines]
        self.bMarks = [*starts[:-1], len(self.src)]
        self.eMarks = [*(start - 1 for start in starts[1:]), len(self.src)]
        self.tShift = [*shifts, 0]
        self.sCount = [*shifts, 0]
        if "\t" in self.src:
            self.sCount[:-1] = map(_columns, lines, shifts)
        self.bsCount = [0] * (len(lines) + 1)
        self.lineMax = len(lines)


def _columns(line: str, indent: int) -> int:
    """How many columns the first characters of a line take."""
    return len(line[:indent].expandtabs(4))


class PlacedInline(StateInline):
    """The parser's inline state, whose tokens know where they begin and end.

    Text that no rule wants is cut from the source text when the next token is pushed, never
    collected piece by piece. `tokens_meta` holds only what the parser's rules look for there: the
    delimiters inside each link and image.
    """

    tokens: list[InlineToken]  # type: ignore[assignment]

    def __init__(self, src: str, md: MarkdownIt, env: EnvType) -> None:
        """Begin at the start of a block's inline text."""
        self.begun = 0
        self.mark = -1
        super().__init__(src, md, env, [])
        self.last_bracket = src.rfind("]")
        self.stop = _STOP_OR_ADDRESS if "://" in src or "www." in src else _STOP

    # Rules of the parser append text here; it is cut from `src` instead.
    @property
    def pending(self) -> str:
        """Always empty."""
        return ""

    @pending.setter
    def pending(self, value: str) -> None:
        """Ignore text that a rule gives back."""

    def append_pending(self, text: str) -> None:
        """Ignore text that a rule gives back."""

    def flush(self, end: int) -> None:
        """Make the text since the last token a token of its own."""
        if 0 <= self.mark < end:
            text = self.src[self.mark : end]
            self.tokens.append(InlineToken("text", "", 0, content=text, start=self.mark, end=end))
        self.mark = -1

    def push(  # type: ignore[override]
        self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]
    ) -> InlineToken:
        """Add a token that stands where the running rule began."""
        self.flush(self.begun)
        token = InlineToken(ttype, tag, nesting, start=self.begun, end=self.begun)
        self.tokens.append(token)
        return token

    def place(self, start: int, end: int) -> None:
        """Say where the last token really stands."""
        token = self.tokens[-1]
        token.start, token.end = start, end
