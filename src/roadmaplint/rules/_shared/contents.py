"""Tables of contents against headings: which levels they list, and edits of their entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from roadmaplint.roadmap.nodes import Document, Heading, Toc, TocEntry
from roadmaplint.rules._shared.patterns import compiled
from roadmaplint.rules._shared.rows import line_end
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span

#: A level is listed if this share of its headings is; lists leave out one or two on purpose.
_SHARE = 0.6
_UNSAFE_TEXT = frozenset("[]\\`*_<>|&")


def listed_levels(document: Document, toc: Toc, free: frozenset[Span] = frozenset()) -> set[int]:
    """The levels of which a contents list names most headings; those at `free` do not count."""
    after = [h for h in document.headings if h.span.start > toc.span.end and h.span not in free]
    targets = {entry.target for entry in toc.entries}
    listed = Counter(h.level for h in after if h.slug in targets)
    total = Counter(h.level for h in after)
    return {level for level, count in listed.items() if count >= max(2, _SHARE * total[level])}


def titled(document: Document, patterns: Sequence[str]) -> frozenset[Span]:
    """The places of headings whose whole text one of the regular expressions matches."""
    wanted = [compiled(f"^(?:{pattern})$") for pattern in patterns]
    found = (h for h in document.headings if any(one.search(h.text.strip()) for one in wanted))
    return frozenset(heading.span for heading in found)


def main_contents(document: Document, tocs: Sequence[Toc]) -> Toc | None:
    """The contents list under a heading that says so, else the first; others are maps."""
    titled = [section.body for section in document.sections if section.role == "toc"]
    ahead = [toc for toc in tocs if _is_ahead(document, toc)]
    under = (toc for toc in ahead if any(body.contains(toc.span) for body in titled))
    return next(under, ahead[0] if ahead else None)


def _is_ahead(document: Document, toc: Toc) -> bool:
    """False for lists that come back to what stands above them: questions, recaps."""
    targets = {entry.target for entry in toc.entries}
    places = [h.span.start > toc.span.start for h in document.headings if h.slug in targets]
    return 2 * sum(places) >= len(places)


def swapped_entries(document: Document, toc: Toc) -> list[TocEntry]:
    """Entries that name an earlier heading than the entry before them."""
    order = {heading.slug: number for number, heading in enumerate(document.headings)}
    placed = [entry for entry in toc.entries if entry.target in order]
    depths = {entry.depth for entry in placed}
    return [
        later
        for depth in sorted(depths)
        for earlier, later in pairwise([e for e in placed if e.depth <= depth])
        if later.depth == depth and order[later.target or ""] < order[earlier.target or ""]
    ]


def with_missing(document: Document, toc: Toc, missing: Sequence[Heading]) -> list[Edit] | None:
    """Insertions of entries for headings, each written like the entry before it.

    None where an entry cannot be copied: numbered lists, text around links, odd titles.
    """
    source = document.source
    order = {heading.slug: number for number, heading in enumerate(document.headings)}
    entries = {order[e.target]: e for e in toc.entries if e.target in order}
    found: dict[int, list[str]] = {}
    for heading in missing:
        level_mates = [n for n in entries if document.headings[n].level == heading.level]
        before = max((n for n in level_mates if n < order[heading.slug]), default=None)
        if before is None or set(heading.text) & _UNSAFE_TEXT:
            return None
        last = max(n for n in entries if n >= before and n < order[heading.slug])
        row = _row(source, entries[before])
        if row is None:
            return None
        place = source.line_span(source.line_at(entries[last].span.start)).end
        found.setdefault(place, []).append(f"{row}[{heading.text}](#{heading.slug})")
    end = line_end(source)
    return [
        Edit(Span(place, place), "".join(end + row for row in rows))
        for place, rows in sorted(found.items())
    ]


def _row(source: Source, entry: TocEntry) -> str | None:
    """What stands before an entry on its line; None if the entry is not all of a bullet."""
    line = source.line_span(source.line_at(entry.span.start))
    before = source.text[line.start : entry.span.start]
    after = source.text[entry.span.end : line.end]
    return before if before.strip() in {"-", "*", "+"} and not after.strip() else None


def removed(document: Document, entries: Iterable[TocEntry]) -> list[Edit] | None:
    """Deletions of whole lines of entries; None where an entry is not a line of its own."""
    source = document.source
    edits = []
    for entry in entries:
        if _row(source, entry) is None or _has_entries_below(source, entry):
            return None
        number = source.line_at(entry.span.start)
        start = source.line_starts[number - 1]
        last = number == source.line_count
        end = len(source.text) if last else source.line_starts[number]
        edits.append(Edit(Span(start, end), ""))
    return edits


def _has_entries_below(source: Source, entry: TocEntry) -> bool:
    number = source.line_at(entry.span.start)
    if number >= source.line_count:
        return False
    one, other = (source.slice(source.line_span(n)) for n in (number, number + 1))
    return _indent(other) > _indent(one)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t")) if text.strip() else 0
