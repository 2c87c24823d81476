"""Comments that silence rules: too many at once, unknown, expired or useless ones."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.core.finding import Finding, Fix, Safety
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.core.subjects import Named, SuppressionUse
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span


@rule(on=SuppressionUse)
def blanket_suppression(use: SuppressionUse, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if one of our comments names no rule."""
    del context
    if use.suppression.blanket and use.suppression.family == "roadmaplint":
        yield Finding(use.suppression.span, "this comment silences every rule: name the ones meant")


@rule(on=SuppressionUse)
def expired_suppression(use: SuppressionUse, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if the comment silences nothing any more."""
    del context
    if use.expired:
        until = use.suppression.until
        yield Finding(use.suppression.span, f"this comment was good until {until} only")


@rule(on=SuppressionUse)
def unknown_suppression(use: SuppressionUse, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per name that means nothing, and one for a comment that says nothing."""
    del context
    suppression = use.suppression
    if suppression.problem:
        yield Finding(suppression.span, suppression.problem)
    for named in suppression.names:
        if named.rules is None:
            hint = f'; did you mean "{named.nearest}"?' if named.nearest else ""
            yield Finding(named.span, f'no rule or group is called "{named.text}"{hint}')


@rule(on=SuppressionUse)
def unused_suppression(use: SuppressionUse, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding for a comment of no use at all, or for the names in it that are of none."""
    suppression = use.suppression
    if use.idle:
        span = _with_its_line(suppression.span, context)
        fix = Fix("delete the comment", (Edit(span, ""),), Safety.SAFE)
        yield Finding(suppression.span, f"this comment silences nothing{_names(use.unused)}", fix)
    elif use.unused:
        fix = Fix("delete the names", (_without(use, context.source),), Safety.SAFE)
        message = f"this comment silences nothing of {_list(use.unused)}"
        yield Finding(use.unused[0].span, message, fix)


def _list(names: tuple[Named, ...]) -> str:
    return ", ".join(named.text for named in names)


def _names(names: tuple[Named, ...]) -> str:
    return f" of {_list(names)}" if names else ""


def _with_its_line(span: Span, context: Context[NoOptions]) -> Span:
    """The comment and the spaces before it at the end of a line.

    Where it stands alone and a blank line or an edge is beside it, or inside a block of HTML, its
    line goes too; elsewhere the lines around it would run together.
    """
    source = context.source
    first, last = source.line_at(span.start), source.line_at(span.end)
    start, end = source.line_span(first).start, source.line_span(last).end
    around = source.text[start : span.start] + source.text[span.end : end]
    if around.strip(" \t"):
        before = source.text[start : span.start].rstrip(" \t")
        return Span(start + len(before), span.end) if span.end == end and before else span
    apart = _is_blank(source, first - 1) or _is_blank(source, last + 1)
    if not apart and not _is_inside(span, context.document):
        return span
    return Span(start, source.line_starts[last] if last < source.line_count else end)


def _is_inside(span: Span, document: Document) -> bool:
    """True if a block of HTML began before the comment: a blank line would end it."""
    blocks = (block for block in document.markdown.walk() if block.kind == "html")
    return any(block.span.start < span.start < block.span.end for block in blocks)


def _is_blank(source: Source, line: int) -> bool:
    if not 1 <= line <= source.line_count:
        return True
    return not source.slice(source.line_span(line)).strip(" \t")


def _without(use: SuppressionUse, source: Source) -> Edit:
    """The list of names again, without those of no use."""
    names = use.suppression.names
    whole = Span(names[0].span.start, names[-1].span.end)
    kept = [named.text for named in names if named not in use.unused]
    comma = ", " if "," in source.slice(whole) else " "
    return Edit(whole, comma.join(kept))
