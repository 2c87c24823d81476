"""Tables of courses and their prerequisites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from roadmaplint import (
    Context,
    Document,
    Edit,
    Finding,
    Fix,
    NoOptions,
    Related,
    Safety,
    Severity,
    Source,
    Span,
    rule,
)
from roadmaplint.roadmap.courses import Demand, course_tables, demands, roles, rows
from roadmaplint.roadmap.nodes import Table
from roadmaplint.roadmap.tables import course_key

_NAMES = {"duration": "a duration", "effort": "an effort", "prerequisites": "prerequisites"}


class CourseTableOptions(Struct, frozen=True):
    """`min_tables`: how many course tables there must be; `linked`: whether rows need a link."""

    min_tables: int = 1
    linked: bool = True


@rule(on=Document, options=CourseTableOptions)
def course_table(document: Document, context: Context[CourseTableOptions]) -> Iterator[Finding]:
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


def _rows(table: Table, options: CourseTableOptions) -> Iterator[Finding]:
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


_Graph = Mapping[int, Sequence[Demand]]


@rule(on=Document)
def circular_prerequisite(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per circle, on the demand that closes it."""
    courses, found = demands(document)
    known = {topic.span.start for topic in courses.values()}
    graph: dict[int, list[Demand]] = {}
    for demand in found:
        if demand.wanted is not None and demand.course.span.start in known:
            graph.setdefault(demand.course.span.start, []).append(demand)
    for circle in _circles(graph):
        last = circle[-1]
        names = [demand.course.text for demand in circle]
        if len(circle) == 1:
            message = f'"{names[0]}" asks for itself'
        else:
            message = "prerequisites go in a circle: " + " → ".join([*names, names[0]])
        related = tuple(
            Related(demand.prerequisite.span, "and this is the way there") for demand in circle[:-1]
        )
        yield Finding(last.prerequisite.span, message, related=related)


def _circles(graph: _Graph) -> Iterator[list[Demand]]:
    """One circle for each demand that leads back to a course that is still being looked at."""
    done: set[int] = set()
    for start in graph:
        if start in done:
            continue
        place = {start: 0}
        taken: list[Demand] = []
        waiting = [iter(graph[start])]
        while waiting:
            demand = next(waiting[-1], None)
            if demand is None:
                waiting.pop()
                done.add(place.popitem()[0])
                del taken[-1:]
                continue
            at = demand.wanted.span.start if demand.wanted else start
            if at in place:
                yield [*taken[place[at] :], demand]
            elif at not in done:
                place[at] = len(place)
                taken.append(demand)
                waiting.append(iter(graph.get(at, ())))


@rule(on=Document)
def late_prerequisite(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per demand for a course further down."""
    for course, prerequisite, wanted in demands(document)[1]:
        if wanted is not None and wanted.span.start > course.span.start:
            line = document.source.line_at(wanted.span.start)
            yield Finding(
                prerequisite.span,
                f'"{course.text}" asks for "{wanted.text}", which comes later, on line {line}',
                related=(Related(wanted.text_span or wanted.span, "listed here"),),
            )


#: Shorter words differ by chance, and so do numbers: `Calculus 1A` is not `Calculus 1B`.
_MIN_WORD = 5
_MOST_ALIKE, _MOST_WORDS = 100, 12
_Frame = tuple[tuple[str, ...], tuple[str, ...]]


class UnknownPrerequisiteOptions(Struct, frozen=True):
    """`strict`: whether every prerequisite must be a course or a section of the document."""

    strict: bool = False


@rule(on=Document, options=UnknownPrerequisiteOptions)
def unknown_prerequisite(
    document: Document, context: Context[UnknownPrerequisiteOptions]
) -> Iterator[Finding]:
    """Yield a finding per prerequisite that misses the name of a course by a slip."""
    courses, found = demands(document)
    names = _index({key: topic.text for key, topic in courses.items()})
    for _, prerequisite, wanted in found:
        if wanted is not None or prerequisite.target or prerequisite.url:
            continue
        text = prerequisite.text
        near = _near(course_key(text), names)
        if near is not None:
            as_written = document.source.slice(prerequisite.span) == text
            edit = Edit(prerequisite.span, near)
            fix = Fix(f'Write "{near}"', (edit,), Safety.SUGGESTION) if as_written else None
            yield Finding(
                prerequisite.span, f'no course is named "{text}"; did you mean "{near}"?', fix
            )
        elif context.options.strict:
            message = f'"{text[:60]}" is neither a course nor a section of this document'
            yield Finding(prerequisite.span, message)


def _index(courses: Mapping[str, str]) -> dict[_Frame, list[tuple[str, str]]]:
    """Names of courses by what stands around each of their long words, with that word."""
    found: dict[_Frame, list[tuple[str, str]]] = {}
    for key, title in courses.items():
        for frame, word in _frames(key):
            alike = found.setdefault(frame, [])
            if len(alike) < _MOST_ALIKE:
                alike.append((word, title))
    return found


def _near(text: str, names: Mapping[_Frame, Sequence[tuple[str, str]]]) -> str | None:
    """The course whose name has a slip in one long word, against a text."""
    for frame, word in _frames(text):
        for other, title in names.get(frame, ()):
            if abs(len(word) - len(other)) < 2 and word != other and _one_letter(word, other):
                return title
    return None


def _frames(text: str) -> Iterator[tuple[_Frame, str]]:
    words = tuple(text.split())
    if len(words) > _MOST_WORDS:
        return
    for at, word in enumerate(words):
        if len(word) >= _MIN_WORD and word.isalpha():
            yield (words[:at], words[at + 1 :]), word


def _one_letter(one: str, other: str) -> bool:
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, char in enumerate(one) if char != other[i]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :] and other != one + "s"
    swapped = one[at + 1 : at + 2] + one[at : at + 1] + one[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped == other[at:]
