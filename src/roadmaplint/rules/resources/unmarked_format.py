"""A link straight to a PDF that does not say so."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.roadmap.urls import split_url
from roadmaplint.rules._shared.entries import entries
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span

#: How far behind a link the mark may stand.
_REACH = 60
_PDF = lazy(r"\.pdf(?:\?|\Z)")


class Options(Struct, frozen=True):
    """`mark`: what must stand behind the link of an entry, after a space; empty: any word of it."""

    mark: str = ""


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per link to a PDF whose text and surroundings do not name the format."""
    if ".pdf" not in document.source.text.casefold():
        return
    if context.options.mark:
        yield from _strict(document, context.options.mark)
        return
    for link in document.links:
        yield from _loose(link, document.source)


def _strict(document: Document, mark: str) -> Iterator[Finding]:
    """Entries of lists whose first link leads to a PDF."""
    for entry in entries(document):
        if not _PDF.search(entry.link.target or ""):
            continue
        at = entry.tail.find(mark)
        if at == 0:
            place = Span(entry.link.span.end, entry.link.span.end)
            exact = document.source.text.startswith(mark, place.start)
            fix = Fix("Insert a space", (Edit(place, " "),), Safety.UNSAFE) if exact else None
            yield Finding(entry.place, f"no space between the link and {mark}", fix)
        elif at < 0:
            yield Finding(entry.place, f"this leads straight to a PDF file; say so: {mark}")


def _loose(link: Link, source: Source) -> Iterator[Finding]:
    if link.kind != "link" or ".pdf" not in link.target.casefold():
        return
    address = split_url(link.target)
    if address is None or not address.path.casefold().endswith(".pdf"):
        return
    text = source.text
    behind = text[link.span.end : link.span.end + _REACH].partition("\n")[0]
    before = text[max(0, link.span.start - 20) : link.span.start].rpartition("\n")[2]
    if "pdf" in f"{link.text} {behind} {before}".casefold() or link.form in {"bare", "autolink"}:
        return
    fix = None
    if link.precision == "exact":
        place = Span(link.span.end, link.span.end)
        fix = Fix('Add "(PDF)" behind the link', (Edit(place, " (PDF)"),), Safety.UNSAFE)
    yield Finding(link.span, "this leads straight to a PDF file; say so: (PDF)", fix)
