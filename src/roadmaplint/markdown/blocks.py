"""Block pass: the parser's own rules, chosen by first character, with the place of every block."""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import add

from markdown_it import MarkdownIt, rules_block
from markdown_it.parser_block import ParserBlock
from markdown_it.ruler import Ruler
from markdown_it.rules_block.state_block import StateBlock
from markdown_it.utils import EnvType

from roadmaplint.markdown import brackets
from roadmaplint.markdown.paragraph import push_paragraph, read_only_line
from roadmaplint.markdown.parsed import BlockToken
from roadmaplint.markdown.placed import PlacedBlock
from roadmaplint.text.lazy import lazy

Rule = Callable[[StateBlock, int, int, bool], bool]

#: Deepest nesting of containers; what lies deeper is dropped and reported.
MAX_NESTING = 100

_RULE = lazy(r"([-*_])[ \t]*\1[ \t]*\1")
_DELIMITERS = lazy(r"[-|:][-|: \t]*+(?=\n|\Z)")
_UNDERLINE = lazy(r"(?:-+|=+)[ \t]*(?=\n|\Z)")
_LABEL = lazy(r"\[(?:[^][\\]|\\.)*+\]:", re.DOTALL)


def _hr(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """The parser's rule for thematic breaks, asked only where three marks stand."""
    if not _RULE.match(state.src, state.bMarks[line] + state.tShift[line]):
        return False
    return rules_block.hr(state, line, end, silent)


_LISTS = (rules_block.list_block,)
_BY_CHARACTER: dict[str, tuple[Rule, ...]] = {
    "`": (rules_block.fence,),
    "~": (rules_block.fence,),
    ">": (rules_block.blockquote,),
    "*": (_hr, *_LISTS),
    "-": (_hr, *_LISTS),
    "_": (_hr,),
    "+": _LISTS,
    **dict.fromkeys("0123456789", _LISTS),
    "<": (rules_block.html_block,),
    "#": (rules_block.heading,),
}
#: Which blocks may end the block named by the key without a blank line.
_ENDING: dict[str, str] = {
    "paragraph": "`~>*-_+0123456789<#",
    "reference": "`~>*-_+0123456789<#",
    "blockquote": "`~>*-_+0123456789<#",
    "list": "`~>*-_",
}


class _Terminators(Ruler[Rule]):
    """The parser's chains of rules that end a block, each as one function that looks first."""

    def getRules(self, chainName: str = "") -> list[Rule]:
        return _CHAINS[chainName]


class PlacedParser(ParserBlock):
    """Runs the block rules and notes where blocks begin, and where nesting was too deep."""

    def __init__(self) -> None:
        """Take over the parser's rules."""
        super().__init__()
        ruler = _Terminators()
        for rule in self.ruler.get_all_rules():
            ruler.push(rule, _never, {"alt": []})
        self.ruler = ruler

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        """Read blocks from one line to another."""
        assert isinstance(state, PlacedBlock)
        line, blank = startLine, False
        short = state.parentType == "list" and state.level < MAX_NESTING
        if short and read_only_line(state, line, endLine, _SPECIAL):
            return
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            if state.level >= MAX_NESTING:
                state.too_deep.append((state.first(line), state.eMarks[endLine - 1]))
                state.line = endLine
                break
            _run(state, line, endLine)
            state.tight = not blank
            line = state.line
            if line - 1 < endLine and state.isEmpty(line - 1):
                blank = True
            if line < endLine and state.isEmpty(line):
                blank = True
                line += 1
                state.line = line


def parse_blocks(src: str, md: MarkdownIt, env: EnvType) -> PlacedBlock:
    """The block tokens of a view."""
    state = PlacedBlock(src, md, env)
    md.block.tokenize(state, 0, state.lineMax)
    return state


def _run(state: PlacedBlock, line: int, end: int) -> None:
    """Try the rules that the line's first character allows."""
    begun, count = state.first(line), len(state.tokens)
    for rule in _candidates(state, line, end):
        state.begun = begun
        if rule(state, line, end, False):
            break
    _annotate(state, state.tokens[count])


def _candidates(state: PlacedBlock, line: int, end: int) -> tuple[Rule, ...]:
    if state.is_code_block(line):
        return (rules_block.code,)
    rules = _BEGINNING.get(state.src[state.first(line)], _PARAGRAPH)
    return (rules_block.table, *rules) if _heads_table(state, line, end) else rules


def _heads_table(state: StateBlock, line: int, end: int) -> bool:
    """True if a row of delimiters follows a line, so that it may be the head of a table."""
    below = line + 1
    return below < end and bool(
        _DELIMITERS.match(state.src, state.bMarks[below] + state.tShift[below])
    )


def _annotate(state: PlacedBlock, token: BlockToken) -> None:
    """Note the places of the lines of a block that holds inline text or HTML."""
    if token.map is None or token.type not in _WITH_LINES:
        return
    first, last = token.map
    token.firsts = [*map(add, state.bMarks[first:last], state.tShift[first:last])]
    token.ends = state.eMarks[first:last]
    if token.type == "fence":
        token.closed = _is_closed(state, token)


_WITH_LINES = frozenset(
    {
        "paragraph_open",
        "heading_open",
        "table_open",
        "html_block",
        "definition",
        "fence",
        "code_block",
        "hr",
    }
)


def _is_closed(state: PlacedBlock, token: BlockToken) -> bool:
    assert token.map is not None
    last = token.map[1] - 1
    if last <= token.map[0] or state.is_code_block(last):
        return False
    line = state.src[state.first(last) : state.eMarks[last]].rstrip(" \t")
    return len(line) >= len(token.markup) and not line.strip(token.markup[0])


def _reference(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """The parser's rule for link reference definitions, which also keeps them as written."""
    if not _LABEL.match(state.src, state.bMarks[line] + state.tShift[line]):
        return False
    if not rules_block.reference(state, line, end, silent):
        return False
    assert isinstance(state, PlacedBlock)
    token = state.tokens[-1]
    assert token.map is not None
    lines = range(*token.map)
    raw = "\n".join(state.src[state.first(number) : state.eMarks[number]] for number in lines)
    start = len(token.meta["label"]) + 3
    pos = start + len(raw[start:]) - len(raw[start:].lstrip(" \t\n"))
    place = brackets.destination(raw, pos, len(raw))
    assert place is not None
    title = brackets.title_after(raw, place[2], len(raw)) if token.meta["title"] else None
    token.content = raw
    token.meta |= {
        "target_at": place[:2],
        "end": title[1] if title else place[2],
        "title": title[0] if title else None,
    }
    found = brackets.Definition(raw[place[0] : place[1]], token.meta["title"])
    state.env["definitions"].setdefault(token.meta["id"], found)
    return True


def _paragraph(state: StateBlock, start: int, end: int, _silent: bool) -> bool:
    """A paragraph, or the heading that it turns out to be when its underline is met."""
    assert isinstance(state, PlacedBlock)
    around, state.parentType = state.parentType, "paragraph"
    last, level = _paragraph_end(state, start, end)
    state.parentType = around
    if last == start + 1:
        content = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    else:
        content = state.getLines(start, last, state.blkIndent, False)
    state.line = last + bool(level)
    push_paragraph(state, start, content, level)
    return True


def _paragraph_end(state: StateBlock, start: int, end: int) -> tuple[int, int]:
    """The line after a paragraph's last, and the level that an underline there gives it or 0."""
    indent, ends = state.blkIndent, _CHAINS["paragraph"][0]
    line, limit = start + 1, state.lineMax
    while line < limit and not state.isEmpty(line):
        depth = state.sCount[line]
        if depth - indent <= 3:
            place = state.bMarks[line] + state.tShift[line]
            if line < end and depth >= indent and _UNDERLINE.match(state.src, place):
                return line, 1 if state.src[place] == "=" else 2
            if depth >= 0 and ends(state, line, limit, True):
                break
        line += 1
    return line, 0


_PARAGRAPH: tuple[Rule, ...] = (_paragraph,)
#: What may begin with a character; whatever nothing else wants is a paragraph.
_BEGINNING: dict[str, tuple[Rule, ...]] = {
    "[": (_reference, _paragraph),
    **{char: (*rules, _paragraph) for char, rules in _BY_CHARACTER.items()},
}
_SPECIAL = frozenset(_BY_CHARACTER)


def _never(_state: StateBlock, _line: int, _end: int, _silent: bool) -> bool:
    return False


def _chain(name: str) -> Rule:
    lists = name != "list"
    allowed = {
        char: tuple(rule for rule in _BY_CHARACTER[char] if lists or rule not in _LISTS)
        for char in _ENDING[name]
    }
    tables = name in {"paragraph", "reference"}

    def ends(state: StateBlock, line: int, end: int, _silent: bool) -> bool:
        place = state.bMarks[line] + state.tShift[line]
        char = state.src[place : place + 1]
        for rule in allowed.get(char, ()):
            if rule(state, line, end, True):
                return True
        return (
            tables and _heads_table(state, line, end) and rules_block.table(state, line, end, True)
        )

    return ends


_CHAINS: dict[str, list[Rule]] = {name: [_chain(name)] for name in _ENDING}
