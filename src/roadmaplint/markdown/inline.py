"""Inline rules that note the places of their tokens, and the tree of constructs they make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, backtick, emphasis, entity, escape, html_inline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from msgspec import Struct, field

from roadmaplint.markdown import links
from roadmaplint.markdown.html import HtmlReader
from roadmaplint.markdown.links import BRACKET_LIMIT, Bracket
from roadmaplint.markdown.positions import PositionMap
from roadmaplint.markdown.tokens import Inline, InlineKind, plain_text
from roadmaplint.text.lazy import lazy

InlineRule = Callable[[StateInline, bool], bool]

#: Deepest nesting of emphasis and links; what lies deeper joins the construct around it.
INLINE_LIMIT = 100

_STOP = lazy(r"[\n\\`~*_<&\[]|!\[")
_STOP_OR_ADDRESS = lazy(_STOP.pattern + "|" + links.ADDRESS_BEGIN)
_LABEL_STOP = lazy(r"[][\\`<]|!\[")
_AUTOLINK = lazy(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\x00-\x20]*+)>")
_MAIL = lazy(
    r"<([a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]++@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*)>"
)
#: Delimiter markers of strikethrough; one and two tildes never match each other.
_TILDES = {1: 0x7E, 2: 0x7E7E}


def read_inlines(
    text: str, md: MarkdownIt, env: dict[str, Any], places: PositionMap, html: HtmlReader
) -> tuple[Inline, ...]:
    """The constructs of one block's inline text; its tags and comments go into `html`.

    `env` holds the `definitions` that references may use.
    """
    stop = _STOP_OR_ADDRESS if "://" in text or "www." in text else _STOP
    if text and not stop.search(text):
        return (Inline("text", places.span(0, len(text)), text, precision=places.precision),)
    env |= {"stop": stop, "last_bracket": text.rfind("]")}
    tokens = md.inline.parse(text, md, env, [])
    return InlineBuilder(places, html).build(tokens)


def add_inline_rules(md: MarkdownIt) -> None:
    """Make the parser's inline rules note places, and add those that only GitHub has."""
    ruler = md.inline.ruler
    for name, rule in _RULES.items():
        ruler.at(name, rule)
    ruler.push("mark", _mark)
    ruler.enable(list(_RULES))
    md.inline.ruler2.at("strikethrough", _strike_out)
    md.inline.ruler2.enable("strikethrough")
    md.inline.ruler2.disable("fragments_join")  # joined tokens would have lost their places


def _push(state: StateInline, kind: str, start: int, end: int, content: str = "") -> Token:
    """Add a token that stands from `start` to `end`."""
    nesting: Any = 1 if kind.endswith("_open") else -1 if kind.endswith("_close") else 0
    token = state.push(kind, "", nesting)
    token.content = content
    token.meta["at"] = (start, end)
    return token


def _text(state: StateInline, silent: bool) -> bool:
    """Everything up to the next character with a meaning."""
    start = state.pos
    match = state.env["stop"].search(state.src, start, state.posMax)
    end = match.start() if match else state.posMax
    if end == start:
        return False
    if not silent:
        _push(state, "text", start, end, state.src[start:end])
    state.pos = end
    return True


def _mark(state: StateInline, silent: bool) -> bool:
    """A character whose meaning nothing wanted."""
    start = state.pos
    state.pos = start + 1
    if not silent:
        _push(state, "text", start, start + 1, state.src[start])
    return True


def _newline(state: StateInline, silent: bool) -> bool:
    """A break; blanks around it go, two or more before it make it a hard one."""
    start = pos = state.pos
    if state.src[pos] != "\n":
        return False
    if not silent:
        before = state.tokens[-1] if state.tokens else None
        if before and before.type == "text":
            before.content = before.content.rstrip(" ")
            start = before.meta["at"][0] + len(before.content)
            before.meta["at"] = (before.meta["at"][0], start)
        _push(state, "hardbreak" if pos - start >= 2 else "softbreak", start, pos + 1)
    pos += 1
    while pos < state.posMax and state.src[pos] in " \t":
        pos += 1
    state.pos = pos
    return True


