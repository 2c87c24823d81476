"""Inline tokens to the tree of inline constructs with source spans."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from roadmaplint.markdown.align import Alignment
from roadmaplint.markdown.brackets import Bracket
from roadmaplint.markdown.html import HtmlReader
from roadmaplint.markdown.parsed import InlineToken
from roadmaplint.markdown.tokens import Inline, InlineKind, plain_text

#: Deepest nesting of emphasis and links; what lies deeper joins the construct around it.
INLINE_LIMIT = 100

_KINDS: dict[str, InlineKind] = {
    "em": "emphasis",
    "strong": "strong",
    "s": "strike",
    "link": "link",
    "image": "image",
}


class _Frame(Struct):
    """An open construct and what was found in it so far."""

    start: int = 0
    inner: int = 0
    marker: str = ""
    link: Bracket | None = None
    children: list[Inline] = field(default_factory=list)


class InlineBuilder:
    """Builds the constructs of one block's inline text."""

    def __init__(self, align: Alignment, html: HtmlReader) -> None:
        """Take where the text stands and who collects its HTML."""
        self._align = align
        self._html = html
        self._stack = [_Frame()]
        self._images = 0
        self._text: list[str] = []
        self._text_at = (0, 0)

    def build(self, tokens: Iterable[InlineToken]) -> tuple[Inline, ...]:
        """The constructs of the whole text, in order."""
        for token in tokens:
            if token.nesting == 0 and token.type in {"text", "text_special"}:
                self._add_text(token)
                continue
            self._flush()
            if token.nesting > 0:
                self._open(token)
            elif token.nesting < 0:
                self._close(token)
            else:
                self._leaf(token)
        self._flush()
        return tuple(self._stack[0].children)

    def _add_text(self, token: InlineToken) -> None:
        if not token.content:
            return
        self._text_at = (self._text_at[0] if self._text else token.start, token.end)
        self._text.append(token.content)

    def _flush(self) -> None:
        if self._text:
            self._add("text", self._text_at, "".join(self._text))
            self._text = []

    def _add(self, kind: InlineKind, place: tuple[int, int], text: str = "") -> None:
        span = self._align.span(*place)
        inline = Inline(kind, span, text, precision=self._align.precision)
        self._stack[-1].children.append(inline)

    def _open(self, token: InlineToken) -> None:
        link = token.link
        self._images += token.type == "image_open"
        start = token.start - (token.type == "strong_open")
        inner = link.text[0] if link else token.end
        frame = _Frame(start, inner, token.markup, link)
        if len(self._stack) > INLINE_LIMIT:
            frame.children = self._stack[-1].children
        self._stack.append(frame)

    def _close(self, token: InlineToken) -> None:
        frame = self._stack.pop()
        kind = _KINDS[token.type.removesuffix("_close")]
        self._images -= kind == "image"
        siblings = self._stack[-1].children
        if frame.children is siblings:
            return
        if frame.link:
            siblings.append(self._link(kind, frame, frame.link))
        else:
            siblings.append(self._marked(kind, frame, token))

    def _marked(self, kind: InlineKind, frame: _Frame, closing: InlineToken) -> Inline:
        children = tuple(frame.children)
        return Inline(
            kind,
            self._align.span(frame.start, closing.end + (kind == "strong")),
            plain_text(children),
            self._align.span(frame.inner, closing.start),
            children,
            frame.marker,
            precision=self._align.precision,
        )

    def _link(self, kind: InlineKind, frame: _Frame, link: Bracket) -> Inline:
        children = tuple(frame.children)
        exact = self._align.precision == "exact"
        return Inline(
            kind,
            self._align.span(frame.start, link.end),
            plain_text(children),
            self._align.span(*link.text),
            () if kind == "image" else children,
            form=link.form,
            target=link.target,
            target_span=self._align.span(*link.target_at) if exact and link.target_at else None,
            title=link.title,
            label=link.label,
            precision=self._align.precision,
        )

    def _leaf(self, token: InlineToken) -> None:
        place = (token.start, token.end)
        if token.type == "softbreak":
            self._add("softbreak", place)
        elif token.type == "hardbreak":
            self._add("break", place)
        elif token.type == "html_inline":
            self._add("html", place, token.content)
            if not self._images:
                self._html.read(token.content, self._align, token.start)
        elif token.type == "code_inline":
            self._code(token, place)
        else:
            self._address(token, place)

    def _code(self, token: InlineToken, place: tuple[int, int]) -> None:
        width = len(token.markup)
        self._stack[-1].children.append(
            Inline(
                "code",
                self._align.span(*place),
                token.content,
                self._align.span(place[0] + width, place[1] - width),
                marker=token.markup,
                precision=self._align.precision,
            )
        )

    def _address(self, token: InlineToken, place: tuple[int, int]) -> None:
        bare = token.type == "bare"
        inner = place if bare else (place[0] + 1, place[1] - 1)
        span, content = self._align.span(*place), self._align.span(*inner)
        exact = self._align.precision == "exact" and token.info != "mail"
        self._stack[-1].children.append(
            Inline(
                "link",
                span,
                token.content,
                content,
                (Inline("text", content, token.content, precision=self._align.precision),),
                form="bare" if bare else "autolink",
                target=("mailto:" if token.info == "mail" else "") + token.content,
                target_span=content if exact else None,
                precision=self._align.precision,
            )
        )
