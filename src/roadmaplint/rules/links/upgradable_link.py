"""A plain http address whose https twin was seen to work."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.lint.verdict import CheckedLink
from roadmaplint.rules._shared.verdicts import says
from roadmaplint.text.edit import Edit


@rule(on=CheckedLink)
def check(checked: CheckedLink, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if the verdict is `upgradable`; the fix changes nothing but the scheme."""
    del context
    if checked.verdict.outcome != "upgradable":
        return
    link = checked.link
    fix = None
    if link.target_span is not None and link.target[:7].lower() == "http://":
        edit = Edit(link.target_span, "https://" + link.target[7:])
        fix = Fix("use https", (edit,), Safety.SAFE)
    yield says(checked, fix)
