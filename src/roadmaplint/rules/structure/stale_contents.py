"""A table of contents that is out of step with the headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Related, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document, Heading, Toc, TocEntry
from roadmaplint.roadmap.tocs import title_key
from roadmaplint.rules._shared.contents import (
    listed_levels,
    main_contents,
    removed,
    swapped_entries,
    titled,
    with_missing,
)
from roadmaplint.text.source import Span

_SHOWN = 3


class Options(Struct, frozen=True):
    """`optional`: regular expressions for whole titles that the contents may leave out."""

    optional: Annotated[tuple[str, ...], {"format": "regex"}] = ()


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
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
            _fix(document, toc, dead, missing),
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


def _fix(
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
