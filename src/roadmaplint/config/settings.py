"""Settings: every value a run needs, and where each one came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from roadmaplint.lint.finding import Severity


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """What a run wants of one rule for one file; `severity` None switches it off.

    `explicit` is True if a user, not a card or a profile, named the severity. `options` are the
    rule's options as plain values, already validated.
    """

    severity: Severity | None
    options: Mapping[str, Any] = field(default_factory=dict)
    explicit: bool = False
    fixable: bool = True
