"""A web address that is proved dead."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.lint.verdict import CheckedLink
from roadmaplint.rules._shared.verdicts import rewritten, says


@rule(on=CheckedLink)
def check(checked: CheckedLink, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if the verdict is `dead`; an archived copy is proposed if one is known."""
    if checked.verdict.outcome == "dead":
        yield says(checked, rewritten(checked, context.document))
