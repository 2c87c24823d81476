"""A comment that names a rule that does not exist, or that cannot be understood."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.lint.suppression import SuppressionUse


@rule(on=SuppressionUse)
def check(use: SuppressionUse, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per name that means nothing, and one for a comment that says nothing."""
    del context
    suppression = use.suppression
    if suppression.problem:
        yield Finding(suppression.span, suppression.problem)
    for named in suppression.names:
        if named.rules is None:
            hint = f'; did you mean "{named.nearest}"?' if named.nearest else ""
            yield Finding(named.span, f'no rule or group is called "{named.text}"{hint}')
