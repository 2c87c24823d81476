"""A web address that has moved for good."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.lint.verdict import CheckedLink
from roadmaplint.rules._shared.verdicts import rewritten, says


@rule(on=CheckedLink)
def check(checked: CheckedLink, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if the verdict is `moved`, with the new address where it can be trusted."""
    if checked.verdict.outcome == "moved":
        yield says(checked, rewritten(checked, context.document))
