"""Numbers in headings: broken runs, and numbers that Markdown would give by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile

from msgspec import Struct, field

from roadmaplint.core.finding import Finding, Fix, Safety
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.roadmap.outline import Entry, outline
from roadmaplint.roadmap.title import Numbering, find_number
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_RANGE = lazy(r"([0-9]{1,3})\s?[-–—]\s?([0-9]{1,3})[.)]\s")
#: How far a missing number is looked for.
_AHEAD = 200
_Entry = tuple[Entry, Numbering | None]
_REWRITABLE = frozenset({"arabic", "dotted"})


class _Chains(Struct):
    """The last number of every counting (of one unit, below one prefix), by level and by itself.

    `early` are the numbers that stood before their turn.
    """

    at_level: dict[tuple[object, ...], int] = field(default_factory=dict)
    latest: dict[tuple[object, ...], int] = field(default_factory=dict)
    early: set[tuple[object, ...]] = field(default_factory=set)

    def due(self, number: Numbering, level: int) -> int:
        """The number that should stand here."""
        value = self.at_level.get((*_key(number), level), 0) + 1
        while (*_key(number), level, value) in self.early:
            value += 1
        return value

    def judge(self, number: Numbering, level: int) -> str:
        """What is wrong with a number, empty if nothing; the counting goes on from it."""
        key, value = _key(number), number.path[-1]
        chain = self.at_level.get((*key, level))
        expected = {0, 1, self.due(number, level), self.latest.get(key, 0) + 1}
        self.at_level[*key, level] = self.latest[key] = number.last or value
        return "" if chain is None or value in expected else _problem(value, chain)


def _problem(value: int, last: int) -> str:
    if value == last:
        return f"the number {value} is used twice in a row, {last + 1} was expected"
    if value > last:
        missing = ", ".join(map(str, range(last + 1, min(value, last + 4))))
        return f"{value} follows {last}: a gap, {missing} missing"
    return f"{value} follows {last}: the numbers are out of order"


@rule(on=Document)
def broken_numbering(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per heading whose number does not follow from those before it."""
    chains = _Chains()
    entries = [(entry, _number_of(entry.heading.text)) for entry in outline(document)]
    for at, (entry, number) in enumerate(entries):
        if number is None or not number.path or number.style == "letter":
            continue
        heading, value = entry.heading, number.path[-1]
        due = chains.due(number, heading.level)
        place = _place(document, heading, number)
        fix = None
        if due < value and _follows(due, number, entries[at + 1 : at + _AHEAD]):
            chains.early.add((*_key(number), heading.level, value))
            problem = f"{value} stands before {due}: out of order"
        elif problem := chains.judge(number, heading.level):
            fix = _renumber_fix(document, number, place, due)
        if problem:
            message = f'heading number of "{heading.text}": {problem}'
            yield Finding(place or heading.span, message, fix)


def _follows(value: int, number: Numbering, entries: Iterable[_Entry]) -> bool:
    """True if a value comes later, before the counting begins anew."""
    own = (n.path[-1] for _, n in entries if n and n.path and _key(n) == _key(number))
    return value in takewhile(lambda found: found != 1, own)


def _number_of(title: str) -> Numbering | None:
    """The number of a title; `21-22.` counts twice."""
    match = _RANGE.match(title)
    if match is None:
        return find_number(title)
    first = (int(match[1]),)
    return Numbering(0, match.end(2), match.end(), first, "arabic", last=int(match[2]))


def _key(number: Numbering) -> tuple[object, ...]:
    return (number.style == "roman", number.unit, number.path[:-1])


def _place(document: Document, heading: Heading, number: Numbering) -> Span | None:
    """Where the number is written, if the heading begins with plain text."""
    start = heading.text_span.start + number.start
    span = Span(start, start + number.end - number.start)
    written = heading.text[number.start : number.end]
    return span if document.source.slice(span) == written else None


def _renumber_fix(
    document: Document, number: Numbering, place: Span | None, value: int
) -> Fix | None:
    if place is None or number.style not in _REWRITABLE or number.last:
        return None
    written = document.source.slice(place)
    old = str(number.path[-1])
    at = written.rfind(old)
    if at < 0:
        return None
    span = Span(place.start + at, place.start + at + len(old))
    return Fix(f"Write {value}", (Edit(span, str(value)),), Safety.SUGGESTION)


_PLAIN = frozenset({"arabic", "dotted", "keycap", "roman"})


@rule(on=Heading)
def manual_numbering(heading: Heading, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding for a heading that begins with a typed number."""
    number = find_number(heading.text)
    if number is None or number.style not in _PLAIN or number.unit or number.start:
        return
    span = Span(heading.text_span.start, heading.text_span.start + number.rest)
    written = context.source.slice(span)
    fix = None
    if written == heading.text[: number.rest] and number.rest < len(heading.text):
        fix = Fix("Remove the number", (Edit(span, ""),), Safety.SUGGESTION)
    raw = heading.text[: number.end]
    yield Finding(span if fix else heading.span, f'the number "{raw}" is typed by hand', fix)
