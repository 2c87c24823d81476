"""Holds the fixes of one round to their promise: what a card does not name stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

from roadmaplint.engine.choose import Candidate, merged
from roadmaplint.engine.guard import Aspect, Aspects, aspects_of, changed, guarded
from roadmaplint.text.decode import encode, revise
from roadmaplint.text.edit import splice
from roadmaplint.text.source import Source


class Unencodable(ValueError):
    """The bytes of a repaired text would read as another text."""


def revised(source: Source, fixes: Sequence[Candidate]) -> Source:
    """The text with these compatible fixes. Raises Unencodable."""
    text = splice(source.text, merged(fixes))
    encoding = next((fix.reencode for fix in fixes if fix.reencode), source.encoding)
    try:
        result = revise(source, text, encoding)
        if result.text == text and encode(text, result.encoding) == encode(text, encoding):
            return result
    except UnicodeError:
        pass
    raise Unencodable(f"{source.path} cannot be written as {encoding.name}")


#: How many characters may be parsed to tell guilty fixes from innocent ones.
PATIENCE = 1_000_000


class Promise:
    """Compares a text with what fixes make of it.

    When patience is at an end, all fixes that are under suspicion count as guilty.
    """

    def __init__(self, source: Source, before: Aspects | None = None) -> None:
        """Take the text before the fixes, and its aspects if they are known."""
        self.source = source
        self.before = before
        #: The aspects of the text with all fixes, if none is guilty and they were looked at.
        self.after: Aspects | None = None
        self._latest: Aspects | None = None
        self.trials = max(8, PATIENCE // (len(source.text) + 1))

    def guilty(self, taken: Sequence[Candidate]) -> list[Candidate]:
        """The fixes that must go so that the others keep their promise.

        All are tried together. Where that changes an aspect that some of them must leave alone,
        those that touch the same things are tried by themselves.
        """
        together = self._changed(taken)
        self.after = self._latest
        kinds = dict.fromkeys(fix.touches for fix in taken)
        if together is not None and all(together <= touches for touches in kinds):
            return []
        by_rule = sorted(taken, key=lambda fix: fix.diagnostic.rule)
        found: list[Candidate] = []
        for touches in kinds:
            if together is None or not together <= touches:
                found += self._halve([fix for fix in by_rule if fix.touches == touches])
        if found or together is None or not together <= frozenset().union(*kinds):
            gone = set(map(id, found))
            found += self._halve([fix for fix in by_rule if id(fix) not in gone])
        if found:
            self.after = None
        return found

    def why(self, fix: Candidate) -> str:
        """What a fix changes that it must not, in words."""
        changes = self._changed([fix])
        if changes is None:
            return "the text cannot be encoded"
        broken = changes - fix.touches
        if not broken:
            return "it does not go with the others"
        return f"it changes the {' and the '.join(sorted(broken))}"

    def _changed(self, fixes: Sequence[Candidate]) -> frozenset[Aspect] | None:
        """The aspects that these fixes change, as far as one must not; None for no text at all."""
        if not fixes:
            return frozenset()
        try:
            result = revised(self.source, fixes)
        except Unencodable:
            return None
        if not any(guarded(fix.touches) for fix in fixes):
            return frozenset()
        if self.before is None:
            self.before = aspects_of(self.source)
        self._latest = aspects_of(result)
        return changed(self.before, self._latest)

    def _halve(self, fixes: list[Candidate]) -> list[Candidate]:
        changes = self._changed(fixes)
        if changes is not None and changes <= frozenset().union(*(fix.touches for fix in fixes)):
            return []
        self.trials -= 1
        if len(fixes) == 1 or self.trials < 0:
            return fixes
        half = len(fixes) // 2
        return self._halve(fixes[:half]) + self._halve(fixes[half:]) or fixes
