"""Two entries with different titles that lead to one address."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Related, Severity
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.keys import is_series
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.occurrences import Occurrence, groups, is_nameless, likeness

#: A question may link to the text that answers it.
_QUESTION = ("?", "？", "؟")


class Options(Struct, frozen=True):
    """`max_repeats`: an address under more titles is a source of many things."""

    max_repeats: int = 2


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per address under several titles, on the second of them."""
    lang = document.root.language or "en"
    for group in groups(document):
        if len(group) > context.options.max_repeats or not any(one.is_entry for one in group):
            continue
        fragments = {(one.resource.url or "").partition("#")[2] for one in group}
        if len(fragments) > 1 or _same_item(document, group):
            continue
        first = group[0]
        for one in group[1:]:
            # Parts of a series often share a page.
            serial = is_series(first.name) or is_series(one.name)
            asked = first.name.endswith(_QUESTION) != one.name.endswith(_QUESTION)
            if likeness(first.name, one.name, lang, document.packs) == "other" and not (
                serial or asked
            ):
                yield _finding(document, first, one)
                break


def _same_item(document: Document, group: tuple[Occurrence, ...]) -> bool:
    """An item may link its source twice, as a picture and as a text."""
    lines = {document.source.line_at(one.resource.span.start) for one in group}
    return len(lines) == 1


def _finding(document: Document, first: Occurrence, one: Occurrence) -> Finding:
    line = document.source.line_at(first.resource.span.start)
    unnamed = is_nameless(first.name) or is_nameless(one.name)
    sure = first.is_entry and one.is_entry and not unnamed
    return Finding(
        one.resource.span,
        f'the address of "{_short(one.name)}" is the same as that of'
        f' "{_short(first.name)}" on line {line}: a copied link, or a duplicate?',
        related=(Related(first.resource.span, "the same address"),),
        severity=None if sure else Severity.INFO,
    )


def _short(text: str) -> str:
    return text if len(text) <= 50 else text[:49] + "…"
