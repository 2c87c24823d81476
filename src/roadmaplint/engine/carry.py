"""Moves diagnostics that cannot be found again by one file's rules to the text after some edits."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from roadmaplint.lint.diagnostic import Diagnostic, PlacedEdit
from roadmaplint.text.edit import Edit, conflict
from roadmaplint.text.source import Location, Source, Span


class _Shift:
    """Where offsets of a text stand after sorted, disjoint edits."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self.edits = edits
        self.ends = [edit.span.end for edit in edits]
        self.sums = [0]
        for (start, end), text in edits:
            self.sums.append(self.sums[-1] + len(text) - (end - start))

    def offset(self, offset: int) -> int:
        """The new offset; a place inside a replaced range moves to its beginning."""
        at = bisect_left(self.ends, offset)
        if at < len(self.edits) and self.edits[at].span.start < offset:
            offset = self.edits[at].span.start
        return offset + self.sums[at]

    def span(self, span: Span) -> Span:
        """The new span."""
        start = self.offset(span.start)
        return Span(start, max(start, self.offset(span.end)))

    def touched(self, span: Span, text: str) -> bool:
        """True if replacing `span` conflicts with one of the edits."""
        at = bisect_left(self.ends, span.start)
        near = self.edits[max(0, at - 1) : at + 3]
        return any(edit == Edit(span, text) or conflict(edit, Edit(span, text)) for edit in near)


def carried(
    late: Iterable[Diagnostic], edits: Sequence[Edit], old: Source, new: Source
) -> list[Diagnostic]:
    """The diagnostics in places of the new text; a fix whose place was touched is dropped."""
    shift = _Shift(edits)

    def move(location: Location) -> Location:
        return new.location(shift.span(old.span(location)))

    moved = []
    for diagnostic in late:
        fix = diagnostic.fix
        if fix is not None:
            spans = [(old.span(edit.location), edit.text) for edit in fix.edits]
            if any(shift.touched(*placed) for placed in spans):
                fix = None
            else:
                places = (new.location(shift.span(span)) for span, _ in spans)
                edited = zip(places, spans, strict=True)
                placed = tuple(PlacedEdit(place, text) for place, (_, text) in edited)
                fix = replace(fix, edits=placed)
        location = move(diagnostic.location)
        moved.append(replace(diagnostic, location=location, fix=fix, digest=new.digest))
    return moved
