"""Which links of a file nobody wants judged, told before anything is asked."""

from __future__ import annotations

from msgspec.structs import replace

from roadmaplint.core.linter import FileAnalysis
from roadmaplint.core.plan import NETWORK, Plan
from roadmaplint.core.suppressions import Silencer

#: The rule for whose sake the web is asked: where it is silent, nobody waits for an answer.
_FIRST = "dead-link"


class Silence:
    """The directives of one file, as far as they speak of web links."""

    def __init__(self, analysis: FileAnalysis, plan: Plan) -> None:
        """Take the directives of an analysis and the rules that are switched on."""
        self._analysis = analysis
        self._rules = plan.rules_in(NETWORK)
        self._silencer = Silencer(analysis.suppressions)

    def reason(self, line: int) -> str:
        """Why a link on this line is not asked; an empty text if it may be.

        Directives that say so count as used: whether they are still needed nobody can tell.
        """
        if not self._analysis.suppressions:
            return ""
        owners = {rule: self._silencer.owner(rule, line) for rule in {*self._rules, _FIRST}}
        if owners[_FIRST] is None and any(owners[rule] is None for rule in self._rules):
            return ""
        found = {owner for owner in owners.values() if owner is not None}
        if not found:
            return ""
        for rule, owner in owners.items():
            if owner is not None:
                self._silencer.used[owner].add(rule)
        reasons = (self._analysis.suppressions[owner].reason for owner in sorted(found))
        words = next((reason for reason in reasons if reason), "")
        return f"a comment silences it: {words}" if words else "a comment silences it"

    def noted(self) -> FileAnalysis:
        """The analysis, with the directives that kept a link from being asked as used."""
        known = self._analysis.used
        if not any(self._silencer.used):
            return self._analysis
        before = known or tuple(frozenset[str]() for _ in self._silencer.used)
        pairs = zip(before, self._silencer.used, strict=True)
        return replace(self._analysis, used=tuple(old | new for old, new in pairs))
