"""The parser's inline state, made to remember where every token stands."""

from __future__ import annotations

from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_inline.state_inline import StateInline
from markdown_it.utils import EnvType

from roadmaplint.markdown.bare import BEGIN
from roadmaplint.markdown.parsed import InlineToken
from roadmaplint.text.lazy import lazy

_STOP = lazy(r"[\n\\`~*_<&\[]|!\[")
_STOP_OR_ADDRESS = lazy(_STOP.pattern + "|" + BEGIN)


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
