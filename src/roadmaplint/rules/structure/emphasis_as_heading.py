"""A line of bold text that does the work of a heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Block, Inline
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span

_DEEPEST = 6


class Options(Struct, frozen=True):
    """`punctuation`: a line that ends with one of these is a sentence or a label.

    `before_text`: only a line that no heading introduces and that a text follows.
    """

    punctuation: str = ".,;:!?。，；：！？"
    italic: bool = False
    before_text: bool = False


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per paragraph that is one bold text and nothing else."""
    level, blocks = 0, document.markdown.blocks
    for number, block in enumerate(blocks):
        if block.kind == "heading":
            level = block.level
        mark = _only_mark(block, context.options)
        if mark is None or (context.options.before_text and not _leads(blocks, number)):
            continue
        wanted = min(level + 1, _DEEPEST) if level else 2
        kind = "bold" if mark.kind == "strong" else "italic"
        yield Finding(
            block.span,
            f'"{mark.text}" is a {kind} line used as a heading',
            _fix(document, block, mark, wanted),
        )


def _leads(blocks: Sequence[Block], number: int) -> bool:
    """True if a text follows, and what stands before is no heading."""
    after = blocks[number + 1].kind if number + 1 < len(blocks) else ""
    before = blocks[number - 1].kind if number else ""
    return after == "paragraph" and before != "heading"


def _only_mark(block: Block, options: Options) -> Inline | None:
    """The bold text that fills a paragraph of one line."""
    if block.kind != "paragraph":
        return None
    shown = [inline for inline in block.inlines if not _is_silent(inline)]
    if len(shown) != 1:
        return None
    mark = shown[0]
    if mark.kind not in ({"strong", "emphasis"} if options.italic else {"strong"}):
        return None
    plain = len(mark.children) == 1 and mark.children[0].kind == "text"
    return mark if plain and mark.text[-1:] not in options.punctuation else None


def _is_silent(inline: Inline) -> bool:
    """True for comments and blanks."""
    if inline.kind == "html":
        return inline.text.startswith("<!--")
    return inline.kind == "text" and not inline.text.strip()


def _fix(document: Document, block: Block, mark: Inline, level: int) -> Fix | None:
    """Write it as a heading below the one before it."""
    if mark.precision != "exact" or mark.content is None or mark.span != block.content:
        return None
    if document.source.slice(mark.content).endswith("#"):
        return None
    edits = (
        Edit(Span(block.span.start, mark.content.start), "#" * level + " "),
        Edit(Span(mark.content.end, mark.span.end), ""),
    )
    return Fix("Make it a heading", edits, Safety.UNSAFE)
