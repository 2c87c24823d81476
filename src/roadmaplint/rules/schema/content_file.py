"""A topic file of a drawn roadmap that is not built as the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety, Severity
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import line_end
from roadmaplint.rules._shared.topic_files import is_lead, resource_lists, topic_file
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span

_TITLE = lazy(r"# +\S")
_TEXT = frozenset({"paragraph", "list", "quote", "table", "code"})


class Options(Struct, frozen=True):
    """`lead`: what the fix writes before the resources; `most_paragraphs`: how long a text is."""

    lead: str = "Visit the following resources to learn more:"
    most_paragraphs: int = 2


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per thing that the file lacks or has too much of."""
    if not document.is_roadmap:
        return
    source = document.source
    first = _first_line(source)
    if topic_file(source.path) is None:
        name = source.path.rpartition("/")[2]
        yield Finding(first, f'the file name "{name}" is not of the form <slug>@<node-id>.md')
    if not source.text.strip("\ufeff \t\r\n"):
        yield Finding(first, "the file is empty; it needs a title, a text and resources")
        return
    if not _TITLE.match(source.slice(first)):
        yield Finding(first, 'the first line is not "# Title"')
    yield from _headings(document)
    yield from _text(document, context.options)
    yield from _lead(document, context.options)


def _first_line(source: Source) -> Span:
    line = source.line_span(1)
    return Span(line.start + source.text.startswith("\ufeff"), line.end)


def _headings(document: Document) -> Iterator[Finding]:
    more = [block for block in document.markdown.walk() if block.kind == "heading"][1:]
    if more:
        yield Finding(
            more[0].span,
            "a topic file has one heading, its title; sections are not shown as such"
            + (f" ({len(more)} more headings)" if len(more) > 1 else ""),
            severity=Severity.INFO,
        )


def _text(document: Document, options: Options) -> Iterator[Finding]:
    """What stands under the title, before the resources and the sentence that announces them."""
    blocks = _before_resources(document)
    title = next((block for block in document.markdown.blocks if block.kind == "heading"), None)
    if not any(block.kind in _TEXT for block in blocks):
        span = title.span if title is not None else _first_line(document.source)
        yield Finding(
            span, "no text explains the topic; write one short paragraph",
            severity=Severity.WARNING,
        )  # fmt: skip
    paragraphs = [block for block in blocks if block.kind == "paragraph"]
    if len(paragraphs) > options.most_paragraphs:
        yield Finding(
            paragraphs[options.most_paragraphs].span,
            f"{len(paragraphs)} paragraphs explain the topic; one is enough, resources say more",
            severity=Severity.INFO,
        )


def _before_resources(document: Document) -> Sequence[Block]:
    blocks = document.markdown.blocks
    first = next(resource_lists(document), None)
    if first is None:
        kept: Sequence[Block] = blocks
    else:
        kept = blocks[: next(at for at, block in enumerate(blocks) if block is first.block)]
        kept = kept[:-1] if kept and is_lead(kept[-1]) else kept
    return [block for block in kept if block.kind != "heading"]


def _lead(document: Document, options: Options) -> Iterator[Finding]:
    first = next(resource_lists(document), None)
    if first is None or (first.before is not None and is_lead(first.before)):
        return
    source, start = document.source, first.block.span.start
    end = line_end(source)
    line = source.line_span(source.line_at(start))
    gap = "" if first.before is None or _is_blank_above(source, start) else end
    edit = Edit(Span(line.start, line.start), f"{gap}{options.lead}{end}{end}")
    fix = Fix("Add the sentence", (edit,), Safety.UNSAFE)
    yield Finding(
        line,
        f'no sentence such as "{options.lead}" introduces the resources',
        fix if options.lead else None,
        severity=Severity.WARNING,
    )


def _is_blank_above(source: Source, offset: int) -> bool:
    number = source.line_at(offset) - 1
    return number < 1 or not source.slice(source.line_span(number)).strip()
