"""Inline rules that note the places of their tokens, and the tree of constructs they make."""

from __future__ import annotations

import re
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
    if (plain := _read_plain(text, places, stop)) is not None:
        return plain
    env |= {"stop": stop, "last_bracket": text.rfind("]")}
    tokens = md.inline.parse(text, md, env, [])
    return InlineBuilder(text, places, html).build(tokens)


def _read_plain(text: str, places: PositionMap, stop: re.Pattern[str]) -> tuple[Inline, ...] | None:
    """The constructs of a text of words and plainly written links; None for any other text."""
    found: list[Inline] = []
    reached = 0
    while match := stop.search(text, reached):
        start = match.start()
        link = links.simple_link(text, start, len(text))
        if link is None or stop.search(text, *link.text):
            return None
        if start > reached:
            found.append(_make_text(text, reached, start, places))
        label = _make_text(text, *link.text, places)
        found.append(_make_link("link", start, link, (label,) if label.text else (), places))
        reached = link.end
    if reached < len(text):
        found.append(_make_text(text, reached, len(text), places))
    return tuple(found)


def _make_text(text: str, start: int, end: int, places: PositionMap) -> Inline:
    return Inline("text", places.span(start, end), text[start:end], precision=places.precision)


def _make_link(
    kind: InlineKind, start: int, link: Bracket, children: tuple[Inline, ...], places: PositionMap
) -> Inline:
    exact = places.precision == "exact"
    return Inline(
        kind,
        places.span(start, link.end),
        plain_text(children),
        places.span(*link.text),
        () if kind == "image" else children,
        form=link.form,
        target=link.target,
        target_span=places.span(*link.target_at) if exact and link.target_at else None,
        title=link.title,
        label=link.label,
        precision=places.precision,
    )


def add_inline_rules(md: MarkdownIt) -> None:
    """Make the parser's inline rules note places, and add those that only GitHub has."""
    for name, rule in _RULES.items():
        md.inline.ruler.at(name, rule)
    md.inline.ruler.enable(list(_RULES))
    md.inline.ruler.push("mark", _mark)
    md.inline.ruler2.at("strikethrough", _strike_out)
    md.inline.ruler2.enable("strikethrough")
    md.inline.ruler2.disable("fragments_join")  # joined tokens would have lost their places


def _push(state: StateInline, kind: str, start: int, end: int, content: str = "") -> Token:
    """Add a token that stands from `start` to `end`; what no token covers is text."""
    nesting: Any = 1 if kind.endswith("_open") else -1 if kind.endswith("_close") else 0
    token = state.push(kind, "", nesting)
    token.content = content
    token.meta["at"] = (start, end)
    return token


def _pass_text(state: StateInline, start: int) -> bool:
    """Take what was passed since `start` for text; between delimiters it must be a token."""
    if state.delimiters:
        text = state.src[start : state.pos]
        if state.src.startswith("\n", state.pos):
            text = text.rstrip(" ")
        if text:
            _push(state, "text", start, start + len(text), text)
    return state.pos > start


def _text(state: StateInline, silent: bool) -> bool:
    """Everything up to the next character with a meaning."""
    start = state.pos
    match = state.env["stop"].search(state.src, start, state.posMax)
    state.pos = match.start() if match else state.posMax
    return state.pos > start if silent else _pass_text(state, start)


def _mark(state: StateInline, silent: bool) -> bool:
    """A character whose meaning nothing wanted."""
    state.pos += 1
    return silent or _pass_text(state, state.pos - 1)


def _newline(state: StateInline, silent: bool) -> bool:
    """A break; blanks around it go, two or more before it make it a hard one."""
    start = pos = state.pos
    if state.src[pos] != "\n":
        return False
    floor = state.tokens[-1].meta["at"][1] if state.tokens else 0
    while start > floor and state.src[start - 1] == " ":
        start -= 1
    state.pos += 1
    while state.pos < state.posMax and state.src[state.pos] in " \t":
        state.pos += 1
    if not silent:
        _push(state, "hardbreak" if pos - start >= 2 else "softbreak", start, state.pos)
    return True


def _with_place(rule: InlineRule) -> InlineRule:
    """A rule of the parser that notes the place of the one token it makes."""

    def run(state: StateInline, silent: bool) -> bool:
        begun, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if state.pending:  # marks that open nothing
            state.pending = ""
            _pass_text(state, begun)
        elif len(state.tokens) > count:
            state.tokens[-1].meta["at"] = (begun, state.pos)
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
            _push(state, f"{kind}_open", begun, found.text[0]).meta["link"] = found
            state.pos, state.posMax = found.text
            state.linkLevel += 1
            state.md.inline.tokenize(state)
            state.linkLevel -= 1
            state.posMax = limit
            _push(state, f"{kind}_close", found.text[1], found.end)
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

    def __init__(self, text: str, places: PositionMap, html: HtmlReader) -> None:
        """Take the text, where it stands, and who collects its HTML."""
        self._source = text
        self._places = places
        self._html = html
        self._stack = [_Frame()]
        self._images = 0
        self._text = ""
        self._text_at = (0, 0)

    def build(self, tokens: Sequence[Token]) -> tuple[Inline, ...]:
        """The constructs of the whole text, in order."""
        reached = 0
        for token in tokens:
            start, end = token.meta["at"]
            if start > reached:
                self._add_text(reached, start, self._source[reached:start])
            reached = end
            if token.nesting == 0 and token.type in {"text", "text_special"}:
                if token.content:
                    self._add_text(start, end, token.content)
                continue
            self._flush()
            if token.nesting > 0:
                self._open(token, start, end)
            elif token.nesting < 0:
                self._close(_KINDS[token.type.removesuffix("_close")], start, end)
            else:
                self._leaf(token, start, end)
        if reached < len(self._source):
            self._add_text(reached, len(self._source), self._source[reached:])
        self._flush()
        return tuple(self._stack[0].children)

    def _add_text(self, start: int, end: int, text: str) -> None:
        self._text_at = (self._text_at[0] if self._text else start, end)
        self._text += text

    def _flush(self) -> None:
        if self._text:
            self._add("text", self._text_at, self._text)
            self._text = ""

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

    def _close(self, kind: InlineKind, start: int, end: int) -> None:
        frame = self._stack.pop()
        self._images -= kind == "image"
        siblings, children = self._stack[-1].children, tuple(frame.children)
        if frame.children is siblings:
            return
        if frame.link:
            siblings.append(_make_link(kind, frame.start, frame.link, children, self._places))
            return
        self._add(
            kind,
            (frame.start, end + (kind == "strong")),
            plain_text(children),
            content=self._places.span(frame.inner, start),
            children=children,
            marker=frame.marker,
        )

    def _leaf(self, token: Token, start: int, end: int) -> None:
        if token.type in _KINDS:
            self._add(_KINDS[token.type], (start, self._source.index("\n", start) + 1))
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
