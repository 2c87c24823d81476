"""Hand-typed heading numbers with a gap, a repeat or in the wrong order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.roadmap.number import Numbering
from roadmaplint.roadmap.title import numbered
from roadmaplint.rules._shared.outline import outline
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span

_RANGE = re.compile(r"([0-9]{1,3})\s?[-–—]\s?([0-9]{1,3})[.)]\s")
_REWRITABLE = frozenset({"arabic", "dotted"})


@dataclass(slots=True)
class _Chain:
    """The last number of one counting: at one level, of one unit, below one prefix."""

    value: int
    parent: int


@dataclass(slots=True)
class _Chains:
    """Every counting of a document; `latest` holds the last number whatever its level."""

    at_level: dict[tuple[object, ...], _Chain] = field(default_factory=dict)
    latest: dict[tuple[object, ...], int] = field(default_factory=dict)

    def judge(self, number: Numbering, level: int, parent: int) -> str:
        """What is wrong with a number, empty if nothing; the counting goes on from it."""
        key = _key(number)
        value, end = number.path[-1], number.last or number.path[-1]
        chain = self.at_level.get((*key, level))
        latest = self.latest.get(key)
        expected = {1, 0} if latest is None else {1, 0, latest + 1}
        if chain is not None:
            expected.add(chain.value + 1)
        problem = ""
        if value not in expected and chain is not None:
            problem = _problem(value, chain)
        self.at_level[*key, level] = _Chain(end, parent)
        self.latest[key] = end
        return problem


def _problem(value: int, chain: _Chain) -> str:
    if value == chain.value:
        return f"the number {value} is used twice in a row, {chain.value + 1} was expected"
    if value > chain.value:
        missing = ", ".join(map(str, range(chain.value + 1, min(value, chain.value + 4))))
        return f"{value} follows {chain.value}: a gap, {missing} missing"
    return f"{value} follows {chain.value}: the numbers are out of order"


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per heading whose number does not follow from those before it."""
    chains = _Chains()
    entries = [(entry, _number_of(entry.heading.text)) for entry in outline(document)]
    later = Counter((e.parent, *_key(n), n.path[-1]) for e, n in entries if n and n.path)
    for entry, number in entries:
        if number is None or not number.path or number.style == "letter":
            continue
        heading = entry.heading
        before = chains.at_level.get((*_key(number), heading.level))
        expected = before.value + 1 if before else 1
        problem = chains.judge(number, heading.level, entry.parent)
        later[entry.parent, *_key(number), number.path[-1]] -= 1
        if problem and before and later[entry.parent, *_key(number), before.value + 1] > 0:
            problem = f"{number.path[-1]} stands before {before.value + 1}: out of order"
        if problem:
            place = _place(document, heading, number)
            fix = _fix(document, number, place, expected)
            message = f'heading number of "{heading.text}": {problem}'
            yield Finding(place or heading.span, message, fix)


def _number_of(title: str) -> Numbering | None:
    """The number of a title; `21-22.` counts twice."""
    match = _RANGE.match(title)
    if match is None:
        return numbered(title)
    first, last = int(match[1]), int(match[2])
    return Numbering(0, match.end(2), match.end(), (first,), "arabic", last=last)


def _key(number: Numbering) -> tuple[object, ...]:
    return (number.style == "roman", number.unit, number.path[:-1])


def _place(document: Document, heading: Heading, number: Numbering) -> Span | None:
    """Where the number is written, if the heading begins with plain text."""
    start = heading.text_span.start + number.start
    span = Span(start, start + number.end - number.start)
    written = heading.text[number.start : number.end]
    return span if document.source.slice(span) == written else None


def _fix(document: Document, number: Numbering, place: Span | None, value: int) -> Fix | None:
    if place is None or number.style not in _REWRITABLE or number.last:
        return None
    written = document.source.slice(place)
    old = str(number.path[-1])
    at = written.rfind(old)
    if at < 0:
        return None
    span = Span(place.start + at, place.start + at + len(old))
    return Fix(f"Write {value}", (Edit(span, str(value)),), Safety.SUGGESTION)
