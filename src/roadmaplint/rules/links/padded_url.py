"""An address longer than it has to be: a slash after a bare host, or an index page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety, Severity
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Link
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy

_SLASH = lazy(r"https?://[^\s/?#]+/", re.IGNORECASE)
_INDEX = lazy(r"https?://[^\s?#]+/(index\.(?:html?|php))", re.IGNORECASE)


@rule(on=Link)
def check(link: Link, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per padded address; the slash goes safely, the page by suggestion."""
    del context
    span = link.target_span
    if span is None or link.label is not None:
        return
    if _SLASH.fullmatch(link.target):
        fix = Fix("drop the slash", (Edit(span, link.target[:-1]),), Safety.SAFE)
        yield Finding(span, "the slash after a bare host is not needed", fix)
    elif match := _INDEX.fullmatch(link.target):
        short = link.target[: match.start(1)]
        fix = Fix(f"drop {match[1]}", (Edit(span, short),), Safety.SUGGESTION)
        yield Finding(span, f"{match[1]} is not needed", fix, severity=Severity.INFO)
