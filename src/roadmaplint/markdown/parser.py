"""Source to Markdown: the one way into this room."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from roadmaplint.markdown.positions import NormalizedSource
from roadmaplint.markdown.tokens import Block, Markdown
from roadmaplint.text.source import Source, Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def parse(source: Source) -> Markdown:
    """The blocks, inline constructs, tags and comments of a source, with their places.

    CommonMark with tables, strikethrough, task lists, bare addresses and front matter, as GitHub
    reads it. Any text is Markdown: this never fails.
    """
    from roadmaplint.markdown.blocks import parse_blocks
    from roadmaplint.markdown.tree import TreeBuilder

    normal, md = NormalizedSource(source), machine()
    env: dict[str, Any] = {}
    tokens = parse_blocks(normal.text, md, env)
    builder = TreeBuilder(normal, md, env)
    blocks = builder.build(tokens)
    if normal.front:
        blocks.insert(0, _front_matter(source, normal.front))
    return Markdown(
        tuple(blocks),
        tuple(builder.html.tags),
        tuple(builder.html.comments),
        tuple(normal.span(start, end) for start, end in env["too_deep"]),
    )


@cache
def machine() -> MarkdownIt:
    """The configured parser; it holds no state between texts."""
    from markdown_it import MarkdownIt

    from roadmaplint.markdown.blocks import add_block_rules
    from roadmaplint.markdown.inline import add_inline_rules

    # The rules know limits of nesting themselves, to tell what they cut off.
    md = MarkdownIt("commonmark", {"maxNesting": 10_000, "inline_definitions": True})
    md.enable("table")
    add_block_rules(md)
    add_inline_rules(md)
    # Addresses are kept as written, and none is forbidden: judging them is not the parser's task.
    md.normalizeLink = str  # type: ignore[method-assign, assignment]
    md.validateLink = _anything  # type: ignore[method-assign, assignment]
    return md


def _anything(_url: str) -> bool:
    return True


def _front_matter(source: Source, lines: tuple[int, int]) -> Block:
    first, last = (source.line_span(number) for number in lines)
    start = int(source.text.startswith("\ufeff"))
    body = Span(source.line_starts[1], last.start)
    assert first.start == 0
    return Block("front-matter", Span(start, last.end), body, marker="---")
