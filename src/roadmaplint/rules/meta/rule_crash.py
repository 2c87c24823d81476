"""A rule, a fix or the parser that failed."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.event import Crash
from roadmaplint.lint.finding import ProjectFinding
from roadmaplint.lint.rule import NoOptions, rule


@rule(on=Crash)
def check(event: Crash, options: NoOptions) -> Iterator[ProjectFinding]:
    """Yield the finding."""
    del options
    yield ProjectFinding(event.path, event.location, f"{event.what} failed: {event.reason}")