def _with_place(rule: InlineRule) -> InlineRule:
    """A rule of the parser that notes the place of the one token it makes."""

    def run(state: StateInline, silent: bool) -> bool:
        begun = state.pos
        if not rule(state, silent):
            return False
        if state.pending:  # marks that open nothing
            text, state.pending = state.pending, ""
            _push(state, "text", begun, state.pos, text)
        elif not silent:
            token = state.tokens[-1]
            end = begun + 2 if token.type == "hardbreak" else state.pos
            token.meta["at"] = (begun, end)
        return True

    return run


def _emphasis(state: StateInline, silent: bool) -> bool:
    begun, count = state.pos, len(state.tokens)
    if not emphasis.tokenize(state, silent):
        return False
    for at, token in enumerate(state.tokens[count:], start=begun):
        token.meta["at"] = (at, at + 1)
    return True


def _strike(state: StateInline, silent: bool) -> bool:
    """One or two tildes may open or close; three and more are text, as on GitHub."""
    begun = state.pos
    if state.src[begun] != "~" or silent:
        return False
    scanned = state.scanDelims(begun, True)
    state.pos = begun + scanned.length
    _push(state, "text", begun, state.pos, "~" * scanned.length)
    if scanned.length <= 2:
        state.delimiters.append(
            Delimiter(
                marker=_TILDES[scanned.length],
                length=0,
                token=len(state.tokens) - 1,
                end=-1,
                open=scanned.can_open,
                close=scanned.can_close,
            )
        )
    return True


def _strike_out(state: StateInline) -> None:
    """Turn matched tildes into opening and closing tokens."""
    lists = [meta["delimiters"] for meta in state.tokens_meta if meta]
    for delimiters in (state.delimiters, *lists):
        for opener in delimiters:
            if opener.marker in _TILDES.values() and opener.end >= 0:
                closer = delimiters[opener.end]
                for token, kind in (
                    (state.tokens[opener.token], "s_open"),
                    (state.tokens[closer.token], "s_close"),
                ):
                    token.type, token.markup, token.content = kind, token.content, ""
                    token.nesting = 1 if kind == "s_open" else -1


def _bracket(kind: str) -> InlineRule:
    """The rule for links or images."""
    opening = "[" if kind == "link" else "!"

    def run(state: StateInline, silent: bool) -> bool:
        begun, limit = state.pos, state.posMax
        if state.src[begun] != opening:
            return False
        found = _find_bracket(state, begun + (kind == "image"), nested=kind == "image")
        if found is None:
            return False
        if not silent:
            _push(state, f"{kind}_open", begun, begun).meta["link"] = found
            state.pos, state.posMax = found.text
            state.linkLevel += 1
            state.md.inline.tokenize(state)
            state.linkLevel -= 1
            state.posMax = limit
            _push(state, f"{kind}_close", begun, found.end)
        state.pos = found.end
        return True

    return run


def _find_bracket(state: StateInline, opening: int, *, nested: bool) -> Bracket | None:
    """The link whose text is opened at `opening`, or None; only images may hold links."""
    src, limit = state.src, state.posMax
    if state.env["last_bracket"] < opening:
        return None
    if found := links.simple_link(src, opening, limit):
        return found
    depth, pos = 1, opening + 1
    while match := _LABEL_STOP.search(src, pos, limit):
        pos = match.start()
        if src[pos] == "]":
            depth -= 1
            if depth == 0:
                break
            pos += 1
            continue
        end = limit
        if state.level < BRACKET_LIMIT:
            before, state.pos = state.pos, pos
            state.md.inline.skipToken(state)
            end, state.pos = state.pos, before
        if src[pos] == "[":
            if end == pos + 1:
                depth += 1
            elif not nested:
                return None
        pos = end
    else:
        return None
    text = (opening + 1, pos)
    if src.startswith("(", pos + 1, limit) and (found := links.inline_part(src, text, limit)):
        return found
    return links.reference_part(src, text, limit, state.env["definitions"])


