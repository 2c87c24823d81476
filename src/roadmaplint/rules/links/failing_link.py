"""A web address that failed on every try today."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Severity
from roadmaplint.lint.rule import Context, rule
from roadmaplint.lint.verdict import CheckedLink
from roadmaplint.rules._shared.verdicts import says

_DAY = 86_400


class Options(Struct, frozen=True):
    """When failing counts as dead: after `failures` checks in a row over at least `days`."""

    failures: int = 3
    days: int = 3


@rule(on=CheckedLink, options=Options)
def check(checked: CheckedLink, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding if the verdict is `failing`; an error once it has lasted."""
    verdict = checked.verdict
    if verdict.outcome != "failing":
        return
    since = verdict.failing_since
    lasted = since is not None and verdict.checked_at - since >= context.options.days * _DAY
    lasting = lasted and verdict.failures >= context.options.failures
    yield says(checked, severity=Severity.ERROR if lasting else None)
