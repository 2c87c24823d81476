"""Inline pass: the parser's own rules, driven so that the place of every token is known."""

from __future__ import annotations

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import backtick, emphasis, entity, escape, html_inline, link_pairs
from markdown_it.rules_inline.state_inline import Delimiter, StateInline
from markdown_it.utils import EnvType

from roadmaplint.markdown import brackets
from roadmaplint.markdown.bare import address_end
from roadmaplint.markdown.brackets import BRACKET_LIMIT, Bracket
from roadmaplint.markdown.placed import PlacedInline
from roadmaplint.text.lazy import lazy

Rule = Callable[[PlacedInline, bool], bool]

_LABEL_STOP = lazy(r"[][\\`<]|!\[")
_AUTOLINK = lazy(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\x00-\x20]*+)>")
_MAIL = lazy(
    r"<([a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]++@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*)>"
)
#: Delimiter markers of strikethrough; one and two tildes never match each other.
_TILDES = {1: 0x7E, 2: 0x7E7E}


def parse_inline(src: str, md: MarkdownIt, env: EnvType) -> PlacedInline:
    """The tokens of one block's inline text."""
    state = PlacedInline(src, md, env)
    _tokenize(state)
    if state.tokens_meta or state.delimiters:
        link_pairs(state)
        _strike_out(state)
        emphasis.postProcess(state)
    return state


def _tokenize(state: PlacedInline) -> None:
    """Read from `state.pos` to `state.posMax`."""
    src, end, search = state.src, state.posMax, state.stop.search
    while match := search(src, state.pos, end):
        pos = match.start()
        if state.mark < 0 and pos > state.pos:
            state.mark = state.pos
        state.pos = pos
        count = len(state.tokens)
        state.begun = pos
        for rule in _RULES[src[pos]]:
            if rule(state, False):
                break
        else:
            state.pos = pos + 1
        if len(state.tokens) == count and state.mark < 0:
            state.mark = pos
    if state.mark < 0 and end > state.pos:
        state.mark = state.pos
    state.pos = end
    state.flush(end)


def _newline(state: PlacedInline, _silent: bool) -> bool:
    start = pos = state.pos
    floor = state.mark if state.mark >= 0 else pos
    while start > floor and state.src[start - 1] == " ":
        start -= 1
    state.flush(start)
    state.push("hardbreak" if pos - start >= 2 else "softbreak", "br", 0)
    state.place(start, pos + 1)
    state.pos = _after_blanks(state, pos + 1)
    return True


def _after_blanks(state: PlacedInline, pos: int) -> int:
    while pos < state.posMax and state.src[pos] in " \t":
        pos += 1
    return pos


def _simple(rule: Callable[[StateInline, bool], bool]) -> Rule:
    """A rule of the parser that makes one token of all it reads."""

    def run(state: PlacedInline, silent: bool) -> bool:
        begun, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if len(state.tokens) > count:
            state.place(begun, state.pos)
        return True

    return run


def _escape(state: PlacedInline, silent: bool) -> bool:
    begun = state.pos
    if not escape(state, silent):
        return False
    if not silent:
        broken = state.tokens[-1].type == "hardbreak"
        state.place(begun, begun + 2 if broken else state.pos)
    return True


def _emphasis(state: PlacedInline, silent: bool) -> bool:
    begun = state.pos
    if not emphasis.tokenize(state, silent):
        return False
    for at, token in enumerate(state.tokens[begun - state.pos :], start=begun):
        token.start, token.end = at, at + 1
    return True


def _strike(state: PlacedInline, _silent: bool) -> bool:
    """One or two tildes may open or close; three and more are text, as on GitHub."""
    begun = state.pos
    scanned = state.scanDelims(begun, True)
    state.pos = begun + scanned.length
    if scanned.length > 2:
        if state.mark < 0:
            state.mark = begun
        return True
    token = state.push("text", "", 0)
    token.content = "~" * scanned.length
    state.place(begun, state.pos)
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


def _strike_out(state: PlacedInline) -> None:
    """Turn matched tildes into opening and closing tokens."""
    lists = [meta["delimiters"] for meta in state.tokens_meta if meta]
    for delimiters in (state.delimiters, *lists):
        for opener in delimiters:
            if opener.marker not in _TILDES.values() or opener.end < 0:
                continue
            for number, kind in (
                (opener.token, "s_open"),
                (delimiters[opener.end].token, "s_close"),
            ):
                token = state.tokens[number]
                token.type, token.markup, token.content = kind, token.content, ""
                token.nesting = 1 if kind == "s_open" else -1


