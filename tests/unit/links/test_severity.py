"""Severities: only what is certain fails a run, and what fails for days."""

from __future__ import annotations

from typing import get_args

import pytest

from roadmaplint.core.finding import Severity
from roadmaplint.core.subjects import Outcome, Verdict
from roadmaplint.links import severity

DAY = 86_400.0


def test_every_outcome_has_a_severity() -> None:
    levels = {outcome: severity(Verdict("u", outcome, "")) for outcome in get_args(Outcome)}
    errors = {outcome for outcome, level in levels.items() if level is Severity.ERROR}
    warnings = {outcome for outcome, level in levels.items() if level is Severity.WARNING}
    assert errors == {"dead", "refused-target", "invalid"}
    assert warnings == {"failing", "insecure", "gone-soft", "anchor-missing"}


@pytest.mark.parametrize(
    ("failures", "since", "level"),
    [(1, 0.0, Severity.WARNING), (2, 0.0, Severity.WARNING), (3, 0.0, Severity.ERROR),
     (9, 8 * DAY, Severity.WARNING), (3, None, Severity.WARNING)],
)  # fmt: skip
def test_failing_becomes_an_error_after_three_checks_over_three_days(
    failures: int, since: float | None, level: Severity
) -> None:
    verdict = Verdict(
        "u", "failing", "", checked_at=10 * DAY, failures=failures, failing_since=since
    )
    assert severity(verdict) is level
