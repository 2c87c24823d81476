"""One resource linked twice, and two resources behind one address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadmaplint.core.finding import Finding, Related, Severity
from roadmaplint.core.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.resources.occurrences import (
    Occurrence,
    by_title,
    describes_another,
    groups,
)
from roadmaplint.roadmap.resources.titles import is_nameless, likeness
from roadmaplint.roadmap.topics.keys import is_series
from roadmaplint.rules.list_edits import removal_of_twin
from roadmaplint.text.source import Source, shorten


class DuplicateResourceOptions(Struct, frozen=True):
    """`max_repeats`: an address that stands more often is a source, not a slip."""

    max_repeats: int = 3
    allow: tuple[str, ...] = ()
    entries_only: bool = False


@rule(on=Document, options=DuplicateResourceOptions)
def duplicate_resource(
    document: Document, context: Context[DuplicateResourceOptions]
) -> Iterator[Finding]:
    """Yield one finding per resource, on its first repeat."""
    options = context.options
    for group in groups(document):
        named = [one for one in group if not is_nameless(one.name)]
        if options.entries_only:
            named = [one for one in named if one.is_entry]
        if not 2 <= len(named) <= options.max_repeats or len(group) > options.max_repeats + 1:
            continue
        if any((one.resource.url or "").startswith(options.allow) for one in named):
            continue
        alike = _alike(document, named)
        lines = {document.source.line_at(one.resource.span.start) for one in alike}
        if len(lines) > 1 and any(one.listed for one in alike):
            yield _duplicate_resource_finding(document, alike)
    for first, repeat in by_title(document):
        yield _moved(document.source, first, repeat)


def _alike(document: Document, named: Sequence[Occurrence]) -> list[Occurrence]:
    """The first of the links under one title with those that share its title, or nearly."""
    for first in named:
        others = [one for one in named if one is not first and _same(document, first, one)]
        if others:
            alike = sorted((first, *others), key=lambda one: one.resource.span)
            leading = [one for one in alike if one.leads]
            if len(leading) < 2:
                return alike
            return leading + [one for one in alike if not one.leads]
    return []


def _same(document: Document, one: Occurrence, other: Occurrence) -> bool:
    """Two places of one page are two things, unless their titles agree in every word."""
    if one.label != other.label and one.resource.list_id == other.resource.list_id:
        return False  # `Website: [X](…)` and `Recordings: [X](…)` are two facets
    found = likeness(one.name, other.name, document.root.language or "en", document.packs)
    fragments = {(each.resource.url or "").partition("#")[2] for each in (one, other)}
    return found == "same" or (found == "close" and len(fragments) == 1)


def _duplicate_resource_finding(document: Document, alike: Sequence[Occurrence]) -> Finding:
    source, first, repeat = document.source, alike[0], alike[1]
    both = first.leads and repeat.leads
    verb, advice = ("listed", "keep one") if both else ("linked", "one link may be enough")
    fix = None
    if first.is_entry and repeat.is_entry:
        fix = removal_of_twin(document, first.resource.span, repeat.resource.span)
    related = [Related(first.resource.span, "first listed here")]
    related += [Related(one.resource.span, "and again here") for one in alike[2:]]
    return Finding(
        repeat.resource.span,
        f'duplicate: "{shorten(repeat.name)}" is already {verb}{_where(source, first)}; {advice}',
        fix,
        tuple(related),
        Severity.ERROR if fix else _severity(document, alike),
    )


def _moved(source: Source, first: Occurrence, repeat: Occurrence) -> Finding:
    return Finding(
        repeat.resource.span,
        f'duplicate: "{shorten(repeat.name)}" is already listed{_where(source, first)}'
        " with another address; keep the better one",
        related=(Related(first.resource.span, "first listed here"),),
    )


def _severity(document: Document, alike: Sequence[Occurrence]) -> Severity | None:
    """Descriptions and running text may name what a list links."""
    leading = sum(one.leads for one in alike)
    if leading >= 2:
        return None
    first = alike[0].name
    same = all(likeness(first, one.name, packs=document.packs) == "same" for one in alike)
    aside = any(one.tasked or describes_another(document, one) for one in alike)
    if not same or aside:
        return Severity.INFO
    return None if leading or all(one.listed for one in alike) else Severity.INFO


def _where(source: Source, one: Occurrence) -> str:
    line = source.line_at(one.resource.span.start)
    return f" on line {line}" + (f" ({shorten(one.place)})" if one.place else "")


#: A question may link to the text that answers it.
_QUESTION = ("?", "？", "؟")


class SharedUrlOptions(Struct, frozen=True):
    """`max_repeats`: an address under more titles is a source of many things."""

    max_repeats: int = 2


@rule(on=Document, options=SharedUrlOptions)
def shared_url(document: Document, context: Context[SharedUrlOptions]) -> Iterator[Finding]:
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
                yield _shared_url_finding(document, first, one)
                break


def _same_item(document: Document, group: tuple[Occurrence, ...]) -> bool:
    """An item may link its source twice, as a picture and as a text."""
    lines = {document.source.line_at(one.resource.span.start) for one in group}
    return len(lines) == 1


def _shared_url_finding(document: Document, first: Occurrence, one: Occurrence) -> Finding:
    line = document.source.line_at(first.resource.span.start)
    unnamed = is_nameless(first.name) or is_nameless(one.name)
    sure = first.is_entry and one.is_entry and not unnamed
    return Finding(
        one.resource.span,
        f'the address of "{shorten(one.name, 50)}" is the same as that of'
        f' "{shorten(first.name, 50)}" on line {line}: a copied link, or a duplicate?',
        related=(Related(first.resource.span, "the same address"),),
        severity=None if sure else Severity.INFO,
    )
