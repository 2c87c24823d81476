"""Chooses which fixes of a file can be applied together."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from msgspec import Struct

from roadmaplint.lint.card import Touch
from roadmaplint.lint.diagnostic import Diagnostic
from roadmaplint.lint.finding import Safety
from roadmaplint.text.edit import Edit, conflict
from roadmaplint.text.source import Encoding, Source


class Candidate(Struct, frozen=True):
    """A fix in offsets of the text at hand, with the diagnostic that offers it."""

    diagnostic: Diagnostic
    edits: tuple[Edit, ...]
    touches: frozenset[Touch]
    reencode: Encoding | None = None

    @property
    def order(self) -> tuple[int, str, str]:
        """Sort key: first place, then rule."""
        first = self.edits[0].span.start if self.edits else 0
        return (first, self.diagnostic.rule, self.diagnostic.message)


def candidate(
    diagnostic: Diagnostic, source: Source, touches: frozenset[Touch], threshold: Safety
) -> Candidate | None:
    """The fix of a diagnostic if it reaches the threshold and fits the text; never a suggestion."""
    fix = diagnostic.fix
    if fix is None or fix.safety < max(threshold, Safety.UNSAFE):
        return None
    if diagnostic.digest != source.digest:
        return None
    edits = tuple(Edit(source.span(place), text) for place, text in fix.edits)
    useful = tuple(edit for edit in edits if source.slice(edit.span) != edit.text)
    if not useful and (fix.reencode is None or fix.reencode == source.encoding):
        return None
    return Candidate(diagnostic, useful, touches, fix.reencode)


def compatible(
    candidates: Iterable[Candidate],
) -> tuple[list[Candidate], list[Candidate]]:
    """Split into fixes that go together, earlier ones first, and those that must wait.

    A fix is taken whole or not at all; equal edits of two fixes are shared. Repairs of damaged
    characters come alone: every other fix waits for them.
    """
    ordered = sorted(candidates, key=lambda candidate: candidate.order)
    first = [c for c in ordered if c.diagnostic.group == "encoding"]
    taken: list[Candidate] = []
    waiting = [c for c in ordered if first and c.diagnostic.group != "encoding"]
    edits: list[Edit] = []
    encoding: Encoding | None = None
    for fix in first or ordered:
        other_bytes = fix.reencode not in {None, encoding} and encoding is not None
        if other_bytes or any(_collides(edit, edits) for edit in fix.edits):
            waiting.append(fix)
            continue
        for edit in fix.edits:
            at = bisect_left(edits, edit)
            if at == len(edits) or edits[at] != edit:
                insort(edits, edit)
        encoding = fix.reencode or encoding
        taken.append(fix)
    return taken, waiting


def merged(candidates: Iterable[Candidate]) -> tuple[Edit, ...]:
    """The edits of compatible fixes, sorted, equal ones once."""
    return tuple(sorted({edit for candidate in candidates for edit in candidate.edits}))


def _collides(edit: Edit, taken: list[Edit]) -> bool:
    """True if an edit conflicts with one of the disjoint, sorted ones."""
    at = bisect_left(taken, edit)
    # An insertion and a replacement may begin at one place, so two neighbours on the left.
    return any(conflict(edit, other) for other in taken[max(0, at - 2) : at + 3])
