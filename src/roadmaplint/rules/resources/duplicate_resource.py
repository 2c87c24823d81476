"""One resource that a document lists twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Related, Severity
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.bullets import removal_of_twin
from roadmaplint.rules._shared.occurrences import (
    Occurrence,
    describes_another,
    groups,
    is_nameless,
    likeness,
)
from roadmaplint.rules._shared.one_title import by_title
from roadmaplint.text.source import Source


class Options(Struct, frozen=True):
    """`max_repeats`: an address that stands more often is a source, not a slip."""

    max_repeats: int = 3
    allow: tuple[str, ...] = ()
    entries_only: bool = False


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
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
            yield _finding(document, alike)
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


def _finding(document: Document, alike: Sequence[Occurrence]) -> Finding:
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
        f'duplicate: "{_short(repeat.name)}" is already {verb}{_where(source, first)}; {advice}',
        fix,
        tuple(related),
        Severity.ERROR if fix else _severity(document, alike),
    )


def _moved(source: Source, first: Occurrence, repeat: Occurrence) -> Finding:
    return Finding(
        repeat.resource.span,
        f'duplicate: "{_short(repeat.name)}" is already listed{_where(source, first)} with another'
        " address; keep the better one",
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
    return f" on line {line}" + (f" ({_short(one.place)})" if one.place else "")


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
