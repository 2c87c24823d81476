"""What a finding says of a link's verdict."""

from __future__ import annotations

from roadmaplint.lint.finding import Finding, Fix, Severity
from roadmaplint.lint.verdict import CheckedLink


def says(checked: CheckedLink, fix: Fix | None = None, severity: Severity | None = None) -> Finding:
    """A finding on the link's target with the verdict's own reason; the address leads."""
    link, verdict = checked.link, checked.verdict
    address = link.target if len(link.target) <= 200 else link.target[:200] + "…"
    place = link.target_span or link.span
    return Finding(place, f"{address}: {verdict.reason}", fix, severity=severity)
