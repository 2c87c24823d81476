"""Health of a file and of its sections: which lines have findings, which entries are clean."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from roadmaplint.core.finding import Diagnostic, Severity
from roadmaplint.report.outline import Node

#: What findings of some rules say of a resource, in one word.
STATES: Mapping[str, str] = {
    "dead-link": "dead",
    "soft-dead-link": "dead",
    "missing-file": "dead",
    "wrong-case-path": "dead",
    "missing-anchor": "dead",
    "missing-remote-anchor": "dead",
    "failing-link": "failing",
    "moved-link": "moved",
    "duplicate-resource": "duplicate",
    "shared-url": "duplicate",
    "unlinked-resource": "unlinked",
}
#: The states in the order of their weight, each with its meaning.
STATE_WORDS: Mapping[str, str] = {
    "dead": "links that lead nowhere",
    "failing": "links that did not answer",
    "moved": "links whose page has moved",
    "duplicate": "resources listed twice",
    "unlinked": "resources without a link",
}


class Health(NamedTuple):
    """Findings of each severity in a stretch of a file, and how many of its entries are clean."""

    errors: int
    warnings: int
    infos: int
    entries: int
    clean: int

    @property
    def word(self) -> str:
        """`broken` with errors, `weak` with warnings, else `fine`."""
        return "broken" if self.errors else "weak" if self.warnings else "fine"

    @property
    def percent(self) -> int:
        """The share of entries without an error or a warning, rounded down; 100 without entries."""
        return self.clean * 100 // self.entries if self.entries else 100


class FileHealth:
    """The findings of one file by line; every question about a stretch costs two searches."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Take the findings of one file in the order of reports."""
        self._lines: dict[Severity, list[int]] = {level: [] for level in Severity}
        self._states: list[tuple[tuple[int, int], str]] = []
        for diagnostic in diagnostics:
            self._lines[diagnostic.severity].append(diagnostic.location.line)
            if diagnostic.rule in STATES:
                place = (diagnostic.location.line, diagnostic.location.column)
                self._states.append((place, STATES[diagnostic.rule]))
        self._starts = [place for place, _ in self._states]

    def of(self, first: int, last: int, entries: Sequence[Node]) -> Health:
        """The health of the lines `first` to `last`, which hold these entries."""
        errors, warnings, infos = (
            bisect_right(lines, last) - bisect_left(lines, first)
            for lines in (self._lines[level] for level in reversed(Severity))
        )
        return Health(errors, warnings, infos, len(entries), sum(map(self.is_clean, entries)))

    def is_clean(self, entry: Node) -> bool:
        """True if no error or warning begins on the first line of an entry."""
        line = entry.location.line
        return not any(
            _holds(self._lines[level], line) for level in (Severity.ERROR, Severity.WARNING)
        )

    def states(self, entry: Node) -> list[str]:
        """What is wrong with a resource, in words of `STATES`, the weightiest first."""
        line, column, end_line, end_column = entry.location
        low = bisect_left(self._starts, (line, column))
        high = bisect_left(self._starts, (end_line, end_column), low)
        found = {state for _, state in self._states[low:high]}
        return [state for state in STATE_WORDS if state in found]


def by_file(diagnostics: Iterable[Diagnostic]) -> dict[str, tuple[Diagnostic, ...]]:
    """The findings of every file that has some."""
    return {path: tuple(found) for path, found in groupby(diagnostics, key=lambda d: d.path)}


def _holds(lines: Sequence[int], line: int) -> bool:
    at = bisect_left(lines, line)
    return at < len(lines) and lines[at] == line
