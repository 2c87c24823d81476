"""Block rules: the parser's own, each noting where the blocks it finds stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from operator import add
from typing import Any

from markdown_it import MarkdownIt, rules_block
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from msgspec import Struct

from roadmaplint.markdown import links
from roadmaplint.text.lazy import lazy

BlockRule = Callable[[StateBlock, int, int, bool], bool]

#: Deepest nesting of containers; what lies deeper is dropped and reported.
MAX_NESTING = 100

_UNDERLINE = lazy(r"(?:-+|=+)[ \t]*(?=\n|\Z)")
_LABEL = lazy(r"\[(?:[^][\\]|\\.)*+\]:", re.DOTALL)
_THREE_MARKS = lazy(r"([-*_])[ \t]*\1[ \t]*\1")
_TASK = lazy(r"\[([ xX])\][ \t]+(?=\S)")
#: What follows an opening token whose `content` is the text: the rule for lists counts on three.
_INLINE, _CLOSING = Token("inline", "", 0), Token("paragraph_close", "p", -1)


class Place(Struct, frozen=True):
    """Where a block stands; all numbers are offsets into the parser's text.

    `begin` is where its markup begins, `firsts` and `ends` are the places of each line's first
    character behind indentation and container marks, and of its end.
    """

    begin: int
    firsts: Sequence[int] = ()
    ends: Sequence[int] = ()


def place_of(token: Token) -> Place:
    """The place that a rule noted for a token that opens or is a block."""
    found = token.meta["place"]
    assert isinstance(found, Place)
    return found


def parse_blocks(text: str, md: MarkdownIt, env: dict[str, Any]) -> list[Token]:
    """The block tokens of a text, each with its place.

    `env` takes the `definitions` of references and, as `too_deep`, what nesting cut off.
    """
    env |= {"definitions": {}, "too_deep": []}
    return md.block.parse(text, md, env, []) or []


def add_block_rules(md: MarkdownIt) -> None:
    """Make the parser find blocks by their first character and note their places."""
    ruler = md.block.ruler
    ruler.disable([name for name in ruler.get_active_rules() if name != "code"])
    ruler.before("code", "block", _read_block)
    for name, rule, ended in _ENDING:
        ruler.push(name, rule, {"alt": ended.split()})


def _first(state: StateBlock, line: int) -> int:
    """The place of a line's first character behind indentation and container marks."""
    return state.bMarks[line] + state.tShift[line]


def _read_block(state: StateBlock, line: int, end: int, _silent: bool) -> bool:
    """Read the block that begins on a line, whatever it is."""
    begin, count = state.bMarks[line] + state.tShift[line], len(state.tokens)
    if state.level >= MAX_NESTING:
        state.env["too_deep"].append((begin, state.eMarks[end - 1]))
        state.line = end
        return True
    if state.is_code_block(line):
        rules: tuple[BlockRule, ...] = (rules_block.code,)
    else:
        rules = (*_BEGINNING.get(state.src[begin], ()), _paragraph)
        if _may_head_table(state, line, end):
            rules = (rules_block.table, *rules)
    for rule in rules:
        if rule(state, line, end, False):
            break
    _note_places(state, count, begin)
    return True


def _may_head_table(state: StateBlock, line: int, end: int) -> bool:
    """True if what follows a line could be the row of dashes that makes it a table's head."""
    below = line + 1
    if below >= end:
        return False
    place = state.bMarks[below] + state.tShift[below]
    return state.src[place : place + 1] in {"|", "-", ":"}


