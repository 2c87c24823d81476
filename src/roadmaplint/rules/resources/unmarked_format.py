"""A link straight to a PDF that does not say so."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Link
from roadmaplint.roadmap.urls import split_url
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span

#: How far behind a link the mark may stand.
_REACH = 60


@rule(on=Link)
def check(link: Link, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per link to a PDF whose text and surroundings do not name the format."""
    if link.kind != "link" or ".pdf" not in link.target.casefold():
        return
    address = split_url(link.target)
    if address is None or not address.path.casefold().endswith(".pdf"):
        return
    text = context.source.text
    behind = text[link.span.end : link.span.end + _REACH].partition("\n")[0]
    before = text[max(0, link.span.start - 20) : link.span.start].rpartition("\n")[2]
    if "pdf" in f"{link.text} {behind} {before}".casefold() or link.form in {"bare", "autolink"}:
        return
    fix = None
    if link.precision == "exact":
        place = Span(link.span.end, link.span.end)
        fix = Fix('Add "(PDF)" behind the link', (Edit(place, " (PDF)"),), Safety.UNSAFE)
    yield Finding(link.span, "this leads straight to a PDF file; say so: (PDF)", fix)
