"""A book, course or other resource that is named without a link."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Related, Safety, Severity
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.keys import EMPTY, topic_key
from roadmaplint.roadmap.nodes import Document, Resource
from roadmaplint.rules._shared.named import SURE, is_title
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

#: What may follow a title's main part.
_SUBTITLE = (" with ", ": ", " – ", " — ", " - ", " (", ", ", " for ", " using ")
_MIN_WORDS = 3
_PAPERS = lazy(r"(?i)\b(?:papers?|publications?)\b|стать|论文|論文")
_WORD = lazy(r"[^\W_]+")


class Options(Struct, frozen=True):
    """`types`: types of resources that are reported; empty for all."""

    types: tuple[str, ...] = ()


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per resource without a link; the fix takes the link from elsewhere."""
    wanted = context.options.types
    linked: dict[str, list[Resource]] | None = None
    top = frozenset(b.span.start for b in document.markdown.blocks if b.kind == "list")
    for resource in document.resources:
        if resource.url is not None or resource.struck or not is_title(resource, top):
            continue
        if wanted and (resource.type or "other") not in wanted:
            continue
        linked = _linked(document) if linked is None else linked
        known = _elsewhere(resource, linked)
        span = _name_span(document, resource)
        kind = _kind(document, resource)
        found = f"; the same title is linked on line {_line(document, known)}" if known else ""
        yield Finding(
            span or resource.span,
            f'{kind} without a link: "{_short(resource.title)}"{found}',
            _fix(document, known, span),
            (Related(known.span, "linked here"),) if known else (),
            None if resource.type in SURE else Severity.INFO,
        )


def _kind(document: Document, resource: Resource) -> str:
    """What the message calls it; papers are often written like books."""
    if resource.type == "book":
        at = bisect(document.headings, resource.span.start, key=lambda found: found.span.start)
        if "al" in resource.authors or (at and _PAPERS.search(document.headings[at - 1].text)):
            return "paper"
    return resource.type if resource.type in SURE else "resource"


def _linked(document: Document) -> dict[str, list[Resource]]:
    """Linked resources by the first three words of their title, case-folded."""
    found: dict[str, list[Resource]] = {}
    for resource in document.resources:
        if resource.url and resource.role == "entry":
            found.setdefault(_head(resource.title), []).append(resource)
    return found


def _head(title: str) -> str:
    return " ".join(_WORD.findall(title.casefold())[:_MIN_WORDS])


def _elsewhere(resource: Resource, linked: dict[str, list[Resource]]) -> Resource | None:
    """The one linked resource with this title, or with this title and a subtitle."""
    title = resource.title.strip()
    if len(title.split()) < _MIN_WORDS:
        return None
    key = topic_key(title)
    found = [
        other
        for other in linked.get(_head(title), ())
        if (key is not EMPTY and topic_key(other.title) == key) or _extends(other.title, title)
    ]
    return found[0] if len({other.url for other in found}) == 1 else None


def _extends(long: str, short: str) -> bool:
    rest = long.casefold().removeprefix(short.casefold())
    return rest != long.casefold() and rest.startswith(_SUBTITLE)


def _name_span(document: Document, resource: Resource) -> Span | None:
    """Where the name stands, without the markup around it."""
    name = resource.raw_title or resource.title
    at = document.source.text.find(name, resource.span.start, resource.span.end)
    return Span(at, at + len(name)) if at >= 0 else None


def _fix(document: Document, known: Resource | None, span: Span | None) -> Fix | None:
    if known is None or known.url is None or span is None:
        return None
    name = document.source.slice(span)
    if any(mark in name for mark in "[]<>`\n") or any(mark in known.url for mark in " ()<>"):
        return None
    title = f'Link to the address of "{_short(known.title)}"'
    return Fix(title, (Edit(span, f"[{name}]({known.url})"),), Safety.SAFE)


def _line(document: Document, resource: Resource) -> int:
    return document.source.line_at(resource.span.start)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
