"""A table of courses that lacks what learners plan by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Severity
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document, Table
from roadmaplint.rules._shared.courses import course_tables, roles, rows
from roadmaplint.text.source import Source, Span

_NAMES = {"duration": "a duration", "effort": "an effort", "prerequisites": "prerequisites"}


class Options(Struct, frozen=True):
    """`min_tables`: how many course tables there must be; `linked`: whether rows need a link."""

    min_tables: int = 1
    linked: bool = True


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per missing table, column and cell."""
    if not document.is_roadmap:
        return
    source, tables = document.source, course_tables(document)
    if len(tables) < context.options.min_tables:
        least = context.options.min_tables
        yield Finding(
            document.root.title_span or source.line_span(1),
            f"course tables: {len(tables)}, at least {least} expected (a table of links with"
            " a duration, an effort or prerequisites)",
        )
    yield from _columns(source, tables)
    for table in tables:
        yield from _rows(table, context.options)


def _columns(source: Source, tables: Sequence[Table]) -> Iterator[Finding]:
    """Columns that no table has, and those that some tables lack though most have them."""
    for role, words in _NAMES.items():
        lacking = [table for table in tables if role not in roles(table)]
        if lacking and len(lacking) == len(tables) and role == "duration":
            message = f"no course table says how long a course takes (tables: {len(tables)})"
            yield Finding(_head(source, tables[0]), message, severity=Severity.WARNING)
        elif lacking and len(lacking) * 2 <= len(tables):
            severity = Severity.INFO if role == "effort" else None
            for table in lacking:
                message = f"this course table has no column for {words}, the others have one"
                yield Finding(_head(source, table), message, severity=severity)


def _rows(table: Table, options: Options) -> Iterator[Finding]:
    found = roles(table)
    for row in rows(table):
        if options.linked and not row.is_linked:
            yield Finding(row.block.span, f'the course "{row.name}" has no link')
        for role, severity in (("duration", Severity.WARNING), ("effort", Severity.INFO)):
            if role in found and not row.says(role):
                message = f'the course "{row.name}" states no {role}'
                yield Finding(row.block.span, message, severity=severity)


def _head(source: Source, table: Table) -> Span:
    line = source.line_span(source.line_at(table.span.start))
    return Span(table.span.start, max(table.span.start, line.end))
