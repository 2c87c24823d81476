"""An entry of the baseline that nothing matches any more."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.event import StaleEntry
from roadmaplint.lint.finding import ProjectFinding
from roadmaplint.lint.rule import NoOptions, rule


@rule(on=StaleEntry)
def check(entry: StaleEntry, options: NoOptions) -> Iterator[ProjectFinding]:
    """Yield the finding."""
    del options
    message = f"{entry.file} has no such finding of {entry.rule} any more"
    yield ProjectFinding(entry.path, entry.location, message)
