"""A file that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.event import TOP, Unreadable
from roadmaplint.lint.finding import ProjectFinding
from roadmaplint.lint.rule import NoOptions, rule


@rule(on=Unreadable)
def check(event: Unreadable, options: NoOptions) -> Iterator[ProjectFinding]:
    """Yield the finding."""
    del options
    yield ProjectFinding(event.path, TOP, f"cannot be read: {event.reason}")
