"""A table of contents whose entries are no links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Related, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document, Toc, TocEntry
from roadmaplint.roadmap.tocs import title_key
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
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
            _fix(document, toc, bare),
            tuple(Related(entry.span, "not a link") for entry in bare),
        )


def _fix(document: Document, toc: Toc, bare: list[TocEntry]) -> Fix | None:
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
