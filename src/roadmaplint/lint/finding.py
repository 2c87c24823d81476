"""Former names of the public API, kept for rules written for them; see roadmaplint itself."""

from roadmaplint.core.finding import (
    Elsewhere,
    Finding,
    Fix,
    ProjectFinding,
    Related,
    Safety,
    Severity,
)

__all__ = ["Elsewhere", "Finding", "Fix", "ProjectFinding", "Related", "Safety", "Severity"]