def _autolink(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "<":
        return False
    match = _AUTOLINK.match(state.src, state.pos, state.posMax)
    mail = None if match else _MAIL.match(state.src, state.pos, state.posMax)
    found = match or mail
    if found is None:
        return False
    if not silent:
        token = _push(state, "autolink", state.pos, found.end(), found[1])
        token.info = "mail" if mail else ""
    state.pos = found.end()
    return True


def _bare(state: StateInline, silent: bool) -> bool:
    if silent or state.linkLevel > 0 or state.src[state.pos] not in "hHfFw":
        return False
    end = links.address_end(state.src, state.pos, state.posMax)
    if end < 0:
        return False
    _push(state, "bare", state.pos, end, state.src[state.pos : end])
    state.pos = end
    return True


#: What stands in the place of each rule of the parser, in the parser's order.
_RULES: dict[str, InlineRule] = {
    "text": _text,
    "linkify": _bare,
    "newline": _newline,
    "escape": _with_place(escape),
    "backticks": _with_place(backtick),
    "strikethrough": _strike,
    "emphasis": _emphasis,
    "link": _bracket("link"),
    "image": _bracket("image"),
    "autolink": _autolink,
    "html_inline": _with_place(html_inline),
    "entity": _with_place(entity),
}

_KINDS: dict[str, InlineKind] = {
    "em": "emphasis",
    "strong": "strong",
    "s": "strike",
    "link": "link",
    "image": "image",
    "softbreak": "softbreak",
    "hardbreak": "break",
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

    def __init__(self, places: PositionMap, html: HtmlReader) -> None:
        """Take where the text stands and who collects its HTML."""
        self._places = places
        self._html = html
        self._stack = [_Frame()]
        self._images = 0
        self._text: list[str] = []
        self._text_at = (0, 0)

    def build(self, tokens: Sequence[Token]) -> tuple[Inline, ...]:
        """The constructs of the whole text, in order."""
        for token in tokens:
            start, end = token.meta["at"]
            if token.nesting == 0 and token.type in {"text", "text_special"}:
                if token.content:
                    self._text_at = (self._text_at[0] if self._text else start, end)
                    self._text.append(token.content)
                continue
            self._flush()
            if token.nesting > 0:
                self._open(token, start, end)
            elif token.nesting < 0:
                self._close(token, start, end)
            else:
                self._leaf(token, start, end)
        self._flush()
        return tuple(self._stack[0].children)

    def _flush(self) -> None:
        if self._text:
            self._add("text", self._text_at, "".join(self._text))
            self._text = []

    def _add(self, kind: InlineKind, place: tuple[int, int], text: str = "", **more: Any) -> None:
        span, precision = self._places.span(*place), self._places.precision
        self._stack[-1].children.append(Inline(kind, span, text, precision=precision, **more))

    def _open(self, token: Token, start: int, end: int) -> None:
        link = token.meta.get("link")
        self._images += token.type == "image_open"
        inner = link.text[0] if link else end
        frame = _Frame(start - (token.type == "strong_open"), inner, token.markup, link)
        if len(self._stack) > INLINE_LIMIT:
            frame.children = self._stack[-1].children
        self._stack.append(frame)

    def _close(self, token: Token, start: int, end: int) -> None:
        frame = self._stack.pop()
        kind = _KINDS[token.type.removesuffix("_close")]
        self._images -= kind == "image"
        if frame.children is self._stack[-1].children:
            return
        children, link = tuple(frame.children), frame.link
        text = plain_text(children)
        if link is None:
            self._add(
                kind,
                (frame.start, end + (kind == "strong")),
                text,
                content=self._places.span(frame.inner, start),
                children=children,
                marker=frame.marker,
            )
            return
        exact = self._places.precision == "exact"
        self._add(
            kind,
            (frame.start, link.end),
            text,
            content=self._places.span(*link.text),
            children=() if kind == "image" else children,
            form=link.form,
            target=link.target,
            target_span=self._places.span(*link.target_at) if exact and link.target_at else None,
            title=link.title,
            label=link.label,
        )

    def _leaf(self, token: Token, start: int, end: int) -> None:
        if token.type in _KINDS:
            self._add(_KINDS[token.type], (start, end))
        elif token.type == "html_inline":
            self._add("html", (start, end), token.content)
            if not self._images:
                self._html.read(token.content, self._places, start)
        elif token.type == "code_inline":
            width = len(token.markup)
            content = self._places.span(start + width, end - width)
            self._add("code", (start, end), token.content, content=content, marker=token.markup)
        else:
            self._add_address(token, start, end)

    def _add_address(self, token: Token, start: int, end: int) -> None:
        bare, mail, precision = token.type == "bare", token.info == "mail", self._places.precision
        content = self._places.span(start + (not bare), end - (not bare))
        self._add(
            "link",
            (start, end),
            token.content,
            content=content,
            children=(Inline("text", content, token.content, precision=precision),),
            form="bare" if bare else "autolink",
            target=("mailto:" if mail else "") + token.content,
            target_span=content if precision == "exact" and not mail else None,
        )
