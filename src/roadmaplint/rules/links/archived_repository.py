"""A repository that is archived: it can be read, but nobody works on it any more."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.lint.verdict import CheckedLink


@rule(on=CheckedLink)
def check(checked: CheckedLink, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if the verdict notes that a repository is archived."""
    del context
    note = checked.verdict.note
    if note:
        link = checked.link
        yield Finding(link.target_span or link.span, f"{link.target[:200]}: {note}")
