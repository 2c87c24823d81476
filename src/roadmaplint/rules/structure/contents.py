"""Tables of contents against the headings: missing, stale or without links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Annotated

from msgspec import Struct

from roadmaplint.core.finding import Finding, Fix, Related, Safety
from roadmaplint.core.project_schema import compile_pattern
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document, Heading, Toc, TocEntry
from roadmaplint.roadmap.source_lines import line_end, whole_lines
from roadmaplint.roadmap.tocs import title_key
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span


class MissingContentsOptions(Struct, frozen=True):
    """`min_sections`, `min_lines`: shorter documents need no contents."""

    min_sections: int = 8
    min_lines: int = 150


@rule(on=Document, options=MissingContentsOptions)
def missing_contents(
    document: Document, context: Context[MissingContentsOptions]
) -> Iterator[Finding]:
    """Yield one finding on the title of a long document without contents."""
    options = context.options
    if not document.is_roadmap or document.tocs:
        return
    if document.source.line_count < options.min_lines:
        return
    parts = _parts(document.headings)
    if len(parts) < options.min_sections:
        return
    yield Finding(
        document.headings[0].span,
        f"{len(parts)} sections on {document.source.line_count} lines, and no table of contents",
        _missing_contents_fix(document, parts),
    )


def _parts(headings: tuple[Heading, ...]) -> list[Heading]:
    """The headings of the highest level that several have, without the title."""
    below = [heading for heading in headings[1:] if heading.style != "list-item"]
    for level in range(1, 7):
        found = [heading for heading in below if heading.level == level]
        if len(found) > 1:
            return found
    return []


def _missing_contents_fix(document: Document, parts: list[Heading]) -> Fix | None:
    """Contents of one level in front of the first section."""
    first = parts[0].block
    if first is None or any(set(part.text) & set("[]\\`*_<") for part in parts):
        return None
    end = line_end(document.source)
    lines = ["#" * first.level + " Contents", ""] if first.style != "setext" else []
    lines += [f"- [{part.text}](#{part.slug})" for part in parts]
    edit = Edit(Span(first.span.start, first.span.start), end.join([*lines, "", ""]))
    return Fix("Insert a table of contents", (edit,), Safety.SUGGESTION)


_SHOWN = 3


class StaleContentsOptions(Struct, frozen=True):
    """`optional`: regular expressions for whole titles that the contents may leave out."""

    optional: Annotated[tuple[str, ...], {"format": "regex"}] = ()


@rule(on=Document, options=StaleContentsOptions)
def stale_contents(document: Document, context: Context[StaleContentsOptions]) -> Iterator[Finding]:
    """Yield one finding per contents list that names too much, too little or another order."""
    tocs = [toc for toc in document.tocs if toc.style != "plain"]
    free = titled(document, context.options.optional)
    main = main_contents(document, tocs)
    for toc in tocs:
        dead = _dead_entries(document, toc)
        missing = _missing(document, toc, free) if toc is main else []
        swapped = swapped_entries(document, toc) if toc is main else []
        said = [text for text in (_dead(dead), _left_out(missing), _order(swapped)) if text]
        if not said or len(dead) == len(toc.entries):
            continue
        yield Finding(
            toc.span,
            "the table of contents is out of step with the headings: " + "; ".join(said),
            _stale_contents_fix(document, toc, dead, missing),
            (
                *(Related(entry.span, "no such heading") for entry in dead),
                *(Related(heading.span, "not in the contents") for heading in missing),
                *(Related(entry.span, "stands elsewhere in the text") for entry in swapped),
            ),
        )


def _dead_entries(document: Document, toc: Toc) -> list[TocEntry]:
    """Entries whose text no heading has; a wrong anchor is left to other rules."""
    entries = toc.entries
    astray = [e for e in entries if e.target is None and (e.href or "").startswith("#")]
    titles = {title_key(heading.text) for heading in document.headings} if astray else set()
    return [entry for entry in astray if title_key(entry.text) not in titles]


def _missing(document: Document, toc: Toc, free: frozenset[Span]) -> list[Heading]:
    """Headings below the contents, of a level that it lists, that no contents list names."""
    own = free.union(section.span for section in document.sections if section.role == "toc")
    entries = [entry for toc in document.tocs for entry in toc.entries]
    listed = {entry.target for entry in entries}
    levels = listed_levels(document, toc, free)
    unlisted = [
        heading
        for heading in document.headings
        if heading.span.start > toc.span.end
        and heading.level in levels
        and heading.text
        and heading.span not in own
        and heading.slug not in listed
    ]
    named = {title_key(entry.text) for entry in entries} if unlisted else set()
    return [heading for heading in unlisted if title_key(heading.text) not in named]


def _dead(entries: Sequence[TocEntry]) -> str:
    return f"no heading for {_names([e.text for e in entries])}" if entries else ""


def _left_out(headings: Sequence[Heading]) -> str:
    return f"no entry for {_names([h.text for h in headings])}" if headings else ""


def _order(entries: Sequence[TocEntry]) -> str:
    return f"another order at {_names([e.text for e in entries])}" if entries else ""


def _names(texts: Sequence[str]) -> str:
    shown = ", ".join(f'"{text}"' for text in texts[:_SHOWN])
    more = len(texts) - _SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def _stale_contents_fix(
    document: Document, toc: Toc, dead: Sequence[TocEntry], missing: Sequence[Heading]
) -> Fix | None:
    """Take out dead entries and put in missing ones, each behind the entry before it."""
    added = with_missing(document, toc, missing)
    taken = removed(document, dead)
    if added is None or taken is None or not (added or taken):
        return None
    edits = tuple(sorted((*added, *taken)))
    if any(one.span.end > other.span.start for one, other in pairwise(edits)):
        return None
    return Fix("Bring the contents up to date", edits, Safety.UNSAFE)


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
    wanted = [compile_pattern(f"^(?:{pattern})$") for pattern in patterns]
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
        edits.append(Edit(whole_lines(source, number, number), ""))
    return edits


def _has_entries_below(source: Source, entry: TocEntry) -> bool:
    number = source.line_at(entry.span.start)
    if number >= source.line_count:
        return False
    one, other = (source.slice(source.line_span(n)) for n in (number, number + 1))
    return _indent(other) > _indent(one)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t")) if text.strip() else 0


@rule(on=Document)
def unlinked_contents(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per contents list with entries that lead nowhere."""
    titles: set[str] = set()
    for toc in document.tocs:
        bare = [entry for entry in toc.entries if entry.href is None]
        if toc.style == "mixed":  # what no heading says is a note
            titles = titles or {title_key(heading.text) for heading in document.headings}
            bare = [entry for entry in bare if title_key(entry.text) in titles]
        if not bare or toc.style == "linked":
            continue
        few = f"{len(bare)} of {len(toc.entries)} entries of the table of contents are plain text"
        yield Finding(
            toc.span,
            f"{few}, not links to their headings"
            if toc.style == "mixed"
            else "the table of contents is plain text: its entries are not links to their headings",
            _unlinked_contents_fix(document, toc, bare),
            tuple(Related(entry.span, "not a link") for entry in bare),
        )


def _unlinked_contents_fix(document: Document, toc: Toc, bare: list[TocEntry]) -> Fix | None:
    """Link every entry, if each one fits exactly one heading."""
    after = [h for h in document.headings if h.span.start > toc.span.end]
    keys = Counter(title_key(heading.text) for heading in after)
    slugs = {title_key(heading.text): heading.slug for heading in after}
    edits: list[Edit] = []
    for entry in bare:
        key = title_key(entry.text)
        written = document.source.slice(entry.span)
        if keys[key] != 1 or written != entry.text or set(written) & set("[]\n\r"):
            return None
        start, end = entry.span
        edits += (Edit(Span(start, start), "["), Edit(Span(end, end), f"](#{slugs[key]})"))
    return Fix("Link the entries to their headings", tuple(edits), Safety.SAFE)
