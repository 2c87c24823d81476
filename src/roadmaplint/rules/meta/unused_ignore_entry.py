"""A pattern of an ignore file that nothing matches."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.event import IdleIgnore
from roadmaplint.lint.finding import ProjectFinding
from roadmaplint.lint.rule import NoOptions, rule


@rule(on=IdleIgnore)
def check(entry: IdleIgnore, options: NoOptions) -> Iterator[ProjectFinding]:
    """Yield the finding."""
    del options
    yield ProjectFinding(entry.path, entry.location, f"nothing matches {entry.pattern!r}")
