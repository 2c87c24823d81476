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


class Promise:
    """Compares a text with what fixes make of it; the text itself is parsed once at most."""

    def __init__(self, source: Source) -> None:
        """Take the text before the fixes."""
        self.source = source
        self._before: Aspects | None = None

    def guilty(self, taken: Sequence[Candidate]) -> list[Candidate]:
        """The fixes that must go so that the others keep their promise.

        Fixes that touch the same things are tried together, then all of them.
        """
        found: list[Candidate] = []
        kinds = dict.fromkeys(fix.touches for fix in taken)
        for touches in kinds:
            found += self._halve([fix for fix in taken if fix.touches == touches])
        if len(kinds) > 1:
            found += self._halve([fix for fix in taken if fix not in found])
        return found

    def why(self, fix: Candidate) -> str:
        """What a fix changes that it must not, in words."""
        broken = self._broken([fix])
        if broken is None:
            return "the text cannot be encoded"
        if not broken:
            return "it does not go with the others"
        return f"it changes the {' and the '.join(sorted(broken))}"

    def _broken(self, fixes: Sequence[Candidate]) -> frozenset[Aspect] | None:
        """The aspects that these fixes change and must not; None for a text without bytes."""
        if not fixes:
            return frozenset()
        try:
            result = revised(self.source, fixes)
        except Unencodable:
            return None
        aspects = guarded(frozenset().union(*(fix.touches for fix in fixes)))
        if not aspects:
            return frozenset()
        if self._before is None:
            self._before = aspects_of(self.source)
        return changed(self._before, aspects_of(result)) & aspects

    def _halve(self, fixes: list[Candidate]) -> list[Candidate]:
        if self._broken(fixes) == frozenset():
            return []
        if len(fixes) == 1:
            return fixes
        half = len(fixes) // 2
        found = self._halve(fixes[:half]) + self._halve(fixes[half:])
        rest = [fix for fix in fixes if fix not in found]
        return found if found and self._broken(rest) == frozenset() else fixes
