"""A link definition that no link uses, or that an earlier one hides."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span


class Options(Struct, frozen=True):
    """`ignored_definitions`: labels that may stand unused; `//` is a common comment."""

    ignored_definitions: tuple[str, ...] = ("//",)


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per definition that does nothing; the fix removes its line."""
    used = {_folded(link.label) for link in document.links if link.label is not None}
    seen: set[str] = set()
    for block in document.definitions:
        label = _folded(block.label)
        if block.label in context.options.ignored_definitions or _is_comment(block):
            continue
        fix = Fix("remove the definition", (_removal(context.source, block),), Safety.UNSAFE)
        if label in seen:
            yield Finding(block.span, f'"[{block.label}]" is defined twice; the first counts', fix)
        elif label not in used:
            yield Finding(block.span, f'no link uses the definition "[{block.label}]"', fix)
        seen.add(label)


def _is_comment(block: Block) -> bool:
    """True for `[note]: # (words)` and `[note]: <> (words)`, which hide words from readers."""
    return block.target in {"", "#"} and bool(block.title)


def _removal(source: Source, block: Block) -> Edit:
    first = source.line_starts[source.line_at(block.span.start) - 1]
    last = source.line_at(max(block.span.start, block.span.end - 1))
    end = source.line_starts[last] if last < source.line_count else len(source.text)
    return Edit(Span(first, end), "")


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
