"""Courses that ask for each other, so that nobody could take one of them first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from roadmaplint.lint.finding import Finding, Related
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.courses import Demand, demands

_Graph = Mapping[int, Sequence[Demand]]


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
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
