"""A web address that answers with another page than the one meant."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.lint.verdict import CheckedLink
from roadmaplint.rules._shared.verdicts import rewritten, says


@rule(on=CheckedLink)
def check(checked: CheckedLink, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if the verdict is `gone-soft`, with an archived copy if one is known."""
    if checked.verdict.outcome == "gone-soft":
        yield says(checked, rewritten(checked, context.document))
