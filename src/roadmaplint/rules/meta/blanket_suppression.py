"""A comment that silences every rule."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.lint.suppression import SuppressionUse


@rule(on=SuppressionUse)
def check(use: SuppressionUse, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if one of our comments names no rule."""
    del context
    if use.suppression.blanket and use.suppression.family == "roadmaplint":
        yield Finding(use.suppression.span, "this comment silences every rule: name the ones meant")
