"""Severities of verdicts, and how failing links grow into errors."""

from __future__ import annotations

from roadmaplint.core.finding import Severity
from roadmaplint.core.subjects import CheckedLink, Hop, Outcome, Rewrite, Verdict

#: What a machine found wrong, and how bad that is by itself.
SEVERITIES: dict[Outcome, Severity] = {
    "ok": Severity.INFO,
    "moved": Severity.INFO,
    "redirected": Severity.INFO,
    "upgradable": Severity.INFO,
    "dead": Severity.ERROR,
    "failing": Severity.WARNING,
    "blocked": Severity.INFO,
    "insecure": Severity.WARNING,
    "gone-soft": Severity.WARNING,
    "anchor-missing": Severity.WARNING,
    "anchor-unknown": Severity.INFO,
    "refused-target": Severity.ERROR,
    "invalid": Severity.ERROR,
    "skipped": Severity.INFO,
    "unchecked": Severity.INFO,
}
#: Outcomes of links that reach their content.
ALIVE: frozenset[Outcome] = frozenset({"ok", "moved", "redirected", "upgradable"})
FAILURES_TO_ERROR = 3
SECONDS_TO_ERROR = 3 * 86_400.0


def severity(verdict: Verdict) -> Severity:
    """The severity of a verdict: its outcome's, but error for what fails for days."""
    if verdict.outcome == "failing" and keeps_failing(verdict):
        return Severity.ERROR
    return SEVERITIES[verdict.outcome]


def keeps_failing(verdict: Verdict) -> bool:
    """True after three failed checks that lie at least three days apart."""
    since = verdict.failing_since
    return (
        verdict.failures >= FAILURES_TO_ERROR
        and since is not None
        and verdict.checked_at - since >= SECONDS_TO_ERROR
    )


__all__ = [
    "ALIVE",
    "SEVERITIES",
    "CheckedLink",
    "Hop",
    "Outcome",
    "Rewrite",
    "Verdict",
    "keeps_failing",
    "severity",
]
