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
_TASK = lazy(r"\[([ xX])\][ \t]+(?=\S)")


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
    """Make the parser's block rules note places."""
    ruler = md.block.ruler
    for name, rule, starts, ends in _RULES:
        ruler.at(name, _with_place(rule, starts), {"alt": ends.split()})
    ruler.before("table", "depth", _drop_deep)
    ruler.disable("lheading")  # the rule for paragraphs finds underlines, too


def _first(state: StateBlock, line: int) -> int:
    """The place of a line's first character behind indentation and container marks."""
    return state.bMarks[line] + state.tShift[line]


def _with_place(rule: BlockRule, starts: str) -> BlockRule:
    """A rule that notes places, asked only where a line begins with one of `starts`."""

    def run(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        begin, count = state.bMarks[line] + state.tShift[line], len(state.tokens)
        if starts and state.src[begin : begin + 1] not in starts:
            return False
        if not rule(state, line, end, silent):
            return False
        if not silent:
            _note_places(state, count, begin)
        return True

    return run


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


def _drop_deep(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Pass over all that is nested too deeply."""
    if silent or state.level < MAX_NESTING:
        return False
    state.env["too_deep"].append((_first(state, line), state.eMarks[end - 1]))
    state.line = end
    return True


def _table(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    return not state.is_code_block(line) and rules_block.table(state, line, end, silent)


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
    content = state.getLines(start, last, state.blkIndent, False).strip(" \t\n")
    item = state.tokens[-1] if state.tokens else None
    state.line = last + bool(level)
    kind, tag = ("heading", f"h{level}") if level else ("paragraph", "p")
    opening = state.push(f"{kind}_open", tag, 1)
    opening.map = [start, state.line]
    if not level and item and item.type == "list_item_open" and (task := _TASK.match(content)):
        item.meta["checked"] = task[1] != " "
        opening.meta["task"] = task.end()
    state.push("inline", "", 0).content = content
    state.push(f"{kind}_close", tag, -1)
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


_ANYWHERE = "paragraph reference blockquote"
#: The parser's rules: name, rule, what it begins with, and the blocks that it may end.
_RULES: tuple[tuple[str, BlockRule, str, str], ...] = (
    ("table", _table, "", "paragraph reference"),
    ("code", rules_block.code, "", ""),
    ("fence", rules_block.fence, "`~", f"{_ANYWHERE} list"),
    ("blockquote", rules_block.blockquote, ">", f"{_ANYWHERE} list"),
    ("hr", rules_block.hr, "*-_", f"{_ANYWHERE} list"),
    ("list", rules_block.list_block, "*+-0123456789", _ANYWHERE),
    ("reference", _reference, "[", ""),
    ("html_block", rules_block.html_block, "<", _ANYWHERE),
    ("heading", rules_block.heading, "#", _ANYWHERE),
    ("paragraph", _paragraph, "", ""),
)