def _ends_block(characters: str, *, tables: bool, lists: bool = True) -> BlockRule:
    """A rule that tells whether a line begins a block which ends the one before it."""
    rules = {
        char: tuple(
            rule for rule in _BEGINNING[char] if lists or rule is not rules_block.list_block
        )
        for char in characters
    }

    def ends(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        place = state.bMarks[line] + state.tShift[line]
        for rule in rules.get(state.src[place : place + 1], ()):
            if rule(state, line, end, silent):
                return True
        return (
            tables
            and _may_head_table(state, line, end)
            and rules_block.table(state, line, end, silent)
        )

    return ends


def _note_places(state: StateBlock, number: int, begin: int) -> None:
    """Note the place of the block whose first token has this number, and of a list's items."""
    token = state.tokens[number]
    assert token.map is not None
    first, last = token.map
    if token.type in {"bullet_list_open", "ordered_list_open"}:
        for item in state.tokens[number + 1 :]:
            if item.type == "list_item_open" and item.level == token.level + 1 and item.map:
                item.meta["place"] = Place(_first(state, item.map[0]))
        token.meta["place"] = Place(begin)
    elif token.type == "blockquote_open":
        token.meta["place"] = Place(begin)
    else:
        firsts = [*map(add, state.bMarks[first:last], state.tShift[first:last])]
        token.meta["place"] = Place(begin, firsts, state.eMarks[first:last])
        if token.type == "fence":
            token.meta["closed"] = _is_closed(state, token.markup, first, last - 1)


def _is_closed(state: StateBlock, fence: str, first: int, last: int) -> bool:
    if last <= first or state.is_code_block(last):
        return False
    line = state.src[_first(state, last) : state.eMarks[last]].rstrip(" \t")
    return len(line) >= len(fence) and not line.strip(fence[0])


def _break(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """The parser's rule for thematic breaks, asked only where three marks stand."""
    if not _THREE_MARKS.match(state.src, _first(state, line)):
        return False
    return rules_block.hr(state, line, end, silent)


def _reference(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """The parser's rule for link reference definitions, which also keeps them as written."""
    if not _LABEL.match(state.src, _first(state, line)):
        return False
    if not rules_block.reference(state, line, end, silent):
        return False
    token = state.tokens[-1]
    assert token.map is not None
    raw = "\n".join(state.src[_first(state, n) : state.eMarks[n]] for n in range(*token.map))
    start = len(token.meta["label"]) + 3
    pos = start + len(raw[start:]) - len(raw[start:].lstrip(" \t\n"))
    place = links.destination(raw, pos, len(raw))
    assert place is not None
    title = links.title_after(raw, place[2], len(raw)) if token.meta["title"] else None
    token.content = raw
    token.meta |= {
        "target_at": place[:2],
        "end": title[1] if title else place[2],
        "title": title[0] if title else None,
    }
    found = links.Definition(raw[place[0] : place[1]], token.meta["title"])
    state.env["definitions"].setdefault(token.meta["id"], found)
    return True


def _paragraph(state: StateBlock, start: int, end: int, _silent: bool) -> bool:
    """A paragraph, or the heading that it turns out to be when its underline is met."""
    around, state.parentType = state.parentType, "paragraph"
    last, level = _paragraph_end(state, start, end)
    state.parentType = around
    begin = _first(state, start)
    alone = last == start + 1
    content = (
        state.src[begin : state.eMarks[start]]
        if alone
        else state.getLines(start, last, state.blkIndent, False)
    )
    content = content.strip(" \t\n")
    item = state.tokens[-1] if state.tokens else None
    state.line = last + bool(level)
    kind, tag = ("heading", f"h{level}") if level else ("paragraph", "p")
    opening = state.push(f"{kind}_open", tag, 1)
    opening.map, opening.content = [start, state.line], content
    state.tokens += (_INLINE, _CLOSING)
    state.level -= 1
    if not level and item and item.type == "list_item_open" and (task := _TASK.match(content)):
        item.meta["checked"] = task[1] != " "
        opening.meta["task"] = task.end()
    return True


def _paragraph_end(state: StateBlock, start: int, end: int) -> tuple[int, int]:
    """The line after a paragraph's last, and the level that an underline there gives it or 0."""
    indent, enders = state.blkIndent, state.md.block.ruler.getRules("paragraph")
    line, limit = start + 1, state.lineMax
    while line < limit and not state.isEmpty(line):
        depth = state.sCount[line]
        if depth - indent <= 3:
            place = state.bMarks[line] + state.tShift[line]
            if line < end and depth >= indent and _UNDERLINE.match(state.src, place):
                return line, 1 if state.src[place] == "=" else 2
            if depth >= 0 and any(ends(state, line, limit, True) for ends in enders):
                break
        line += 1
    return line, 0


_BEGINNING: dict[str, tuple[BlockRule, ...]] = {
    **dict.fromkeys("`~", (rules_block.fence,)),
    **dict.fromkeys("*-", (_break, rules_block.list_block)),
    **dict.fromkeys("+0123456789", (rules_block.list_block,)),
    "_": (_break,),
    ">": (rules_block.blockquote,),
    "[": (_reference,),
    "<": (rules_block.html_block,),
    "#": (rules_block.heading,),
}
_ENDERS = "`~>*-_+0123456789<#"
_ENDING: tuple[tuple[str, BlockRule, str], ...] = (
    ("ends_text", _ends_block(_ENDERS, tables=True), "paragraph reference"),
    ("ends_quote", _ends_block(_ENDERS, tables=False), "blockquote"),
    ("ends_list", _ends_block("`~>*-_", tables=False, lists=False), "list"),
)