def _link(state: PlacedInline, silent: bool) -> bool:
    found = _bracket(state, state.pos, image=False)
    if found is None:
        return False
    if not silent:
        _push_bracket(state, found, "link")
    state.pos = found.end
    return True


def _image(state: PlacedInline, silent: bool) -> bool:
    found = _bracket(state, state.pos + 1, image=True)
    if found is None:
        return False
    if not silent:
        _push_bracket(state, found, "image")
    state.pos = found.end
    return True


def _bracket(state: PlacedInline, opening: int, *, image: bool) -> Bracket | None:
    """The link whose text is opened at `opening`, or None."""
    if state.last_bracket < opening:
        return None
    src, limit = state.src, state.posMax
    if found := brackets.simple_link(src, opening, limit):
        return found
    end = _label_end(state, opening, nested=image)
    if end < 0:
        return None
    text = (opening + 1, end)
    if src.startswith("(", end + 1, limit) and (found := brackets.inline_part(src, text, limit)):
        return found
    return brackets.reference_part(src, text, limit, state.env["definitions"])


def _push_bracket(state: PlacedInline, found: Bracket, kind: str) -> None:
    begun, limit = state.pos, state.posMax
    state.push(f"{kind}_open", "", 1).link = found
    around, state.delimiters = state.delimiters, []
    state.tokens_meta.append({"delimiters": state.delimiters})
    state.pos, state.posMax = found.text
    state.linkLevel += 1
    state.level += 1
    _tokenize(state)
    state.level -= 1
    state.linkLevel -= 1
    state.posMax, state.delimiters = limit, around
    state.push(f"{kind}_close", "", -1)
    state.place(begun, found.end)


def _label_end(state: PlacedInline, opening: int, *, nested: bool) -> int:
    """The place of the bracket that closes the one at `opening`, or -1."""
    src, limit = state.src, state.posMax
    depth, pos = 1, opening + 1
    while match := _LABEL_STOP.search(src, pos, limit):
        pos = match.start()
        if src[pos] == "]":
            depth -= 1
            if depth == 0:
                return pos
            pos += 1
            continue
        end = _skip(state, pos)
        if src[pos] == "[":
            if end == pos + 1:
                depth += 1
            elif not nested:
                return -1
        pos = end
    return -1


def _skip(state: PlacedInline, pos: int) -> int:
    """Where the construct at `pos` ends, looked up without making tokens."""
    if pos in state.cache:
        return state.cache[pos]
    if state.level >= BRACKET_LIMIT:
        end = state.posMax
    else:
        before, state.pos = state.pos, pos
        state.level += 1
        end = state.pos if any(rule(state, True) for rule in _RULES[state.src[pos]]) else pos + 1
        state.level -= 1
        state.pos = before
    state.cache[pos] = end
    return end


def _autolink(state: PlacedInline, silent: bool) -> bool:
    match = _AUTOLINK.match(state.src, state.pos, state.posMax)
    mail = None if match else _MAIL.match(state.src, state.pos, state.posMax)
    found = match or mail
    if found is None:
        return False
    if not silent:
        token = state.push("autolink", "", 0)
        token.content, token.info = found[1], "mail" if mail else ""
        state.place(state.pos, found.end())
    state.pos = found.end()
    return True


def _bare(state: PlacedInline, silent: bool) -> bool:
    if silent or state.linkLevel > 0:
        return False
    end = address_end(state.src, state.pos, state.posMax)
    if end < 0:
        return False
    token = state.push("bare", "", 0)
    token.content = state.src[state.pos : end]
    state.place(state.pos, end)
    state.pos = end
    return True


_RULES: dict[str, tuple[Rule, ...]] = {
    "\n": (_newline,),
    "\\": (_escape,),
    "`": (_simple(backtick),),
    "~": (_strike,),
    "*": (_emphasis,),
    "_": (_emphasis,),
    "[": (_link,),
    "!": (_image,),
    "<": (_autolink, _simple(html_inline)),
    "&": (_simple(entity),),
    **dict.fromkeys("hHfFw", (_bare,)),
}
