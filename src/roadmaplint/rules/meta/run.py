"""What went wrong or was of no use in a run: crashes, unreadable files, stale settings."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.core.finding import Finding, ProjectFinding
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.core.subjects import FILE_START, Crash, IdleIgnore, StaleEntry, Unreadable
from roadmaplint.roadmap.nodes import Document


@rule(on=Crash)
def rule_crash(event: Crash, options: NoOptions) -> Iterator[ProjectFinding]:
    """Yield the finding."""
    del options
    yield ProjectFinding(event.path, event.location, f"{event.what} failed: {event.reason}")


@rule(on=Unreadable)
def unreadable_file(event: Unreadable, options: NoOptions) -> Iterator[ProjectFinding]:
    """Yield the finding."""
    del options
    yield ProjectFinding(event.path, FILE_START, f"cannot be read: {event.reason}")


@rule(on=StaleEntry)
def stale_baseline(entry: StaleEntry, options: NoOptions) -> Iterator[ProjectFinding]:
    """Yield the finding."""
    del options
    message = f"{entry.file} has no such finding of {entry.rule} any more"
    yield ProjectFinding(entry.path, entry.location, message)


@rule(on=IdleIgnore)
def unused_ignore_entry(entry: IdleIgnore, options: NoOptions) -> Iterator[ProjectFinding]:
    """Yield the finding."""
    del options
    yield ProjectFinding(entry.path, entry.location, f"nothing matches {entry.pattern!r}")


@rule(on=Document)
def too_deep(document: Document, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per place where content was left out."""
    del context
    for span in document.markdown.too_deep:
        yield Finding(span, "nested too deep: what is below this level was not checked")
