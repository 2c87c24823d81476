"""Paragraphs as tokens, and a short cut for the commonest one: an item's only line."""

from __future__ import annotations

from roadmaplint.markdown.parsed import BlockToken
from roadmaplint.markdown.placed import PlacedBlock
from roadmaplint.text.lazy import lazy

_TASK = lazy(r"\[([ xX])\][ \t]+(?=\S)")
_ITEM = lazy(r"(?:[-+*]|[0-9]{1,9}[.)])(?=[ \t])")
_LABEL_END = "]:"
#: What follows an opening token whose `content` is the text; the parser's rules count on three.
_REST = {
    kind: (BlockToken("inline", "", 0), BlockToken(f"{kind}_close", "", -1))
    for kind in ("heading", "paragraph")
}


def push_paragraph(state: PlacedBlock, start: int, content: str, level: int) -> BlockToken:
    """Add a paragraph, or a heading of a level above 0, that ends where `state.line` stands."""
    kind, tag = ("heading", f"h{level}") if level else ("paragraph", "p")
    opening = state.push(f"{kind}_open", tag, 1)
    opening.map = [start, state.line]
    opening.content = content.strip(" \t\n")
    if kind == "paragraph" and opening.content.startswith("[") and len(state.tokens) > 1:
        _mark_task(state.tokens[-2], opening)
    state.tokens += _REST[kind]
    state.level -= 1
    return opening


def _mark_task(item: BlockToken, paragraph: BlockToken) -> None:
    """Note for an item that begins with `[ ]` or `[x]` whether it is checked."""
    if item.type == "list_item_open" and (match := _TASK.match(paragraph.content)):
        item.checked = match[1] != " "
        paragraph.task = match.end()


def read_only_line(state: PlacedBlock, line: int, end: int, special: frozenset[str]) -> bool:
    """Read an item that is one line of text with another item of its list right behind it.

    The parser's rules would find the same by trying. `special` are the characters with which other
    blocks begin.
    """
    below = line + 1
    if below >= end or not 0 <= state.sCount[below] < state.blkIndent:
        return False
    if state.sCount[below] - state.listIndent >= 4 or state.is_code_block(line):
        return False
    src, place, stop = state.src, state.first(line), state.eMarks[line]
    if place >= stop or src[place] in special or not _ITEM.match(src, state.first(below)):
        return False
    if src[place] == "[" and src.find(_LABEL_END, place, stop) >= 0:  # may define a reference
        return False
    state.begun, state.line, state.tight = place, below, True
    opening = push_paragraph(state, line, src[place:stop], 0)
    opening.firsts, opening.ends = [place], [stop]
    return True
