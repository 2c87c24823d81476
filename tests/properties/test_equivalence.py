"""The tuned parser reads what the plain one reads: the same blocks on the same lines, and inlines.

What only GitHub knows is left out of the comparison: definitions as blocks of their own, bare
addresses, task marks, single tildes, front matter. Run as a
program it compares the files it is given, among them CommonMark's `spec.txt` and its examples.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from roadmaplint.markdown.parser import parse
from roadmaplint.markdown.tokens import Inline
from roadmaplint.text.source import Encoding, Source

ROOT = Path(__file__).parents[2]
OWN = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("rules/*/*.md")))
_PIECES = [
    *"ab*_`[]()!<>#-+|\\&;:\"'=.1 \t\n\n",
    *(
        "  ",
        "    ",
        "\n\n",
        "- ",
        "* ",
        "1. ",
        "2) ",
        "> ",
        "```",
        "---\n",
        "===\n",
        "](u)",
        "<u v>",
    ),
    *("[r]: /u 't'\n", "[r]", "|-|-|\n", "| a | b |\n", "<b>", "<!--", "-->", "<div>\n", "</div>"),
    *("é", "漢", "\u00a0", "🚀", "\\|", "&amp;", "<irc://x>", "**", "![", "# ", "\n- a\n  - b\n"),
]
_TASK = re.compile(r"\[[ xX]\][ \t]+(?=\S)")
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n", re.MULTILINE | re.DOTALL)
_KINDS = {
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "blockquote_open": "quote",
    "fence": "code",
    "code_block": "code",
    "html_block": "html",
    "hr": "rule",
    "table_open": "table",
}
_INLINES = {
    "link_open": "link",
    "image": "image",
    "code_inline": "code",
    "em_open": "emphasis",
    "strong_open": "strong",
    "html_inline": "html",
    "hardbreak": "break",
}


class Piece(NamedTuple):
    """A block: its kind, first line, level of a heading, and its inline constructs and text."""

    kind: str
    line: int
    level: int = 0
    inlines: tuple[str, ...] = ()
    text: str = ""


def plain() -> MarkdownIt:
    """The parser as it comes, with GitHub's tables; addresses stay as they are."""
    md = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")
    md.normalizeLink = str  # type: ignore[method-assign, assignment]
    md.validateLink = lambda _url: True  # type: ignore[method-assign, assignment]
    return md


def ours(text: str) -> list[Piece] | None:
    """What we read; None for a text whose front matter only we know."""
    source = Source("README.md", text, Encoding(), "")
    found = []
    for block in parse(source).walk():
        if block.kind == "front-matter":
            return None
        if block.kind not in {"definition", "row", "cell"}:
            line = source.position(block.span.start).line
            kinds = tuple(_kinds(block.inlines))
            found.append(Piece(block.kind, line, block.level, kinds, _folded(block.text)))
    return found


def _kinds(inlines: Sequence[Inline]) -> Iterator[str]:
    for inline in inlines:
        if inline.kind in _INLINES.values() and inline.form != "bare":
            yield inline.kind
        if inline.kind != "image":
            yield from _kinds(inline.children)


def theirs(text: str) -> list[Piece]:
    """What the plain parser reads."""
    tokens = plain().parse(text)
    found, in_item, in_table = [], False, False
    for number, token in enumerate(tokens):
        in_table = token.type == "table_open" or (in_table and token.type != "table_close")
        kind = _KINDS.get(token.type)
        if kind is None or token.map is None:
            continue
        level = int(token.tag[1]) if kind == "heading" else 0
        kinds: tuple[str, ...] = ()
        said = ""
        if kind in {"heading", "paragraph"}:
            children = tokens[number + 1].children or []
            kinds = tuple(_INLINES[c.type] for c in children if c.type in _INLINES)
            said = "".join(map(_said, children))
            mark = _TASK.match(said) if in_item and kind == "paragraph" else None
            said = said[mark.end() :] if mark else said
        in_item = kind == "item"
        found.append(Piece(kind, token.map[0] + 1, level, kinds, _folded(said)))
    return found


def _said(token: Token) -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    if token.type == "image":
        return "".join(map(_said, token.children or []))
    return token.content if token.type in {"text", "code_inline", "text_special"} else ""


def _folded(text: str) -> str:
    return " ".join(text.split())


def difference(text: str) -> str | None:
    """The first block that is read in two ways, or None."""
    text = text.removeprefix("\ufeff").replace("~", "-")
    found, wanted = ours(text), theirs(text)
    if found is None or found == wanted:
        return None
    for own, other in zip(found, wanted, strict=False):
        if own != other:
            return f"{own} is {other}"
    return f"{len(found)} blocks are {len(wanted)}"


@pytest.mark.parametrize("place", OWN, ids=lambda place: place.relative_to(ROOT).as_posix())
def test_own_documents_are_read_alike(place: Path) -> None:
    assert difference(place.read_text("utf-8")) is None


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_made_documents_are_read_alike(text: str) -> None:
    assert difference(text) is None


@pytest.mark.parametrize(
    "below",
    [
        "- b",
        "* b",
        "1. b",
        "- - -",
        "- |-",
        "-",
        "    - b",
        "  - b",
        "b",
        "===",
        "> b",
        "",
        "[r]: /v",
    ],
)
@pytest.mark.parametrize("text", ["a", "[r]: /u", "[l](u)", "# h", "    c", "- n", "| a | b", "[r"])
@pytest.mark.parametrize("around", ["", "> ", "1. "])
def test_items_of_one_line_are_read_alike(around: str, text: str, below: str) -> None:
    assert difference(f"{around}- {text}\n{around and '   '[: len(around)]}{below}\n\n[r]") is None
    assert difference(f"{around}- {text}\n{around}{below}\n- c\n\n[r]") is None


def test_a_difference_would_be_seen() -> None:
    assert ours("# a\n") != theirs("## a\n")
    assert ours("a *b*\n") != theirs("a b\n")
    assert ours("- a\n- b\n") != theirs("- a\n\nb\n")


def main(places: Sequence[str]) -> int:
    """Compare files and the examples in them; the number of differences."""
    count = wrong = 0
    for place in places:
        text = Path(place).read_bytes().decode("utf-8", "replace").replace("\r", "")
        examples = [m[1].replace("→", "\t") for m in _EXAMPLE.finditer(text)]
        for document in (text, *examples):
            count += 1
            said = difference(document)
            if said:
                wrong += 1
                sys.stdout.write(f"{place}: {said}\n")
    sys.stdout.write(f"{count} documents, {wrong} differences\n")
    return wrong


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
