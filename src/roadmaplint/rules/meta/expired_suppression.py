"""A comment whose last day is over."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.lint.suppression import SuppressionUse


@rule(on=SuppressionUse)
def check(use: SuppressionUse, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if the comment silences nothing any more."""
    del context
    if use.expired:
        until = use.suppression.until
        yield Finding(use.suppression.span, f"this comment was good until {until} only")
