"""Headings whose anchors would be equal, so that all but the first get a number."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Related
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.roadmap.slug import slug_of


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per anchor that several headings want, if a link in the file uses it."""
    wanted: dict[str, list[Heading]] = {}
    for heading in document.headings:
        wanted.setdefault(slug_of(heading.text), []).append(heading)
    used = {link.target[1:].casefold() for link in document.links if link.target[:1] == "#"}
    for slug, headings in wanted.items():
        if slug and len(headings) > 1 and slug in used:
            second = headings[1]
            yield Finding(
                second.span,
                f"{len(headings)} headings want the anchor #{slug}; links to it reach only the "
                f"first, this one is #{second.slug}",
                related=(
                    Related(headings[0].span, "reached by the links"),
                    *(Related(other.span, f"#{other.slug}") for other in headings[2:]),
                ),
            )
