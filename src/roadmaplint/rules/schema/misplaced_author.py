"""An author who does not stand right behind the link, after a dash between single spaces."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.entries import Entry, entries
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span

#: A dash, and the words behind it up to a bracket.
_CREDIT = lazy(r"- ([^(\n]*)")


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per entry."""
    for entry in entries(document):
        credit = _CREDIT.search(entry.tail)
        if credit is None:
            continue
        if credit.start() == 0:
            message = "no space between the link and the dash before the author"
            yield Finding(entry.place, message, _fix(document.source, entry))
        elif credit.start() > 1 and not credit[1].endswith(")"):
            said = " ".join(entry.tail[: credit.start()].split())
            what = f'behind "{said[:40]}"' if said else "behind more than one space"
            yield Finding(
                entry.place,
                f"the author stands {what}, not right behind the link: [title](address) - Author",
            )


def _fix(source: Source, entry: Entry) -> Fix | None:
    end = entry.link.span.end
    if entry.link.precision != "exact" or not source.text.startswith("- ", end):
        return None
    return Fix("Insert a space", (Edit(Span(end, end), " "),), Safety.SAFE)
